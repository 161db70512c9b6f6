"""The person reads a message, or wants to be reminded a little later."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Barrier
from ketaclinic.reminders.reach.models import InboxRead
from ketaclinic.reminders.reach.rules import snoozes
from ketaclinic.reminders.reach.selectors import inbox_rows, reach_limits
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for
from ketaclinic.reminders.services.schedule import ReminderRequest, reminders_schedule

MOST_READ_AT_ONCE = 200


class TooLateToSnooze(Refused):
    """The reminder would come after the time in which it helps, or it cannot wait."""

    message = _("It is too late to be reminded again. Please open your clinic app now.")


def inbox_read(*, reminder: Reminder, now: datetime) -> None:
    """The person opened this message; a second time changes nothing."""
    InboxRead.objects.bulk_create([InboxRead(reminder=reminder, at=now)], ignore_conflicts=True)


def inbox_read_all(*, user: User, now: datetime) -> int:
    """Everything in the inbox counts as read; returns how many were not."""
    unread = inbox_rows(user, now).filter(inbox_read=None)[:MOST_READ_AT_ONCE]
    rows = [InboxRead(reminder=reminder, at=now) for reminder in unread]
    InboxRead.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def reminder_snooze(*, reminder: Reminder, minutes: int, by: User, now: datetime) -> Reminder:
    """One more reminder of the same thing, `minutes` from now, never past its last moment.

    It is planned anew by the engine's own rules: still wanted, wishes, quiet hours. Another way
    that was about to be tried for this message is not: its person has seen it.
    """
    row = Reminder.objects.select_for_update().get(pk=reminder.pk)
    due_at = now + timedelta(minutes=minutes)
    if not may_snooze(row, minutes, now):
        raise TooLateToSnooze(field="minutes")
    offset = row.offset_minutes + max(1, round((due_at - row.planned_at).total_seconds() / 60))
    _others_cancel(row, now)
    inbox_read(reminder=row, now=now)
    reminders_schedule([_later(row, due_at, offset)], now=now)
    details = {"minutes": minutes, "purpose": row.purpose}
    event_record(verb="reach.reminder_snoozed", by=by, subject=row, details=details)
    return Reminder.objects.get(
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        purpose=row.purpose,
        channel=row.channel,
        offset_minutes=offset,
    )


def may_snooze(row: Reminder, minutes: int, now: datetime) -> bool:
    """Whether the purpose allows it, the number is one of ours, and it still helps then."""
    try:
        can_wait = purpose_for(row.purpose).can_snooze
    except UnknownPurpose:
        return False
    return can_wait and minutes in snoozes(reach_limits(), now, row.not_after)


def _later(row: Reminder, due_at: datetime, offset: int) -> ReminderRequest:
    return ReminderRequest(
        user=row.recipient,
        purpose=row.purpose,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        due_at=due_at,
        not_after=row.not_after,
        offset_minutes=offset,
        channel=row.channel,
    )


def _others_cancel(row: Reminder, now: datetime) -> None:
    Reminder.objects.due().filter(
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        purpose=row.purpose,
        offset_minutes=row.offset_minutes,
    ).update(status=ReminderStatus.CANCELLED, reason=Barrier.SNOOZED, finished_at=now)
