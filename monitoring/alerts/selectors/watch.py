"""The watch after a dose as facts: no query for whoever has no sessions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from monitoring.alerts.rules import MissedCheckFact
from monitoring.checkins.selectors import PatientCase
from monitoring.sessions.choices import WatchKind
from monitoring.sessions.rules import SessionPolicy
from monitoring.sessions.selectors import WatchRow


def missed_check_facts(case: PatientCase, rows: Iterable[WatchRow]) -> tuple[MissedCheckFact, ...]:
    """What was missed, one fact a moment."""
    return tuple(_facts(case, rows))


def _facts(case: PatientCase, rows: Iterable[WatchRow]) -> Iterator[MissedCheckFact]:
    moments: dict[str, list[WatchRow]] = defaultdict(list)
    for row in rows:
        if row.is_missed(case.now):
            moments[row.moment_key].append(row)
    minutes = case.policy.get(SessionPolicy).clinic_after if moments else 0
    for key, missed in moments.items():
        due = localtime(missed[0].due_at, case.zone)
        yield MissedCheckFact(
            key=key,
            at=missed[0].missed_at,
            due=date_format(due, "TIME_FORMAT"),
            minutes=missed[0].minutes,
            asked=tuple(str(WatchKind(row.kind).label) for row in missed),
            acknowledge_minutes=minutes,
        )


def next_missed_at(rows: Iterable[WatchRow], now: datetime) -> datetime | None:
    """When the next of what is expected will count as missed; None when nothing is."""
    coming = (row.missed_at for row in rows if row.ended_at is None and row.missed_at > now)
    return min(coming, default=None)
