"""What a dead worker left behind: rows that go back, and rows that nobody may send again unseen."""

import logging
from datetime import datetime

from django.db.models import F, Max, Q

from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.channels.base import LookUp
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.journal import Journal, journals_left
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.selectors import engine_limits, queue_lanes
from ketaclinic.reminders.services.outcomes import FREE, reminder_close, reminder_postpone
from ketaclinic.reminders.services.steps import rows_record

WORKER_LOST = "worker_lost"
LOOKED_UP = "looked_up"
LOOKS_PER_TICK = 100
logger = logging.getLogger(__name__)


def leases_recover(*, now: datetime) -> None:
    """Hear what dead senders knew; free claims that nobody took up; settle what stays unknown."""
    with journals_left() as journals:
        for journal in journals:
            journal_settle(journal, now=now)
    _free_lost_claims(now)
    lost = Reminder.objects.filter(
        status=ReminderStatus.SENDING, sending_at__lt=now - engine_limits().sending_lease
    )
    # The look-up is a network call, so it stands outside every transaction.
    for row in lost.order_by("sending_at")[:LOOKS_PER_TICK]:
        _settle(row, now)


def journal_settle(journal: Journal, *, now: datetime) -> None:
    """Bring the database up to what this journal knows, and empty it; a second time does nothing.

    What ended has ended; what never left goes back. What left without an end stays in doubt, and is
    looked into when its lease is over.
    """
    told = journal.told()
    if told is not None:
        rows_record(token=told.token, ends=told.ends, now=now)
        unsent = Reminder.objects.held_by(told.token).filter(
            pk__in=told.never_left, status__in=[ReminderStatus.SENDING, ReminderStatus.UNCERTAIN]
        )
        unsent.update(**FREE, attempts=F("attempts") - 1, reason="")
    journal.is_recorded()


def _free_lost_claims(now: datetime) -> None:
    """Old claims go back, unless the queue is only slow and has not come to them yet.

    Claiming them again then would put every message on the queue twice, and make it slower still.
    When nothing moves at all, one batch goes back to find out: what is on the queue a second time
    must never grow faster than it can be thrown away.
    """
    limits = engine_limits()
    for lane in queue_lanes():
        claimed = Reminder.objects.filter(lane, status=ReminderStatus.CLAIMED)
        lost = claimed.filter(claimed_at__lt=now - limits.claim_lease)
        if not lost.exists():
            continue
        reached = _reached(lane, now)
        if reached:
            lost.filter(claimed_at__lt=reached).update(**FREE)
        elif not claimed.filter(claimed_at__gte=now - limits.claim_lease).exists():
            oldest = lost.order_by("claimed_at").values_list("pk", flat=True)
            ids = list(oldest[: limits.batch_size])
            lost.filter(pk__in=ids).update(**FREE)


def _reached(lane: Q, now: datetime) -> datetime | None:
    """The claim that workers last came to in this lane; None when nothing moved for a lease."""
    ended = Reminder.objects.filter(lane, finished_at__gte=now - engine_limits().claim_lease)
    # Only a send is progress of the queue: what is skipped may have ended in the claim itself.
    sent: datetime | None = ended.filter(sending_at__isnull=False).aggregate(at=Max("claimed_at"))[
        "at"
    ]
    return sent


def _settle(row: Reminder, now: datetime) -> None:
    found = _look_up(row)
    if found == LookUp.SENT:
        status, reason = ReminderStatus.SENT, LOOKED_UP
    elif found == LookUp.NOT_SENT:
        reminder_postpone(row, attempts=row.attempts, reason=WORKER_LOST, now=now)
        return
    else:
        status, reason = ReminderStatus.UNCERTAIN, WORKER_LOST
        logger.warning("Reminder %s may or may not have been sent", row.public_id)
    reminder_close(row, status=status, now=now, reason=reason)


def _look_up(row: Reminder) -> LookUp:
    try:
        return channel_for(row.channel).look_up(str(row.public_id))
    except Exception:
        logger.exception("The provider could not be asked about reminder %s", row.public_id)
        return LookUp.UNKNOWN
