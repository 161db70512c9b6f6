"""The clock changes of every zone, for the sweeps."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

YEARS = 10
FIRST_DAY = date(2026, 6, 1)
LAST_DAY = FIRST_DAY.replace(year=FIRST_DAY.year + YEARS)
# Rules that differ never differ for so short a time only.
STEP = timedelta(days=7)


def all_zones() -> list[str]:
    return sorted(available_timezones())


def change_days(zone: ZoneInfo) -> list[date]:
    """The local days within the ten years on which the clock changes, to within a day."""
    found = []
    for start, end in _weeks():
        if start.astimezone(zone).utcoffset() == end.astimezone(zone).utcoffset():
            continue
        while end - start > timedelta(days=1):
            middle = start + timedelta(days=(end - start).days // 2 or 1)
            is_before = middle.astimezone(zone).utcoffset() == start.astimezone(zone).utcoffset()
            start, end = (middle, end) if is_before else (start, middle)
        found.append(end.astimezone(zone).date())
    return found


def _weeks() -> Iterator[tuple[datetime, datetime]]:
    moment = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    while moment.date() < LAST_DAY:
        yield moment, moment + STEP
        moment += STEP


@cache
def clocks() -> dict[tuple[object, ...], list[str]]:
    """Every zone, together with those that show the same time and change on the same days."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for name in all_zones():
        zone = ZoneInfo(name)
        offset = datetime(2026, 6, 1, tzinfo=UTC).astimezone(zone).utcoffset()
        offsets = tuple(
            datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
            for day in change_days(zone)
        )
        alike.setdefault((offset, tuple(change_days(zone)), offsets), []).append(name)
    return alike
