"""What the limits say of the plan that stands in the editor: live, before anything is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.presenters import finding_sentence, racemic_text
from dosing.rules import Terms, first_dose, mg_text
from dosing.rules.findings import LEVELS, LimitFinding
from dosing.rules.terms import read_time
from dosing.selectors import PlanReview, clock_text
from monitoring.clinic.presenters.limits import LimitRow, limit_rows, unit_text, weight_text
from monitoring.clinic.presenters.plan import LEVEL_KINDS
from monitoring.clinic.presenters.stairs import Stairs, stairs
from monitoring.clinic.presenters.titration import DoseRow, dose_rows


@dataclass(frozen=True)
class Judgement:
    """The panel beside the editor; `is_saved` is False for what is typed and not kept yet."""

    kind: str
    summary: str
    is_saved: bool = True
    notes: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    limits: list[LimitRow] = field(default_factory=list)
    doses: list[DoseRow] = field(default_factory=list)
    stairs: Stairs | None = None


def judgement(
    review: PlanReview | None, local_now: datetime, *, is_saved: bool = True
) -> Judgement:
    """A whole plan; None is an editor in which nothing stands yet."""
    if review is None:
        return Judgement("quiet", _("Write a plan, and every limit stands here as you write."))
    if not review.is_possible:
        return Judgement(
            "stop", _("Nobody can carry this plan out."), is_saved, _sentences(review.findings)
        )
    doses, standings = review.doses, review.standings
    return Judgement(
        kind=LEVEL_KINDS.get(_worst(review.findings), "go"),
        summary=_summary(review.findings),
        is_saved=is_saved,
        notes=list(_notes(review, local_now)),
        facts=_facts(review),
        limits=limit_rows(standings, review.weight_g),
        doses=dose_rows(doses) if review.terms.steps else [],
        stairs=stairs(doses, standings, review.weight_g),
    )


def unfinished(needed: Sequence[str], faults: Sequence[str]) -> Judgement:
    """What is typed and not yet a plan: what is missing, and what cannot be as it stands."""
    notes = [_("Still needed: %(names)s.") % {"names": ", ".join(needed)}] if needed else []
    kind = "stop" if faults else "quiet"
    return Judgement(kind, _("Not a whole plan yet."), False, [*faults, *notes])


def _worst(findings: list[LimitFinding]) -> str:
    return max((each.level for each in findings), key=LEVELS.index, default="")


def _sentences(findings: list[LimitFinding]) -> list[str]:
    return [finding_sentence(each) for each in findings]


def _summary(findings: list[LimitFinding]) -> str:
    """One line, which is read out when it changes."""
    closed = sum(each.is_refused for each in findings)
    if closed:
        return ngettext(
            "%(n)d limit stands against this plan.", "%(n)d limits stand against this plan.", closed
        ) % {"n": closed}
    if findings:
        return ngettext(
            "%(n)d limit asks for a reason.", "%(n)d limits ask for a reason.", len(findings)
        ) % {"n": len(findings)}
    return _("Within every limit")


def _notes(review: PlanReview, local_now: datetime) -> Iterator[str]:
    """When it begins, what has passed already, and what no bar can show."""
    terms = review.terms
    yield from _first_dose(terms, local_now)
    if racemic_text(terms):
        yield racemic_text(terms)
    shown = {each.key for each in review.standings}
    yield from _sentences([each for each in review.findings if each.key not in shown])


def _first_dose(terms: Terms, local_now: datetime) -> Iterator[str]:
    first = first_dose(terms, local_now)
    if first.passed:
        clocks = [clock_text(read_time(label)) for label in first.passed]
        passed = _("Today's %(times)s has passed: no dose is laid out for it.")
        yield passed % {"times": get_text_list(clocks, _("and"))}
    if first.at is None:
        yield _("No dose is left before the last day: choose other times or a later last day.")
        return
    when = {"day": date_format(first.at, "l, F j"), "time": clock_text(first.at.time())}
    yield _("Signed now, the first dose is on %(day)s at %(time)s.") % when


def _facts(review: PlanReview) -> list[tuple[str, str]]:
    """The sums that a prescriber would else do by hand."""
    first = review.doses[0]
    facts = [(_("In one day"), mg_text(review.terms.daily_ug))]
    if first.single_ug_per_kg is not None and first.daily_ug_per_kg is not None:
        facts += [
            (_("Each dose by weight"), unit_text(first.single_ug_per_kg, "ug/kg")),
            (_("Each day by weight"), unit_text(first.daily_ug_per_kg, "ug/kg")),
        ]
    return [*facts, (_("Weight judged with"), weight_text(review.weight_g))]
