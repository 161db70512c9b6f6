"""When one way did not reach somebody, the next one is tried; the row that failed stands."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import BeatLease, Reminder
from ketaclinic.reminders.reach.choices import HANDED_ON, WAYS, Delivery
from ketaclinic.reminders.reach.models import DeliveryReport, HandOn, InboxRead
from ketaclinic.reminders.reach.rules import Person
from ketaclinic.reminders.reach.selectors import people_of, reach_limits, way_after

# The mark up to which everything was looked at, kept beside beat's.
LOOKED = "unreached"
# A row whose end was written by a transaction that took its time is still found.
OVERLAP = timedelta(minutes=1)
MARK_APART = timedelta(seconds=30)
NOT_CONFIRMED = "not_confirmed"
NO_ADDRESS = "no_address"
logger = logging.getLogger(__name__)
# Where a reminder that was skipped in favour of another way becomes due after all.
REVIVED = {
    "status": ReminderStatus.DUE,
    "claim_token": None,
    "claimed_at": None,
    "sending_at": None,
    "finished_at": None,
    "attempts": 0,
}


def unreached_hand_on(*, now: datetime) -> int:
    """Look at what ended since the last look without reaching its person; returns how many were
    handed on.

    Called by each tick, so it reads only what is new, and its cost does not grow with the day.
    """
    limits = reach_limits()
    looked = _looked_until(now)
    rows = list(_unreached(looked - OVERLAP, now)[: limits.rows_per_look])
    handed = _hand_on_all(rows, now) if rows else 0
    if len(rows) < limits.rows_per_look and now - looked >= MARK_APART:
        _mark_set(now)
    return handed


def _looked_until(now: datetime) -> datetime:
    """Up to when everything was looked at; never longer ago than is still looked back."""
    marks = BeatLease.objects.filter(name=LOOKED).values_list("beaten_at", flat=True)
    earliest = now - reach_limits().looks_back
    # A mark in the future: the database's clock was set back.
    return max(earliest, min(now, *marks)) if marks else earliest


def _mark_set(now: datetime) -> None:
    if not BeatLease.objects.filter(name=LOOKED).update(beaten_at=now):
        mark = BeatLease(name=LOOKED, beaten_at=now)
        BeatLease.objects.bulk_create([mark], ignore_conflicts=True)


def _hand_on_all(rows: list[Reminder], now: datetime) -> int:
    try:
        return reminders_hand_on(rows, now=now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("Reminders could not be handed on together; each is tried alone")
    return sum(_hand_on_alone(row, now) for row in rows)


def _hand_on_alone(row: Reminder, now: datetime) -> int:
    """One bad row stalls nobody: this runs in the tick, before anything is claimed."""
    try:
        return reminders_hand_on([row], now=now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("Reminder %s could not be handed on", row.public_id)
        return 0


@transaction.atomic
def reminders_hand_on(rows: Iterable[Reminder], *, now: datetime) -> int:
    """Give each row its next way, or say that there is none; a second call does nothing."""
    asked = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    locked = list(asked.select_for_update().order_by("pk"))
    # Asked behind the lock: whoever held it before us may have handed them on.
    known = set(HandOn.objects.filter(first__in=locked).values_list("first", flat=True))
    open_rows = [row for row in locked if row.pk not in known]
    people = people_of({row.recipient_id for row in open_rows})
    for row in open_rows:
        then = _follow(row, people[row.recipient_id], now)
        reason = row.reason or NOT_CONFIRMED
        HandOn.objects.create(first=row, then=then, reason=reason, at=now)
    return len(open_rows)


def _unreached(since: datetime, now: datetime) -> QuerySet[Reminder]:
    """What failed or was closed since then, and what has been silent for too long since then."""
    limits = reach_limits()
    skipped = [NO_ADDRESS, *(barrier.value for barrier in HANDED_ON)]
    closed = Q(status=ReminderStatus.SKIPPED, reason__in=skipped)
    failed = Q(closed | Q(status=ReminderStatus.FAILED), finished_at__gte=since)
    silent = Q(
        status=ReminderStatus.SENT,
        channel__in=[way for way in WAYS if channel_for(way).confirms],
        finished_at__gte=since - limits.confirm_within,
        finished_at__lte=now - limits.confirm_within,
    ) & ~(Exists(_arrived()) | Exists(InboxRead.objects.filter(reminder=OuterRef("pk"))))
    ended = Reminder.objects.filter(
        failed | silent,
        # For the index, too: nothing that ended earlier is of interest to either.
        finished_at__gte=max(since - limits.confirm_within, now - limits.looks_back),
        not_after__gte=now,
    ).exclude(channel=ReminderChannel.HELPER)
    known = HandOn.objects.filter(first=OuterRef("pk"))
    return ended.filter(~Exists(known)).order_by("finished_at")


def _arrived() -> QuerySet[DeliveryReport]:
    return DeliveryReport.objects.filter(reminder=OuterRef("pk"), kind=Delivery.DELIVERED)


def _follow(row: Reminder, person: Person, now: datetime) -> Reminder | None:
    """The row of the next way: a new one, or the one that was passed over for this way."""
    way, passed_over = way_after(row, person)
    if way is None:
        return None
    if passed_over is not None:
        return _revive(passed_over, now)
    return Reminder.objects.create(
        recipient_id=row.recipient_id,
        purpose=row.purpose,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        channel=way,
        offset_minutes=row.offset_minutes,
        planned_at=now,
        due_at=now,
        not_after=row.not_after,
        created_at=now,
    )


def _revive(row: Reminder, now: datetime) -> Reminder:
    Reminder.objects.filter(pk=row.pk, status=ReminderStatus.SKIPPED).update(
        **REVIVED, due_at=now, planned_at=now, reason=""
    )
    return row
