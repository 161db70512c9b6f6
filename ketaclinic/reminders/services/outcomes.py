"""How a reminder's attempt ends. Every write is conditional: a second one does nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.rules import NextStep, plan_retry
from ketaclinic.reminders.selectors import engine_limits

FREE: dict[str, Any] = {
    "status": ReminderStatus.DUE,
    "claim_token": None,
    "claimed_at": None,
    "sending_at": None,
    "finished_at": None,
}
GIVEN_UP = {
    NextStep.FAILED: ReminderStatus.FAILED,
    NextStep.EXPIRED: ReminderStatus.EXPIRED,
}
QUIET = "quiet"
_random = SystemRandom()


class Held(Protocol):
    """A reminder in somebody's hands, as far as its end is concerned."""

    @property
    def pk(self) -> int: ...
    @property
    def claim_token(self) -> UUID | None: ...
    @property
    def not_after(self) -> datetime: ...


def held(row: Held) -> QuerySet[Reminder]:
    """The row, if the token that it was read with still holds it and its outcome is open.

    A sender that was slow may find its row declared uncertain; what it knows is worth more.
    """
    return Reminder.objects.filter(
        pk=row.pk,
        claim_token=row.claim_token,
        status__in=[ReminderStatus.CLAIMED, ReminderStatus.SENDING, ReminderStatus.UNCERTAIN],
    )


def reminder_close(row: Held, *, status: ReminderStatus, now: datetime, reason: str = "") -> bool:
    """Record an end; returns whether the row was still ours to end."""
    return bool(held(row).update(status=status, finished_at=now, reason=reason))


def reminders_wait(rows: Iterable[Held], later: Mapping[int, datetime]) -> None:
    """Those that fell into quiet hours: due when these are over, without an attempt counted."""
    for row in rows:
        if row.pk in later:
            until = later[row.pk]
            held(row).update(**FREE, due_at=until, planned_at=until, reason=QUIET)


def reminder_postpone(
    row: Held, *, attempts: int, reason: str, now: datetime, is_last_way: bool = False
) -> NextStep:
    """After an attempt that surely sent nothing: due again later, or given up (`plan_retry`)."""
    plan = plan_retry(
        attempts=attempts,
        now=now,
        not_after=row.not_after,
        jitter=_random.random(),
        limits=engine_limits(),
        is_last_way=is_last_way,
    )
    if plan.step == NextStep.RETRY:
        changes = {**FREE, "due_at": plan.due_at}
    else:
        changes = {"status": GIVEN_UP[plan.step], "finished_at": now}
    held(row).update(attempts=attempts, reason=reason, **changes)
    return plan.step
