"""The projected titration as a table, and the next step of a signed plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dosing.choices import StepCondition
from dosing.presenters import amount_text, brief_text, finding_sentence
from dosing.rules import ProjectedDose, Terms, mg_text
from dosing.rules.titration import next_step_terms
from dosing.selectors import NextStep, StepDue
from monitoring.clinic.presenters.limits import unit_text
from monitoring.clinic.presenters.plan import LEVEL_KINDS, level_word


@dataclass(frozen=True)
class DoseRow:
    """One dose of the titration in the table."""

    name: str
    first_day: str
    dose: str
    daily: str
    single_per_kg: str
    daily_per_kg: str
    kind: str
    word: str
    reasons: list[str]


def dose_rows(doses: Iterable[ProjectedDose]) -> list[DoseRow]:
    """The table; each dose with the limits that it would pass on its day."""
    return [_dose_row(each) for each in doses]


def _dose_row(dose: ProjectedDose) -> DoseRow:
    return DoseRow(
        name=_("Step %(n)s") % {"n": dose.number} if dose.number else _("Start"),
        first_day=day_text(dose.first_day),
        dose=amount_text(dose.terms),
        daily=mg_text(dose.terms.daily_ug),
        single_per_kg=_per_kg(dose.single_ug_per_kg),
        daily_per_kg=_per_kg(dose.daily_ug_per_kg),
        kind=LEVEL_KINDS.get(dose.level, "go"),
        word=level_word(dose.level) if dose.level else _("Within"),
        reasons=[finding_sentence(finding) for finding in dose.findings],
    )


def day_text(day: date | None) -> str:
    return date_format(day, "M j") if day else ""


def _per_kg(value: Fraction | None) -> str:
    return _("no weight") if value is None else unit_text(value, "ug/kg")


@dataclass(frozen=True)
class StepCard:
    """The next step: what it signs, from when, and what it waits for."""

    title: str
    when: str
    conditions: list[str]
    missing: list[str]
    reasons: list[str]
    is_ready: bool


def step_card(step: NextStep) -> StepCard:
    """The next step of the plan in force as its card shows it."""
    when = _("from %(day)s") if step.is_ready else _("from %(day)s at the earliest")
    findings = [finding_sentence(finding) for finding in step.review.findings]
    return StepCard(
        title=f"{brief_text(step.plan.terms)} → {brief_text(step.terms)}",
        when=when % {"day": date_format(step.begins_on, "l, F j") if step.begins_on else ""},
        conditions=condition_words(step.plan.terms),
        missing=[each.sentence for each in step.missing],
        reasons=findings if step.is_ready else [],
        is_ready=step.is_ready,
    )


@dataclass(frozen=True)
class StepDueRow:
    """A patient whose next step has had its days, as the queue shows it."""

    patient_id: UUID
    name: str
    line: str
    since: str
    kind: str
    word: str


def step_due_rows(due: Iterable[StepDue]) -> list[StepDueRow]:
    """The queue's rows, in the order that is given; the plan page says all that each waits for."""
    return [_step_due_row(each) for each in due]


def _step_due_row(due: StepDue) -> StepDueRow:
    terms, patient = due.plan.terms, due.plan.patient
    kind, word = "go", _("An increase is permitted")
    if due.is_held:
        kind, word = "stop", _("On hold")
    elif not due.is_permitted:
        kind, word = "wait", _("No increase is permitted now")
    return StepDueRow(
        patient_id=patient.public_id,
        name=patient.display_name,
        line=f"{brief_text(terms)} → {brief_text(next_step_terms(terms, due.due_on))}",
        since=date_format(due.due_on, "l, F j"),
        kind=kind,
        word=word,
    )


def condition_words(terms: Terms) -> list[str]:
    """What the next step asks for, in words."""
    return [str(StepCondition(key).label) for key in terms.steps[0].conditions]
