"""What each invented person did, hour by hour: pure, and the same for the same moment.

Stories end "now": the newest planned dose that has passed is number 0, the one before it number 1,
so that an alert of today is an alert of today at whatever hour the demo is loaded.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from monitoring.checkins.choices import OverallChange
from monitoring.demo.cast import Person, Story

ZONE_NAME = "America/New_York"
ZONE = ZoneInfo(ZONE_NAME)
DAYS = 21
# Of the few who are in care for long: eight check-ins, two of them monthly ones.
LONG_DAYS = 63
MONTH = 4
EVENING = "21:10"
CHECK_IN = "19:20"
# A dose that is younger than this has not been told of yet.
SETTLED = timedelta(minutes=40)
SILENT_FOR = timedelta(days=4)
FAR_ABOVE, ABOVE = 32, 14

Readings = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Entry:
    """One thing the person told the app, at its own time."""

    at: datetime


@dataclass(frozen=True)
class Check(Entry):
    """The check before a planned dose; readings are systolic, diastolic and pulse."""

    due_at: datetime
    readings: Readings
    has_chest_pain: bool = False


@dataclass(frozen=True)
class Repeat(Check):
    """The second sitting, after the rest that the first one asked for."""


@dataclass(frozen=True)
class Dose(Entry):
    """A dose taken; `due_at` is its slot, or None for one that was not planned."""

    due_at: datetime | None


@dataclass(frozen=True)
class Feeling(Entry):
    """The evening's page: pain, and side effects with their grades."""

    pain: int
    grades: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Week(Entry):
    """A weekly check-in: the three numbers of the PEG; the bladder is well."""

    peg: tuple[int, int, int]


@dataclass(frozen=True)
class Month(Week):
    """A monthly one: what is not nothing of mood and worry, and how it is overall."""

    troubles: dict[str, int] = field(default_factory=dict)
    change: OverallChange = OverallChange.SAME


def diary(person: Person, *, now: datetime) -> list[Entry]:
    """Every entry up to `now`, the oldest first."""
    told = [
        *_dose_entries(person, now),
        *_evening_entries(person, now),
        *_week_entries(person, now),
    ]
    return sorted((entry for entry in told if entry.at <= now), key=lambda entry: entry.at)


def days_of(person: Person) -> int:
    """For how many days the person has had doses at home."""
    return LONG_DAYS if person.is_long else DAYS


def first_day(person: Person, now: datetime) -> date:
    """The day on which the person's first plan starts."""
    return now.astimezone(ZONE).date() - timedelta(days=days_of(person))


def local(day: date, clock: str) -> datetime:
    """That wall-clock time in the demo clinic's zone."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE)


def wobble(key: str, number: int, what: str, spread: int) -> int:
    """A small fixed number in range(spread): life's unevenness without chance."""
    seed = f"{key}/{number}/{what}".encode()
    return hashlib.sha256(seed).digest()[0] % spread


def _moments(person: Person, clocks: tuple[str, ...], now: datetime) -> list[datetime]:
    """Those clock times on every day of the diary that have passed, the newest first."""
    first = first_day(person, now)
    days = (first + timedelta(days=n) for n in range(days_of(person) + 1))
    passed = (local(day, clock) for day in days for clock in clocks)
    return sorted((moment for moment in passed if moment <= now - SETTLED), reverse=True)


def _dose_entries(person: Person, now: datetime) -> Iterator[Entry]:
    reported = _newest_evening(person, now)
    for number, due in enumerate(_moments(person, person.times, now)):
        if _is_missed(person, number, due, now):
            continue
        yield from _sitting(person, number, due)
        if not _is_stopped(person, number, due, reported):
            yield from _doses(person, number, due)


def _sitting(person: Person, number: int, due: datetime) -> Iterator[Entry]:
    start = _start(person, number, due)
    rise = _rise(person, number)
    yield Check(
        at=start,
        due_at=due,
        readings=_readings(person, number, "first", rise),
        has_chest_pain=person.story is Story.EMERGENCY and number == 0,
    )
    if rise == ABOVE:
        again = rise if number == 1 else 0
        readings = _readings(person, number, "repeat", again)
        yield Repeat(at=start + timedelta(minutes=17), due_at=due, readings=readings)


def _doses(person: Person, number: int, due: datetime) -> Iterator[Entry]:
    after = 23 if _rise(person, number) else 6
    taken = _start(person, number, due) + timedelta(minutes=after)
    yield Dose(at=taken, due_at=due)
    if person.story is Story.EXTRA and number == 1:
        yield Dose(at=taken + timedelta(minutes=95), due_at=None)


