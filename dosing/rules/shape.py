"""What makes a plan impossible as written, whatever the clinic's limits are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dosing.choices import AfterHold, Formulation, Route
from dosing.rules.amounts import mg_text
from dosing.rules.findings import LimitFinding, gettext_noop
from dosing.rules.impossible import impossible, not_dispensable
from dosing.rules.policy import DosingPolicy
from dosing.rules.schedule import plan_days
from dosing.rules.shape_steps import step_findings
from dosing.rules.terms import DAYS_PER_WEEK, Terms, read_time

LONGEST_PLAN_DAYS = 366
FURTHEST_START_DAYS = 90
MOST_EVERY_DAYS = 30
MOST_TIMES = 6
MOST_HOLD_MINUTES = 30
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
        *_days(terms),
        *_dates(terms, today),
        *_product(terms, policy),
        *_route(terms),
        *_dose(terms),
        *step_findings(terms),
        *_pressures(terms),
    ]


def _times(terms: Terms) -> Iterator[LimitFinding]:
    labels = terms.times_of_day
    if not labels:
        yield impossible("times_missing", "times_of_day", gettext_noop("Enter a time of day."))
    for label in labels:
        if not _is_time(label):
            message = gettext_noop("%(label)s is not a time. Write it as 08:00.")
            yield impossible("times_unreadable", "times_of_day", message, label=label)
    if len(set(labels)) != len(labels):
        message = gettext_noop("Enter each time of day once.")
        yield impossible("times_repeated", "times_of_day", message)
    if len(labels) > MOST_TIMES:
        message = gettext_noop("Enter at most %(most)s times of day.")
        yield impossible("times_too_many", "times_of_day", message, most=MOST_TIMES)


def _days(terms: Terms) -> Iterator[LimitFinding]:
    """Weekdays, or every so many days: one or the other."""
    days = terms.weekdays
    if not 1 <= terms.every_days <= MOST_EVERY_DAYS:
        message = gettext_noop("Enter 1 to %(most)s days.")
        yield impossible("every_days", "every_days", message, most=MOST_EVERY_DAYS)
    elif days and terms.every_days != 1:
        message = gettext_noop("Choose weekdays, or every how many days; not both.")
        yield impossible("two_rhythms", "weekdays", message)
    if len(set(days)) != len(days) or not set(days) <= set(range(1, DAYS_PER_WEEK + 1)):
        message = gettext_noop("Choose weekdays from Monday to Sunday, each once.")
        yield impossible("weekdays_unreadable", "weekdays", message)
    elif _has_no_dose_day(terms):
        message = gettext_noop("No dose day lies between the first day and the last.")
        yield impossible("no_dose_day", "weekdays", message)


def _has_no_dose_day(terms: Terms) -> bool:
    start, end = terms.starts_on, terms.ends_on
    if not terms.weekdays or start is None or end is None or end < start:
        return False
    return next(plan_days(terms, start, end), None) is None


def _is_time(label: str) -> bool:
    try:
        read_time(label)
    except ValueError:
        return False
    return True


def _dates(terms: Terms, today: date | None) -> Iterator[LimitFinding]:
    start, end = terms.starts_on, terms.ends_on
    if start is None:
        yield impossible("start_missing", "starts_on", gettext_noop("Enter the first day."))
        return
    if today and start < today:
        message = gettext_noop("The first day has passed. Choose today or later.")
        yield impossible("start_passed", "starts_on", message)
    if today and (start - today).days > FURTHEST_START_DAYS:
        message = gettext_noop("Choose a first day within %(days)s days.")
        yield impossible("start_far", "starts_on", message, days=FURTHEST_START_DAYS)
    if end and end < start:
        message = gettext_noop("The last day is before the first. Choose a later last day.")
        yield impossible("end_before_start", "ends_on", message)
    if end and (end - start).days > LONGEST_PLAN_DAYS:
        message = gettext_noop("A plan lasts at most %(days)s days. Choose an earlier last day.")
        yield impossible("end_far", "ends_on", message, days=LONGEST_PLAN_DAYS)


def _product(terms: Terms, policy: DosingPolicy) -> Iterator[LimitFinding]:
    if (
        terms.formulation == Formulation.INJECTION_TAKEN_ORALLY
        and not policy.allow_injection_taken_orally
    ):
        message = gettext_noop("This clinic does not plan injection fluid taken by mouth.")
        yield impossible("formulation_off", "formulation", message)
    field, other, most = _strength_fields(terms)
    value = getattr(terms, field)
    if value is None:
        message = gettext_noop("Enter the strength printed on the label.")
        yield impossible(f"{field}_missing", field, message)
    elif not 0 < value <= most:
        message = gettext_noop("Enter a strength above 0 and up to %(most)s.")
        yield impossible(f"{field}_absurd", field, message, most=mg_text(most))
    if getattr(terms, other) is not None:
        message = gettext_noop("Leave this empty for this form of medicine.")
        yield impossible(f"{other}_extra", other, message)


def _strength_fields(terms: Terms) -> tuple[str, str, int]:
    unit, solution = "strength_ug", "concentration_ug_per_ml"
    if terms.is_solution:
        return solution, unit, STRONGEST_SOLUTION_UG_PER_ML
    return unit, solution, STRONGEST_UNIT_UG


def _route(terms: Terms) -> Iterator[LimitFinding]:
    """How long it is held under the tongue, and what becomes of the rest, is part of the dose."""
    minutes, rest = terms.hold_minutes, terms.after_hold
    if terms.route != Route.SUBLINGUAL:
        message = gettext_noop("Leave this empty for a dose that is swallowed at once.")
        if minutes is not None:
            yield impossible("hold_minutes_extra", "hold_minutes", message)
        if rest != AfterHold.NONE:
            yield impossible("after_hold_extra", "after_hold", message)
        return
    if minutes is None or not 1 <= minutes <= MOST_HOLD_MINUTES:
        message = gettext_noop("Enter for how many minutes it is held: 1 to %(most)s.")
        yield impossible("hold_minutes", "hold_minutes", message, most=MOST_HOLD_MINUTES)
    if rest == AfterHold.NONE:
        message = gettext_noop("Choose whether what is left is swallowed or spat out.")
        yield impossible("after_hold", "after_hold", message)


def _dose(terms: Terms) -> Iterator[LimitFinding]:
    if terms.dose_ug <= 0:
        yield impossible("dose_zero", "dose_ug", gettext_noop("Enter a dose above 0 mg."))
        return
    yield from not_dispensable(terms, "dose_ug")


def _pressures(terms: Terms) -> Iterator[LimitFinding]:
    for bounds in PRESSURE_RANGES:
        value = getattr(terms, bounds.field)
        if value is not None and not bounds.low <= value <= bounds.high:
            yield impossible(f"{bounds.field}_range", bounds.field, bounds.message)
