"""Which days a page of the schedule shows, and where its neighbours begin."""

from dataclasses import dataclass
from datetime import date, timedelta

from dosing.choices import Stretch

DAYS = {Stretch.DAY: 1, Stretch.WEEK: 7}
ONE_DAY = timedelta(days=1)
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Days:
    """`first` and `count` are what is shown; `before` and `after` name the stretches beside it."""

    first: date
    count: int
    before: date
    after: date


def days_of(stretch: Stretch, day: date, *, week_begins: int = 0) -> Days:
    """The days of a stretch. A week begins on the day that was asked for; a month is shown in
    whole weeks, each beginning on `week_begins` (0 is Sunday, as Django counts)."""
    if stretch != Stretch.MONTH:
        count = DAYS[stretch]
        return Days(day, count, day - count * ONE_DAY, day + count * ONE_DAY)
    begins = day.replace(day=1)
    after = (begins + 31 * ONE_DAY).replace(day=1)
    first = begins - ((begins.isoweekday() - week_begins) % DAYS_OF_A_WEEK) * ONE_DAY
    weeks = -(-(after - first).days // DAYS_OF_A_WEEK)
    return Days(first, weeks * DAYS_OF_A_WEEK, (begins - ONE_DAY).replace(day=1), after)
