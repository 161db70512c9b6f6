"""The clinic's pages: the queue and one application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.choices import Action, Section
from intake.models import Patient, ScreeningFinding
from intake.rules.dates import age_in_years

ACTION_KINDS = {Action.EXCLUDE: "stop", Action.REVIEW: "wait", Action.NOTE: "info"}
TIER_WORDS = {
    0: ("stop", gettext_lazy("Medical director")),
    1: ("wait", gettext_lazy("Review")),
    2: ("go", gettext_lazy("Nothing found")),
}


@dataclass(frozen=True)
class QueueRow:
    """One application that waits."""

    href: str
    name: str
    age: str
    kind: str
    word: str
    why: str
    waiting: str
    submitted_at: datetime


def queue_row(submission: Any, now: datetime) -> QueueRow:
    """A submission of `application_queue`, which carries its tier and counts, as a row."""
    patient = submission.patient
    kind, word = TIER_WORDS[submission.tier]
    return QueueRow(
        href=reverse("intake:application", args=[patient.public_id]),
        name=patient.display_name,
        age=age_words(patient.date_of_birth, now.date()),
        kind=kind,
        word=str(word),
        why=_counts(submission.exclude_count, submission.review_count),
        waiting=waiting_words(submission.submitted_at, now),
        submitted_at=submission.submitted_at,
    )


def waiting_words(since: datetime, now: datetime) -> str:
    """How long, in one unit: "3 days"."""
    return timesince(since, now, depth=1)


def age_words(born: date | None, today: date) -> str:
    return "" if born is None else str(age_in_years(born, today))


def _counts(excludes: int, reviews: int) -> str:
    parts = []
    if excludes:
        text = ngettext("%(n)s finding excludes", "%(n)s findings exclude", excludes)
        parts.append(text % {"n": excludes})
    if reviews:
        text = ngettext("%(n)s needs an answer", "%(n)s need an answer", reviews)
        parts.append(text % {"n": reviews})
    return ", ".join(parts) or _("No finding")


def queue_filters(counts: Mapping[str, int], chosen: str) -> list[dict[str, object]]:
    """The filters with their counts."""
    labels = {
        "all": _("All"),
        "exclude": _("Medical director"),
        "review": _("Review"),
        "clear": _("Nothing found"),
    }
    address = reverse("intake:queue")
    return [
        {
            "href": address if key == "all" else f"{address}?tier={key}",
            "label": label,
            "count": counts.get(key, 0),
            "is_active": key == (chosen or "all"),
        }
        for key, label in labels.items()
    ]


@dataclass(frozen=True)
class FindingRow:
    """One finding as the clinician reads it."""

    key: str
    kind: str
    word: str
    sentence: str
    source: str
    answer: str
    answered_by: str


def finding_rows(
    findings: list[ScreeningFinding], field_of: Callable[[str], Any] | None
) -> list[tuple[FindingRow, Any]]:
    """Findings, most urgent first, each with the box for its answer where there is a form."""
    order = list(ACTION_KINDS)
    rows = sorted(findings, key=lambda finding: order.index(Action(finding.action)))
    return [(_finding_row(f), field_of(f.key) if field_of else None) for f in rows]


def _finding_row(finding: ScreeningFinding) -> FindingRow:
    answer = getattr(finding, "answer", None)
    action = Action(finding.action)
    return FindingRow(
        key=finding.key,
        kind=ACTION_KINDS[action],
        word=str(action.label),
        sentence=finding.sentence,
        source=finding.source,
        answer=answer.answer if answer else "",
        answered_by=str(answer.answered_by) if answer else "",
    )


def clinic_order(sections: list[Section]) -> list[Section]:
    """What a decision rests on first; names and addresses last."""
    last = [Section.ABOUT, Section.HOME]
    return [s for s in sections if s not in last] + [s for s in last if s in sections]


def identity_items(patient: Patient, now: datetime) -> list[tuple[str, str]]:
    """Who it is, in one short list."""
    return [
        (_("Age"), age_words(patient.date_of_birth, now.date())),
        (_("Sex at birth"), str(patient.get_sex_at_birth_display())),
        (_("Lives in"), patient.state_of_residence),
        (_("Phone"), patient.phone),
        (_("Email"), patient.user.email),
        (_("State"), str(patient.get_state_display())),
    ]
