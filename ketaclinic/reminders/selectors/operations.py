"""What a manager watches: what is due, late, sent and stuck, and how far behind the engine is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Min, Q, QuerySet
from django.shortcuts import get_object_or_404

from ketaclinic.reminders.choices import UNRESOLVED, ReminderStatus
from ketaclinic.reminders.models import PurposePause, Reminder
from ketaclinic.reminders.registry import purposes
from ketaclinic.reminders.selectors.engine import beat_is_alive, engine_limits

DAY = timedelta(hours=24)
Rows = Iterable[Mapping[str, Any]]


@dataclass
class PurposeCounts:
    """One line of the table. `sent`, `skipped`, `cancelled` and `expired` are of the last 24 h.

    What is in workers' hands has not left: it is still due, and late when its time is over.
    """

    key: str
    label: str
    channel: str = ""
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


@dataclass(frozen=True)
class EngineStatus:
    """Everything that a manager, a monitor or a command asks of the engine at one moment."""

    at: datetime
    beat_is_alive: bool
    lag: Lag
    in_flight: int
    lines: list[PurposeCounts]
    paused: list[PurposePause]


def engine_status(now: datetime) -> EngineStatus:
    """The engine's figures in a few reads, however many reminders there are."""
    paused = list(open_pauses())
    free, in_hand = (list(_waiting(rows, now)) for rows in _unsent())
    return EngineStatus(
        at=now,
        beat_is_alive=beat_is_alive(now),
        lag=_lag([*free, *in_hand], now, paused={pause.purpose for pause in paused}),
        in_flight=sum(row["due"] for row in in_hand),
        lines=_lines([*free, *in_hand], now),
        paused=paused,
    )


def _lines(waiting: Rows, now: datetime) -> list[PurposeCounts]:
    """A line for each purpose and channel with rows, and for each registered purpose without."""
    labels = {purpose.key: str(purpose.label) for purpose in purposes()}
    numbers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in waiting:
        numbers[_place(row)].update(due=row["due"], late=row["late"])
    for row in _ended(now - DAY):
        numbers[_place(row)][row["status"]] = row["rows"]
    seen = {key for key, _ in numbers}
    places = sorted([*numbers, *((key, "") for key in labels if key not in seen)])
    order = {key: rank for rank, key in enumerate(labels)}
    places.sort(key=lambda place: order.get(place[0], len(order)))
    return [PurposeCounts(key, labels.get(key, key), by, **numbers[key, by]) for key, by in places]


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["purpose"], row["channel"]


def open_pauses() -> QuerySet[PurposePause]:
    """The purposes of which nothing is sent, each with who paused it and why."""
    return PurposePause.objects.filter(resumed_at=None).select_related("paused_by")


def subjects_due(*, subject_type: str, until: datetime | None = None) -> set[str]:
    """What the reminders that come due, by then if it is given, are about, of one type."""
    due = Reminder.objects.due().filter(subject_type=subject_type)
    if until is not None:
        due = due.filter(due_at__lte=until)
    return set(due.values_list("subject_id", flat=True))


def reminder_to_resend(public_id: UUID) -> Reminder:
    """A failed or uncertain reminder, or 404."""
    return get_object_or_404(Reminder.objects.unresolved(), public_id=public_id)


def _lag(waiting: Rows, now: datetime, *, paused: Collection[str]) -> Lag:
    """Now: the age of the oldest row that has not left. Before: from plan to end of what was sent.

    What is paused waits on purpose and is no lag. What a dead worker holds is.
    """
    since = [row["oldest"] for row in waiting if row["purpose"] not in paused]
    took = ExpressionWrapper(F("finished_at") - F("planned_at"), output_field=DurationField())
    sent = Reminder.objects.filter(status=ReminderStatus.SENT, finished_at__gte=now - DAY)
    numbers = sent.aggregate(mean=Avg(took), worst=Max(took))
    return Lag(now - min([now, *since]), numbers["mean"], numbers["worst"])


def unresolved_reminders() -> QuerySet[Reminder]:
    """Failed and uncertain ones, newest first; they stay listed whatever their age."""
    return Reminder.objects.unresolved().order_by("-finished_at", "-pk")


def _unsent() -> tuple[QuerySet[Reminder], QuerySet[Reminder]]:
    """What no worker has yet, and what one has; apart, because each has a partial index."""
    return Reminder.objects.due(), Reminder.objects.in_flight()


def _waiting(rows: QuerySet[Reminder], now: datetime) -> Rows:
    """By its plan, so that what waits for another try after a failure is late as well."""
    is_late = Q(planned_at__lt=now - engine_limits().late_after)
    due = rows.values("purpose", "channel").order_by()
    return due.annotate(due=Count("pk"), late=Count("pk", filter=is_late), oldest=Min("planned_at"))


def _ended(since: datetime) -> Rows:
    """What ended since then, and whatever failed or is uncertain, however long ago."""
    lately = Q(finished_at__gte=since) & ~Q(status__in=UNRESOLVED)
    rows = Reminder.objects.filter(lately | Q(status__in=UNRESOLVED))
    return rows.values("purpose", "channel", "status").order_by().annotate(rows=Count("pk"))
