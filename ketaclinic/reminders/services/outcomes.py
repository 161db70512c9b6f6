"""How a reminder's attempt ends. Every write is conditional: a second one does nothing."""

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any
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


def held(row_id: int, token: UUID | None) -> QuerySet[Reminder]:
    """The row, if this token still holds it and its outcome is open.

    A sender that was slow may find its row declared uncertain; what it knows is worth more.
    """
    return Reminder.objects.filter(
        pk=row_id,
        claim_token=token,
        status__in=[ReminderStatus.CLAIMED, ReminderStatus.SENDING, ReminderStatus.UNCERTAIN],
    )


def reminder_close(
    row_id: int,
    token: UUID | None,
    *,
    status: ReminderStatus,
    now: datetime,
    reason: str = "",
    provider_id: str = "",
) -> bool:
    """Record an end; returns whether the row was still ours to end."""
    changed = held(row_id, token).update(
        status=status, finished_at=now, reason=reason, provider_id=provider_id
    )
    return bool(changed)


def reminders_wait(later: Mapping[int, datetime], token: UUID | None) -> None:
    """Rows that fell into quiet hours: due when those are over, without an attempt counted."""
    for row_id, until in later.items():
        held(row_id, token).update(**FREE, due_at=until, planned_at=until, reason=QUIET)


def reminder_postpone(row: Reminder, *, attempts: int, reason: str, now: datetime) -> NextStep:
    """After an attempt that surely sent nothing: due again later, or given up."""
    plan = plan_retry(
        attempts=attempts,
        now=now,
        not_after=row.not_after,
        jitter=_random.random(),
        limits=engine_limits(),
    )
    if plan.step == NextStep.RETRY:
        changes = {**FREE, "due_at": plan.due_at}
    else:
        changes = {"status": GIVEN_UP[plan.step], "finished_at": now}
    held(row.pk, row.claim_token).update(attempts=attempts, reason=reason, **changes)
    return plan.step
