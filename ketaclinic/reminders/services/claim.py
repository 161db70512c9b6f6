"""The tick: free what was lost, expire what came too late, claim and hand over what is due."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder, ReminderQuerySet
from ketaclinic.reminders.reach.services import unreached_hand_on
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.selectors import engine_limits, paused_purposes
from ketaclinic.reminders.services.operations import claims_free
from ketaclinic.reminders.services.outcomes import FREE, reminder_postpone, reminders_wait
from ketaclinic.reminders.services.recover import leases_recover
from ketaclinic.reminders.services.wanted import reminders_judge

TOO_LATE = "too_late"


@dataclass(frozen=True)
class Chunk:
    """A few claimed rows for one worker; the token proves the claim."""

    token: UUID
    ids: list[int]
    is_urgent: bool


@dataclass
class Batch:
    """One claim: how many rows it looked at, and the chunks of those still wanted."""

    seen: int = 0
    chunks: list[Chunk] = field(default_factory=list)

    @property
    def claimed(self) -> int:
        return sum(len(chunk.ids) for chunk in self.chunks)


HandOver = Callable[[Chunk], None]


def engine_tick(*, now: datetime, hand_over: HandOver) -> int:
    """One beat of the engine; returns how many reminders went to workers.

    Any number of ticks may run at once. `hand_over` gives a chunk to the queue; it is called after
    the claim is committed, and when it fails the claim is given back.
    """
    limits = engine_limits()
    leases_recover(now=now)
    unreached_hand_on(now=now)
    reminders_expire(now=now)
    paused = paused_purposes()
    if paused:
        # A tick that ran beside the pause may have claimed some more.
        claims_free(paused)
    room = limits.in_flight_limit - Reminder.objects.in_flight().count()
    handed = 0
    while room > 0:
        size = min(limits.batch_size, room)
        batch = batch_claim(now=now, size=size, paused=paused)
        _hand_over_all(batch, hand_over)
        handed += batch.claimed
        room -= batch.claimed
        if batch.seen < size:
            break
    return handed


def reminders_expire(*, now: datetime) -> int:
    """End due rows whose time has passed: a reminder is never sent late."""
    return (
        Reminder.objects.due()
        .filter(due_at__lte=now, not_after__lt=now)
        .update(status=ReminderStatus.EXPIRED, finished_at=now, reason=TOO_LATE)
    )


@transaction.atomic
def batch_claim(*, now: datetime, size: int, paused: Collection[str] = ()) -> Batch:
    """Claim up to `size` due rows under one token and drop those no longer wanted."""
    token = uuid4()
    due = Reminder.objects.due().filter(due_at__lte=now).order_by("due_at")
    if paused:
        due = due.exclude(purpose__in=paused)
    ids = list(_lockable(due).values_list("pk", flat=True)[:size])
    # Conditional, because without SKIP LOCKED another tick may have read the same rows.
    Reminder.objects.due().filter(pk__in=ids).update(
        status=ReminderStatus.CLAIMED, claim_token=token, claimed_at=now
    )
    claimed = Reminder.objects.held_by(token).filter(pk__in=ids)
    rows = list(claimed.select_related("recipient").order_by("due_at"))
    wanted = _drop_unwanted(rows, now)
    return Batch(seen=len(ids), chunks=_chunks(token, wanted))


def _lockable(due: ReminderQuerySet) -> ReminderQuerySet:
    if connection.features.has_select_for_update_skip_locked:
        return due.select_for_update(skip_locked=True)
    return due


def _drop_unwanted(rows: list[Reminder], now: datetime) -> list[Reminder]:
    verdicts = reminders_judge(rows, now=now)
    reminders_wait(rows, verdicts.later)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row_id, reason in verdicts.unwanted.items():
        by_reason[reason].append(row_id)
    for reason, ids in by_reason.items():
        Reminder.objects.filter(pk__in=ids).update(
            status=ReminderStatus.SKIPPED, finished_at=now, reason=reason
        )
    for row in rows:
        if row.pk in verdicts.broken:
            reason = verdicts.broken[row.pk]
            reminder_postpone(row, attempts=row.attempts + 1, reason=reason, now=now)
    return [row for row in rows if verdicts.is_wanted(row)]


def _chunks(token: UUID, rows: list[Reminder]) -> list[Chunk]:
    """Urgent rows first and apart, so that they get a queue of their own."""
    size = engine_limits().chunk_size
    chunks = []
    for is_urgent in (True, False):
        ids = [row.pk for row in rows if purpose_for(row.purpose).is_urgent is is_urgent]
        parts = [ids[start : start + size] for start in range(0, len(ids), size)]
        chunks += [Chunk(token, part, is_urgent) for part in parts]
    return chunks


def _hand_over_all(batch: Batch, hand_over: HandOver) -> None:
    for position, chunk in enumerate(batch.chunks):
        try:
            hand_over(chunk)
        except Exception:
            # The broker is gone. What it did take finds its claim void and does nothing.
            unsent = [row_id for rest in batch.chunks[position:] for row_id in rest.ids]
            Reminder.objects.filter(
                pk__in=unsent, claim_token=chunk.token, status=ReminderStatus.CLAIMED
            ).update(**FREE)
            raise
