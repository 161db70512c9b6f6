"""The tick: free what was lost, expire what came too late, claim and hand over what is due."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.services import unreached_hand_on
from ketaclinic.reminders.registry import purpose_for, purposes
from ketaclinic.reminders.selectors import engine_limits, paused_purposes
from ketaclinic.reminders.services.operations import claims_free
from ketaclinic.reminders.services.outcomes import FREE
from ketaclinic.reminders.services.recover import leases_recover
from ketaclinic.reminders.services.steps import Row, rows_claim
from ketaclinic.reminders.services.wanted import reminders_judge, unwanted_end

TOO_LATE = "too_late"
# A rush is spread over so many messages a claim, so that every worker has a share of it.
LOADS_A_BATCH = 8
Part = TypeVar("Part")


@dataclass(frozen=True)
class Load:
    """Claimed rows for one worker, which sends chunk after chunk; the token proves the claim."""

    token: UUID
    chunks: list[list[int]]
    is_urgent: bool

    @property
    def ids(self) -> list[int]:
        """All of its rows."""
        return list(chain.from_iterable(self.chunks))


@dataclass
class Batch:
    """One claim: how many rows it looked at, and the loads of those still wanted."""

    seen: int = 0
    loads: list[Load] = field(default_factory=list)

    @property
    def claimed(self) -> int:
        return sum(len(load.ids) for load in self.loads)


HandOver = Callable[[Load], None]


def engine_tick(*, now: datetime, hand_over: HandOver) -> int:
    """One beat of the engine; returns how many reminders went to workers.

    Any number of ticks may run at once. `hand_over` gives a load to the queue; it is called after
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
    handed = _claim_all(now, hand_over, room=room, kept_back=paused)
    if handed >= room:
        # Full, perhaps of a morning's reminders: no safety page waits until that is worked off.
        ordinary = {purpose.key for purpose in purposes() if not purpose.is_urgent}
        kept_back = {*paused, *ordinary}
        handed += _claim_all(now, hand_over, room=limits.batch_size, kept_back=kept_back)
    return handed


def _claim_all(now: datetime, hand_over: HandOver, *, room: int, kept_back: Collection[str]) -> int:
    """Claim and hand over what is due, up to `room` rows; returns how many went to workers."""
    handed, most = 0, engine_limits().batch_size
    while handed < room:
        size = min(most, room - handed)
        batch = batch_claim(now=now, size=size, paused=kept_back)
        _hand_over_all(batch, hand_over)
        handed += batch.claimed
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
    rows = rows_claim(token=token, size=size, paused=paused, now=now)
    verdicts = reminders_judge(rows, now=now)
    unwanted_end(rows, verdicts, now=now)
    wanted = [row for row in rows if verdicts.is_wanted(row)]
    return Batch(seen=len(rows), loads=_loads(token, wanted))


def _loads(token: UUID, rows: list[Row]) -> list[Load]:
    """Urgent rows first and apart, so that they get a queue of their own."""
    loads = []
    for is_urgent in (True, False):
        ids = [row.pk for row in rows if purpose_for(row.purpose).is_urgent is is_urgent]
        loads += [Load(token, chunks, is_urgent) for chunks in _shared(ids, is_urgent)]
    return loads


def _shared(ids: list[int], is_urgent: bool) -> list[list[list[int]]]:
    """Chunks, put together where there are many: a message costs more than sending a chunk.

    Urgent ones stay single, because none of them may wait while another worker has nothing to do.
    """
    limits = engine_limits()
    chunks = _cut(ids, limits.chunk_size)
    size = 1 if is_urgent else max(1, min(limits.load_size, len(chunks) // LOADS_A_BATCH))
    return _cut(chunks, size)


def _cut(whole: list[Part], size: int) -> list[list[Part]]:
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _hand_over_all(batch: Batch, hand_over: HandOver) -> None:
    for position, load in enumerate(batch.loads):
        try:
            hand_over(load)
        except Exception:
            # The broker is gone. What it did take finds its claim void and does nothing.
            unsent = [row_id for rest in batch.loads[position:] for row_id in rest.ids]
            Reminder.objects.filter(
                pk__in=unsent, claim_token=load.token, status=ReminderStatus.CLAIMED
            ).update(**FREE)
            raise
