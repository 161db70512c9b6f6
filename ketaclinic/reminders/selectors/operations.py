"""What a manager watches: what is due, late, sent and stuck, and how far behind the engine is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Min, Q, QuerySet

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purposes
from ketaclinic.reminders.selectors.engine import engine_limits

DAY = timedelta(hours=24)
Rows = Iterable[Mapping[str, Any]]


@dataclass
class PurposeCounts:
    """One line of the table. `sent`, `skipped`, `cancelled` and `expired` are of the last 24 h."""

    key: str
    label: str
    due: int = 0
    late: int = 0
    sent: int = 0
    skipped: int = 0
    cancelled: int = 0
    expired: int = 0
    failed: int = 0
    uncertain: int = 0


@dataclass(frozen=True)
class Lag:
    """How far behind its plan the engine is now, and was over the last 24 h."""

    now: timedelta
    mean: timedelta | None
    worst: timedelta | None


def counts_by_purpose(now: datetime) -> list[PurposeCounts]:
    """A line for every registered purpose and for any other that has rows."""
    labels = {purpose.key: str(purpose.label) for purpose in purposes()}
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _waiting(now):
        numbers[row["purpose"]] |= {"due": row["due"], "late": row["late"]}
    for row in [*_finished_since(now - DAY), *_unresolved()]:
        numbers[row["purpose"]][row["status"]] = row["rows"]
    keys = [*labels, *sorted(numbers.keys() - labels.keys())]
    return [PurposeCounts(key, labels.get(key, key), **numbers[key]) for key in keys]


def lag(now: datetime) -> Lag:
    """Now: the age of the oldest row still waiting. Before: from plan to end of what was sent."""
    oldest = Reminder.objects.due().filter(due_at__lte=now).aggregate(at=Min("due_at"))["at"]
    took = ExpressionWrapper(F("finished_at") - F("planned_at"), output_field=DurationField())
    sent = Reminder.objects.filter(status=ReminderStatus.SENT, finished_at__gte=now - DAY)
    numbers = sent.aggregate(mean=Avg(took), worst=Max(took))
    return Lag(now - oldest if oldest else timedelta(0), numbers["mean"], numbers["worst"])


def unresolved_reminders() -> QuerySet[Reminder]:
    """Failed and uncertain ones, newest first; they stay listed whatever their age."""
    return Reminder.objects.unresolved().order_by("-finished_at", "-pk")


def _waiting(now: datetime) -> Rows:
    is_late = Q(due_at__lt=now - engine_limits().late_after)
    due = Reminder.objects.due().values("purpose").order_by()
    return due.annotate(due=Count("pk"), late=Count("pk", filter=is_late))


def _finished_since(since: datetime) -> Rows:
    ended = [
        ReminderStatus.SENT,
        ReminderStatus.SKIPPED,
        ReminderStatus.CANCELLED,
        ReminderStatus.EXPIRED,
    ]
    rows = Reminder.objects.filter(status__in=ended, finished_at__gte=since)
    return rows.values("purpose", "status").order_by().annotate(rows=Count("pk"))


def _unresolved() -> Rows:
    rows = Reminder.objects.unresolved().values("purpose", "status").order_by()
    return rows.annotate(rows=Count("pk"))
