"""Which checks follow a dose, and when one counts as missed. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitoring.sessions.choices import WatchKind

POST_DOSE = "Clinical basis §3.1: Spravato REMS form, before, 40 minutes after, end of session"
SYMPTOMS = "Clinical basis §3.1: oral peak about 1 hour, norketamine 1.6 hours"
DEAD_MAN = "Clinical basis §11.16"
# A check a little before its time is the one that was asked for.
EARLY_MINUTES = 10


def _minutes(default: int, low: int, high: int, source: str, text: str) -> Any:
    metadata = {"low": low, "high": high, "unit": "min", "source": source, "help": text}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class SessionPolicy:
    """Minutes after a dose in a session at home; defaults that no clinic has approved."""

    feeling_first: int = _minutes(30, 15, 60, SYMPTOMS, "How the patient feels, first")
    pressure_first: int = _minutes(40, 20, 60, POST_DOSE, "Blood pressure, first")
    feeling_second: int = _minutes(60, 45, 90, SYMPTOMS, "How the patient feels, second")
    feeling_last: int = _minutes(120, 100, 240, SYMPTOMS, "How the patient feels, last")
    pressure_last: int = _minutes(120, 100, 240, POST_DOSE, "Blood pressure, last")
    pressure_raised: int = _minutes(
        240, 180, 360, POST_DOSE, "One more where it was raised after the dose"
    )
    missed_after: int = _minutes(
        20, 5, 30, DEAD_MAN, "A check that is not recorded so long after its time is missed"
    )
    clinic_after: int = _minutes(
        10, 1, 15, DEAD_MAN, "The clinic is paged about a missed check after"
    )


@dataclass(frozen=True)
class Expected:
    """One check that is asked for: what, how many minutes after the dose, from when until when."""

    kind: WatchKind
    minutes: int
    due_at: datetime
    missed_at: datetime

    @property
    def key(self) -> tuple[str, int]:
        return (str(self.kind), self.minutes)


def expected_checks(taken_at: datetime, policy: SessionPolicy) -> list[Expected]:
    """Every check that a dose of that moment asks for, the earliest first."""
    moments = (
        (WatchKind.FEELING, policy.feeling_first),
        (WatchKind.PRESSURE, policy.pressure_first),
        (WatchKind.FEELING, policy.feeling_second),
        (WatchKind.PRESSURE, policy.pressure_last),
        (WatchKind.FEELING, policy.feeling_last),
    )
    found = [expected(kind, taken_at, minutes, policy) for kind, minutes in moments]
    return sorted(found, key=lambda each: each.due_at)


def expected(kind: WatchKind, taken_at: datetime, minutes: int, policy: SessionPolicy) -> Expected:
    """One check so many minutes after the dose."""
    due_at = taken_at + timedelta(minutes=minutes)
    return Expected(kind, minutes, due_at, due_at + timedelta(minutes=policy.missed_after))


def more_checks(
    taken_at: datetime, now: datetime, repeat_after: int | None, policy: SessionPolicy
) -> Iterator[Expected]:
    """What a pressure that was raised after the dose adds: the repeat, and a late one (§3.1)."""
    if repeat_after is not None:
        again = now + timedelta(minutes=repeat_after) - taken_at
        minutes = int(again / timedelta(minutes=1))
        yield expected(WatchKind.PRESSURE, taken_at, minutes, policy)
    yield expected(WatchKind.PRESSURE, taken_at, policy.pressure_raised, policy)


def is_answered_by(due_at: datetime, now: datetime) -> bool:
    """Whether what is recorded now is the check of that time: late, or a little early."""
    return due_at <= now + timedelta(minutes=EARLY_MINUTES)


def still_possible(checks: Iterable[Expected], now: datetime) -> list[Expected]:
    """Without those whose time was over before anybody could have been asked."""
    return [each for each in checks if each.missed_at > now]
