"""The inbox: no table of its own, but the person's reminders that left or should have left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from ketaclinic.accounts.models import User
from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import IN_INBOX
from ketaclinic.reminders.reach.models import InboxRead
from ketaclinic.reminders.registry import purposes

KEPT_FOR = timedelta(days=90)
UNREAD_FOR = timedelta(days=14)
LOOKS_AHEAD = timedelta(days=2)
MOST_UNREAD = 10
MOST_WAITING = 5

_LEFT = Q(status__in=[ReminderStatus.SENT, ReminderStatus.FAILED, ReminderStatus.UNCERTAIN]) | Q(
    status=ReminderStatus.SKIPPED, reason__in=[barrier.value for barrier in IN_INBOX]
)


@dataclass(frozen=True)
class Coming:
    """A message that is planned; it may still turn out not to be needed."""

    purpose: str
    due_at: datetime


def inbox_rows(user: User, now: datetime) -> QuerySet[Reminder]:
    """One row a message, the newest first, with the moment it was read or None.

    A message that went several ways stands once: by the row that was planned first.
    """
    return (
        _messages(user, now - KEPT_FOR)
        .annotate(read_at=F("inbox_read__at"))
        .order_by("-finished_at", "-pk")
    )


def inbox_reminder(user: User, public_id: UUID) -> Reminder:
    """One of the person's own reminders, or 404."""
    own = Reminder.objects.filter(_LEFT, recipient=user)
    return get_object_or_404(own.exclude(channel=ReminderChannel.HELPER), public_id=public_id)


def unread_count(user: User, now: datetime) -> int:
    """How many messages of the last days are unread, counted to ten; one query."""
    read = InboxRead.objects.filter(reminder=OuterRef("pk"))
    fresh = _messages(user, now - UNREAD_FOR).filter(~Exists(read))
    return fresh.values("pk")[:MOST_UNREAD].count()


def waiting_rows(user: User, now: datetime) -> list[Coming]:
    """What is planned for the next two days, each message once."""
    announced = [purpose.key for purpose in purposes() if purpose.is_announced]
    due = Reminder.objects.due().filter(
        recipient=user, due_at__lte=now + LOOKS_AHEAD, purpose__in=announced
    )
    rows = due.order_by("due_at", "pk").values_list("purpose", "due_at").distinct()[:MOST_WAITING]
    return [Coming(purpose, due_at) for purpose, due_at in rows]


def _messages(user: User, since: datetime) -> QuerySet[Reminder]:
    before = Reminder.objects.filter(
        _LEFT,
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
        purpose=OuterRef("purpose"),
        offset_minutes=OuterRef("offset_minutes"),
        pk__lt=OuterRef("pk"),
    ).exclude(channel=ReminderChannel.HELPER)
    return Reminder.objects.filter(
        _LEFT, ~Exists(before), recipient=user, finished_at__gte=since
    ).exclude(channel=ReminderChannel.HELPER)
