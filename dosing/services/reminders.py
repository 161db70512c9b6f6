"""The reminder rows that a scheduled dose wants, and when they are no longer wanted."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from dosing.choices import ReminderPurpose
from dosing.models import ScheduledDose
from dosing.rules import DosingPolicy
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule

SUBJECT_TYPE = "dosing.scheduleddose"
# A follow-up that could not be sent for this long no longer helps.
FOLLOW_UP_LASTS = timedelta(hours=6)


def reminders_for(
    slot: ScheduledDose, now: datetime, policy: DosingPolicy
) -> Iterator[ReminderRequest]:
    """Coming up, due, closing soon, and missed; nothing for a dose that is not offered.

    Nothing is asked for in the past, and no last call before the dose is due.
    """
    if slot.not_offered:
        return
    before = timedelta(minutes=policy.reminder_before_min)
    closes = slot.window_closes_at
    last_call = max(slot.due_at, closes - timedelta(minutes=policy.reminder_last_call_min))
    for purpose, due_at, not_after in (
        (ReminderPurpose.SOON, slot.due_at - before, slot.due_at),
        (ReminderPurpose.DUE, slot.due_at, closes),
        (ReminderPurpose.LAST_CALL, last_call, closes),
        (ReminderPurpose.MISSED, closes, closes + FOLLOW_UP_LASTS),
    ):
        is_double = purpose == ReminderPurpose.LAST_CALL and due_at == slot.due_at
        if due_at < now or is_double:
            continue
        yield ReminderRequest(
            user=slot.patient.user,
            purpose=purpose,
            subject_type=SUBJECT_TYPE,
            subject_id=str(slot.public_id),
            due_at=due_at,
            not_after=not_after,
        )


def reminders_drop(slots: Iterable[ScheduledDose], *, reason: str, now: datetime) -> None:
    """Nobody wants to be reminded of these doses any more."""
    reminders_cancel(
        subject_type=SUBJECT_TYPE,
        subject_ids=[str(slot.public_id) for slot in slots],
        reason=reason,
        now=now,
    )


def reminders_return(slot: ScheduledDose, *, now: datetime, policy: DosingPolicy) -> None:
    """What is still to come of this dose's reminders stands again.

    Whether something else holds the dose is asked before each leaves.
    """
    reminders_schedule(reminders_for(slot, now, policy), now=now)