def _start(person: Person, number: int, due: datetime) -> datetime:
    return due - timedelta(minutes=18 - wobble(person.key, number, "start", 12))


def _is_missed(person: Person, number: int, due: datetime, now: datetime) -> bool:
    if person.story is Story.SILENT:
        return due > now - SILENT_FOR
    if person.story is Story.MISSING:
        return number in (0, 2, 4)
    return person.story is Story.CALM and number % 17 == 16


def _is_stopped(person: Person, number: int, due: datetime, reported: datetime) -> bool:
    """Whether the check, or a hold from before it, let no dose through."""
    if person.story is Story.RAISED:
        return number == 1
    if person.story is Story.BLADDER:
        return due > reported
    return number == 0 and person.story in (Story.HIGH, Story.EXTRA, Story.EMERGENCY)


def _rise(person: Person, number: int) -> int:
    """How far this sitting stands above the person's usual systolic."""
    if person.story is Story.HIGH and number == 0:
        return FAR_ABOVE
    return ABOVE if person.story is Story.RAISED and number in (1, 13, 28) else 0


def _readings(person: Person, number: int, sitting: str, rise: int) -> Readings:
    return tuple(_reading(person, number, f"{sitting} {turn}", rise) for turn in (1, 2))


def _reading(person: Person, number: int, turn: str, rise: int) -> tuple[int, int, int]:
    systolic, diastolic, pulse = person.pressure
    lift = wobble(person.key, number, turn, 7) - 3
    beat = wobble(person.key, number, f"pulse {turn}", 7) - 3
    return (systolic + rise + lift, diastolic + rise // 2 + lift // 2, pulse + beat)


def _newest_evening(person: Person, now: datetime) -> datetime:
    return _evening(person, 0, _moments(person, (EVENING,), now)[0])


def _evening_entries(person: Person, now: datetime) -> Iterator[Entry]:
    """Every evening of the last weeks, and one a week before them."""
    for number, moment in enumerate(_moments(person, (EVENING,), now)):
        if number > DAYS and number % 7:
            continue
        if person.story is Story.SILENT and moment > now - SILENT_FOR:
            continue
        yield Feeling(
            at=_evening(person, number, moment),
            pain=_pain(person, number),
            grades=_grades(person, number),
        )


def _week_entries(person: Person, now: datetime) -> Iterator[Entry]:
    """The one that is due today is still open, for the visitor to see."""
    for week in range(1, ceil(days_of(person) / 7)):
        pain = _pain(person, days_of(person) - 7 * week)
        minutes = wobble(person.key, week, "check-in", 25)
        at = local(first_day(person, now) + timedelta(days=7 * week), CHECK_IN)
        if person.story is Story.SILENT and at > now - SILENT_FOR:
            continue
        peg = (pain, max(0, pain - 1), max(0, pain - 2))
        if week % MONTH:
            yield Week(at=at + timedelta(minutes=minutes), peg=peg)
        else:
            troubles, change = _month(person, week // MONTH)
            yield Month(at + timedelta(minutes=minutes), peg, troubles, change)


def _month(person: Person, month: int) -> tuple[dict[str, int], OverallChange]:
    """Sleep and worry follow the pain: they ease where it does, and slowly grow where not."""
    before, after = person.pain
    if before - after > 1:
        change = OverallChange.LITTLE_BETTER if month == 1 else OverallChange.BETTER
        return {"phq9_3": 1, "phq9_4": int(month == 1)}, change
    worn = {"phq9_3": 2, "phq9_4": 2, "gad7_4": 1}
    if month == 1:
        return worn, OverallChange.SAME
    return worn | {"phq9_1": 1, "phq9_2": 1, "gad7_1": 1, "gad7_3": 1}, OverallChange.LITTLE_WORSE


def _evening(person: Person, number: int, moment: datetime) -> datetime:
    return moment + timedelta(minutes=wobble(person.key, number, "evening", 25))


def _pain(person: Person, number: int) -> int:
    before, after = person.pain
    days = days_of(person)
    level = before + (after - before) * (days - number) / days
    return max(0, min(10, round(level) + wobble(person.key, number, "pain", 3) - 1))


def _grades(person: Person, number: int) -> dict[str, int]:
    if person.story is Story.BLADDER and number in (0, 4, 6):
        return {"urinary_frequency": 1 if number else 2}
    if person.story is Story.DIZZY and number in (0, 2, 7):
        return {"dizziness": 2, "sedation": 1}
    if number > 14 and number % 2 == 0:
        return {"dizziness": 1, "nausea": 1}
    return {"dizziness": 1} if number % 6 == 0 else {}
