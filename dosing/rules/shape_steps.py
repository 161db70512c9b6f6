"""What makes a planned titration impossible as written."""

from collections.abc import Iterator
from dataclasses import replace

from dosing.choices import StepCondition
from dosing.rules.amounts import mg_text
from dosing.rules.findings import LimitFinding, gettext_noop
from dosing.rules.impossible import impossible, not_dispensable
from dosing.rules.terms import Terms, TitrationStep, step_starts

MOST_STEPS = 6
MOST_STEP_DAYS = 90
CONDITIONS = frozenset(map(str, StepCondition))


def step_field(number: int, name: str) -> str:
    """Where a fault of the step with this number (from 1) stands."""
    return f"steps.{number}.{name}"


def step_findings(terms: Terms) -> Iterator[LimitFinding]:
    """Every reason for which a step cannot come after the dose before it."""
    if len(terms.steps) > MOST_STEPS:
        message = gettext_noop("Plan at most %(most)s steps.")
        yield impossible("steps_too_many", step_field(1, "dose_ug"), message, most=MOST_STEPS)
        return
    before = terms.dose_ug
    for number, step in enumerate(terms.steps, start=1):
        yield from _dose(terms, step, number, before)
        yield from _days(terms, step, number)
        before = step.dose_ug


def _dose(terms: Terms, step: TitrationStep, number: int, before: int) -> Iterator[LimitFinding]:
    field = step_field(number, "dose_ug")
    if step.dose_ug <= before:
        message = gettext_noop("Step %(number)s is not above the dose before it, %(before)s.")
        yield impossible("step_falls", field, message, number=number, before=mg_text(before))
    elif terms.dose_ug > 0:
        yield from not_dispensable(replace(terms, dose_ug=step.dose_ug), field)


def _days(terms: Terms, step: TitrationStep, number: int) -> Iterator[LimitFinding]:
    field = step_field(number, "after_days")
    if not 1 <= step.after_days <= MOST_STEP_DAYS:
        message = gettext_noop("Enter 1 to %(most)s days on the dose before.")
        yield impossible("step_days", field, message, most=MOST_STEP_DAYS)
    elif _begins_after_end(terms, number):
        message = gettext_noop("Step %(number)s would begin after the last day of the plan.")
        yield impossible("step_after_end", field, message, number=number)
    if not set(step.conditions) <= CONDITIONS:
        message = gettext_noop("Choose what must be true from the list.")
        yield impossible("step_condition", "step_conditions", message)


def _begins_after_end(terms: Terms, number: int) -> bool:
    """Days out of all range are told for themselves, and counted nowhere."""
    if terms.ends_on is None or terms.starts_on is None:
        return False
    if any(step.after_days > MOST_STEP_DAYS for step in terms.steps):
        return False
    return step_starts(terms)[number - 1] > terms.ends_on
