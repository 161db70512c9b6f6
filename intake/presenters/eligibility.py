"""What the short check says: plainly, and never a last word."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from intake.rules.eligibility import CheckNote, Weight


@dataclass(frozen=True)
class CheckLine:
    """One thing that stands out, in words."""

    label: str
    why: str


@dataclass(frozen=True)
class CheckResult:
    """The answer of the check."""

    kind: str
    title: str
    text: str
    stops: list[CheckLine]
    looked_at: list[CheckLine]
    unsure: list[CheckLine]

    @property
    def may_apply(self) -> bool:
        """Whether the application could be filled in to its end as things are."""
        return not self.stops


def check_result(notes: list[CheckNote]) -> CheckResult:
    """The notes as a page."""
    kind, title, text = _heading({note.weight for note in notes})
    return CheckResult(
        kind=kind,
        title=title,
        text=text,
        stops=_lines(notes, Weight.STOPS),
        looked_at=_lines(notes, Weight.CLINICIAN),
        unsure=_lines(notes, Weight.UNSURE),
    )


def _heading(weights: set[Any]) -> tuple[str, str, str]:
    if Weight.STOPS in weights:
        return (
            "wait",
            _("As things are, the application would stop"),
            _("Please read below what it is. You can call the clinic about it."),
        )
    if Weight.CLINICIAN in weights:
        return (
            "wait",
            _("A clinician would have to look at this first"),
            _("This is not a no. You can apply; a person reads what you told and decides."),
        )
    if weights:
        return (
            "info",
            _("You can apply. A few things are not clear yet"),
            _("“Not sure” is a good answer. A clinician will ask you about it."),
        )
    return (
        "go",
        _("Nothing you told us stands in the way of applying"),
        _("The application asks more, and a clinician decides at the end."),
    )


def _lines(notes: list[CheckNote], weight: Weight) -> list[CheckLine]:
    return [CheckLine(_(n.label), _(n.why)) for n in notes if n.weight is weight]
