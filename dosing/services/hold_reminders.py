"""The patient hears that the clinic has stopped their doses, and that they go on."""

from datetime import datetime, timedelta

from dosing.choices import HoldPurpose, HoldScope
from dosing.models import Hold
from dosing.selectors.hold_reminders import SUBJECT_TYPE
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule

# By then the patient has met it in the app, at the next dose.
HELPS_FOR = timedelta(days=1)


def hold_told(hold: Hold, *, now: datetime) -> None:
    """Tell of a hold that a person placed; whoever is held by their own report reads it at once."""
    _tell(hold, HoldPurpose.HELD, now, now + HELPS_FOR)


def resuming_told(hold: Hold, *, now: datetime) -> None:
    """Tell once that doses go on: when nothing else stands, and of one dose while it is open."""
    reminders_cancel(
        subject_type=SUBJECT_TYPE, subject_ids=[str(hold.public_id)], reason="closed", now=now
    )
    others = Hold.objects.standing().filter(patient=hold.patient, scope=HoldScope.PLAN)
    until = now + HELPS_FOR
    if hold.slot is not None:
        others |= Hold.objects.standing().filter(slot=hold.slot)
        until = min(until, hold.slot.window_closes_at)
    if until > now and not others.exists():
        _tell(hold, HoldPurpose.RESUMED, now, until)


def _tell(hold: Hold, purpose: HoldPurpose, due_at: datetime, not_after: datetime) -> None:
    request = ReminderRequest(
        user=hold.patient.user,
        purpose=purpose.value,
        subject_type=SUBJECT_TYPE,
        subject_id=str(hold.public_id),
        due_at=due_at,
        not_after=not_after,
    )
    reminders_schedule([request], now=due_at)
