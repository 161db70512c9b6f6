"""When the first dose of a plan that is signed now would be due, on the patient's own clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dosing.rules.schedule import plan_days
from dosing.rules.shape import MOST_EVERY_DAYS
from dosing.rules.terms import Terms, read_time


@dataclass(frozen=True)
class FirstDose:
    """`at` is a wall-clock moment, None when the plan would end before any dose. `passed` are the
    times of the first day that are over already: no dose is laid out for them."""

    at: datetime | None
    passed: tuple[str, ...] = ()


def first_dose(terms: Terms, local_now: datetime) -> FirstDose:
    """For possible terms; `local_now` is naive, as the patient's clock shows it."""
    today = local_now.date()
    labels = sorted(terms.times_of_day)
    is_dose_day = next(plan_days(terms, today, today), None) is not None
    now = local_now.time()
    passed = tuple(label for label in labels if is_dose_day and read_time(label) < now)
    last = max(today, terms.starts_on or today) + timedelta(days=MOST_EVERY_DAYS)
    moments = (
        datetime.combine(day, read_time(label))
        for day in plan_days(terms, today, last)
        for label in labels
    )
    at = next((moment for moment in moments if moment >= local_now), None)
    return FirstDose(at, passed)
