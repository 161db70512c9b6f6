"""From wall-clock labels to moments: skipped and repeated times, windows, the interval rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dosing.choices import NotOffered
from dosing.rules.policy import DosingPolicy
from dosing.rules.terms import Terms, read_time

ONE_SECOND = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)
# A planned date and time on the wall clock.
Label = tuple[date, time]


@dataclass(frozen=True)
class PlannedSlot:
    """One planned dose; `nominal_at` is its label in UTC, `due_at` keeps the interval."""

    local_date: date
    local_time: time
    zone: str
    nominal_at: datetime
    due_at: datetime
    window_opens_at: datetime
    window_closes_at: datetime
    not_offered: str = NotOffered.OFFERED


@dataclass(frozen=True)
class Timing:
    """The numbers that a schedule is laid out with."""

    before: timedelta
    after: timedelta
    interval: timedelta

    @classmethod
    def of(cls, policy: DosingPolicy, *, is_session: bool) -> "Timing":
        minutes = (
            policy.session_min_interval_hard_minutes
            if is_session
            else policy.min_interval_hard_minutes
        )
        return cls(
            before=timedelta(minutes=policy.window_before_min),
            after=timedelta(minutes=policy.window_after_min),
            interval=timedelta(minutes=minutes),
        )


@lru_cache(maxsize=8192)
def resolve(local_date: date, local_time: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a wall-clock label: a skipped time is the first valid moment after it,
    a repeated time is the first of the two. Remembered: every plan of a night asks the same."""
    first = datetime.combine(local_date, local_time, tzinfo=zone).replace(fold=0)
    moment = first.astimezone(UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    if shown == first.replace(tzinfo=None):
        return moment
    return _change_between(first.replace(fold=1).astimezone(UTC), moment, zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the new offset, between a moment before the change and one after."""
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def plan_days(terms: Terms, first: date, last: date) -> Iterator[date]:
    """The dose days of the plan from `first` to `last`, both counted."""
    if terms.starts_on is None:
        return
    last = min(last, terms.ends_on) if terms.ends_on else last
    step = 1 if terms.weekdays else terms.every_days
    behind = max((first - terms.starts_on).days, 0)
    day = terms.starts_on + -(-behind // step) * step * ONE_DAY
    while day <= last:
        if not terms.weekdays or day.isoweekday() in terms.weekdays:
            yield day
        day += step * ONE_DAY


def build_slots(
    terms: Terms,
    days: Iterable[date],
    zone: ZoneInfo,
    timing: Timing,
    *,
    not_before: datetime,
    last_due_at: datetime | None,
    taken_labels: frozenset[Label] = frozenset(),
) -> list[PlannedSlot]:
    """The slots of the given days. Labels whose moment lies before `not_before` are dropped, and
    `taken_labels`, which had their slot in an earlier version (§11.28); `last_due_at` is the last
    dose offered or taken before them."""
    slots: list[PlannedSlot] = []
    for day in days:
        for clock in sorted(map(read_time, terms.times_of_day)):
            nominal = resolve(day, clock, zone)
            if nominal < not_before or (day, clock) in taken_labels:
                continue
            slot = place(day, clock, zone, nominal, timing, last_due_at)
            slots.append(slot)
            last_due_at = last_due_at if slot.not_offered else slot.due_at
    return slots


def place(
    day: date,
    clock: time,
    zone: ZoneInfo,
    nominal: datetime,
    timing: Timing,
    last_due_at: datetime | None,
) -> PlannedSlot:
    """Pushed later to keep the interval; past its window it stays, visible, not offered.

    A window excludes the moment at which it closes: a dose due only then could never be taken.
    """
    earliest = nominal if last_due_at is None else max(nominal, last_due_at + timing.interval)
    is_offered = earliest - nominal < timing.after
    return PlannedSlot(
        local_date=day,
        local_time=clock,
        zone=zone.key,
        nominal_at=nominal,
        due_at=earliest if is_offered else nominal,
        window_opens_at=nominal - timing.before,
        window_closes_at=nominal + timing.after,
        not_offered=NotOffered.OFFERED if is_offered else NotOffered.INTERVAL,
    )
