"""What makes a plan impossible as written, whatever the clinic's limits are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dosing.choices import Formulation
from dosing.rules.amounts import mg_text
from dosing.rules.findings import Level, LimitFinding, gettext_noop
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import Terms, is_dispensable, nearest_possible_ug, read_time

LONGEST_PLAN_DAYS = 366
FURTHEST_START_DAYS = 90
MOST_EVERY_DAYS = 30
MOST_TIMES = 6
# Products stronger than this do not exist; the bound catches a slipped decimal point.
STRONGEST_UNIT_UG = 1_000_000
STRONGEST_SOLUTION_UG_PER_ML = 200_000


@dataclass(frozen=True)
class Range:
    """A range that no plan may leave (§11.4, §11.8)."""

    field: str
    low: int
    high: int
    message: str


PRESSURE_RANGES = (
    Range("hold_systolic", 120, 159, gettext_noop("Enter 120 to 159 for the upper number.")),
    Range("hold_diastolic", 80, 99, gettext_noop("Enter 80 to 99 for the lower number.")),
    Range("usual_low_systolic", 90, 99, gettext_noop("Enter 90 to 99 for the usual low.")),
    Range("usual_low_diastolic", 50, 59, gettext_noop("Enter 50 to 59 for the usual low.")),
)


def shape_findings(terms: Terms, policy: DosingPolicy, today: date | None) -> list[LimitFinding]:
    """Every reason for which the plan cannot exist as written; each names its field."""
    return [
        *_times(terms),
        *_dates(terms, today),
        *_product(terms, policy),
        *_dose(terms),
        *_pressures(terms),
    ]


def _impossible(key: str, field: str, message: str, **details: Any) -> LimitFinding:
    return LimitFinding(key=key, level=Level.BOUND, message=message, details=details, field=field)


def _times(terms: Terms) -> Iterator[LimitFinding]:
    labels = terms.times_of_day
    if not labels:
        yield _impossible("times_missing", "times_of_day", gettext_noop("Enter a time of day."))
    for label in labels:
        if not _is_time(label):
            message = gettext_noop("%(label)s is not a time. Write it as 08:00.")
            yield _impossible("times_unreadable", "times_of_day", message, label=label)
    if len(set(labels)) != len(labels):
        message = gettext_noop("Enter each time of day once.")
        yield _impossible("times_repeated", "times_of_day", message)
    if len(labels) > MOST_TIMES:
        message = gettext_noop("Enter at most %(most)s times of day.")
        yield _impossible("times_too_many", "times_of_day", message, most=MOST_TIMES)
    if not 1 <= terms.every_days <= MOST_EVERY_DAYS:
        message = gettext_noop("Enter 1 to %(most)s days.")
        yield _impossible("every_days", "every_days", message, most=MOST_EVERY_DAYS)


def _is_time(label: str) -> bool:
    try:
        read_time(label)
    except ValueError:
        return False
    return True


def _dates(terms: Terms, today: date | None) -> Iterator[LimitFinding]:
    start, end = terms.starts_on, terms.ends_on
    if start is None:
        yield _impossible("start_missing", "starts_on", gettext_noop("Enter the first day."))
        return
    if today and start < today:
        message = gettext_noop("The first day has passed. Choose today or later.")
        yield _impossible("start_passed", "starts_on", message)
    if today and (start - today).days > FURTHEST_START_DAYS:
        message = gettext_noop("Choose a first day within %(days)s days.")
        yield _impossible("start_far", "starts_on", message, days=FURTHEST_START_DAYS)
    if end and end < start:
        message = gettext_noop("The last day is before the first. Choose a later last day.")
        yield _impossible("end_before_start", "ends_on", message)
    if end and (end - start).days > LONGEST_PLAN_DAYS:
        message = gettext_noop("A plan lasts at most %(days)s days. Choose an earlier last day.")
        yield _impossible("end_far", "ends_on", message, days=LONGEST_PLAN_DAYS)


def _product(terms: Terms, policy: DosingPolicy) -> Iterator[LimitFinding]:
    if (
        terms.formulation == Formulation.INJECTION_TAKEN_ORALLY
        and not policy.allow_injection_taken_orally
    ):
        message = gettext_noop("This clinic does not plan injection fluid taken by mouth.")
        yield _impossible("formulation_off", "formulation", message)
    field, other, most = _strength_fields(terms)
    value = getattr(terms, field)
    if value is None:
        message = gettext_noop("Enter the strength printed on the label.")
        yield _impossible(f"{field}_missing", field, message)
    elif not 0 < value <= most:
        message = gettext_noop("Enter a strength above 0 and up to %(most)s.")
        yield _impossible(f"{field}_absurd", field, message, most=mg_text(most))
    if getattr(terms, other) is not None:
        message = gettext_noop("Leave this empty for this form of medicine.")
        yield _impossible(f"{other}_extra", other, message)


def _strength_fields(terms: Terms) -> tuple[str, str, int]:
    unit, solution = "strength_ug", "concentration_ug_per_ml"
    if terms.is_solution:
        return solution, unit, STRONGEST_SOLUTION_UG_PER_ML
    return unit, solution, STRONGEST_UNIT_UG


def _dose(terms: Terms) -> Iterator[LimitFinding]:
    if terms.dose_ug <= 0:
        yield _impossible("dose_zero", "dose_ug", gettext_noop("Enter a dose above 0 mg."))
        return
    nearest = nearest_possible_ug(terms)
    if not nearest or is_dispensable(terms):
        return
    message = (
        gettext_noop("%(dose)s is not a whole 0.1 mL step. The nearest possible: %(nearest)s.")
        if terms.is_solution
        else gettext_noop("%(dose)s cannot be made from whole units. The nearest: %(nearest)s.")
    )
    amounts = ", ".join(mg_text(amount) for amount in nearest)
    dose = mg_text(terms.dose_ug)
    yield _impossible("not_dispensable", "dose_ug", message, dose=dose, nearest=amounts)


def _pressures(terms: Terms) -> Iterator[LimitFinding]:
    for bounds in PRESSURE_RANGES:
        value = getattr(terms, bounds.field)
        if value is not None and not bounds.low <= value <= bounds.high:
            yield _impossible(f"{bounds.field}_range", bounds.field, bounds.message)
