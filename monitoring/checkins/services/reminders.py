"""The reminder rows that a check-in wants; they follow whatever moves its day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dosing.rules import resolve
from intake.models import Patient
from ketaclinic.reminders.mornings import morning_of, next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule
from monitoring.checkins.choices import CheckInPurpose
from monitoring.checkins.rules import CheckInDue, CheckPolicy
from monitoring.checkins.selectors.checkin import SUBJECT_TYPE, Planned, checkin_subject

PURPOSE_OF = {"weekly": CheckInPurpose.WEEKLY, "monthly": CheckInPurpose.MONTHLY}
# Passing states: what was kept back in one is told after it, while the check-in is still open.
AGAIN_AFTER = frozenset({"paused", "plan_ended"})


def checkin_reminders_follow(
    patient: Patient,
    due: CheckInDue | None,
    *,
    was: Planned | None,
    zone: ZoneInfo,
    policy: CheckPolicy,
    now: datetime,
) -> None:
    """Let the rows stand as the check-in does that is open or comes next; the caller's transaction.

    What was planned for another day, or as another kind, is taken back.
    """
    planned = Planned(due.kind, due.due_on) if due else None
    if was is not None and was != planned:
        reminders_cancel(
            subject_type=SUBJECT_TYPE,
            subject_ids=[checkin_subject(patient, was.due_on)],
            reason="recorded" if due and due.due_on > was.due_on else "not_needed",
            now=now,
            purpose=PURPOSE_OF[was.kind],
        )
    if due is not None:
        reminders_schedule(_requests(patient, due, zone, policy, now), now=now)


def _requests(
    patient: Patient, due: CheckInDue, zone: ZoneInfo, policy: CheckPolicy, now: datetime
) -> list[ReminderRequest]:
    """The morning of the day, and once more if it is still not done; never once the next is due.

    What fell into a pause, or into the past of a late signature, is told the next morning; what
    then falls on one morning is told once, as the second one: the first may have been sent.
    """
    ends_at = resolve(due.ends_on, time.min, zone)
    days = (0, policy.checkin_again_days)
    moments = {
        max(morning_of(due.due_on + timedelta(days=day), zone), next_morning(now, zone)): day
        for day in days
    }
    return [
        ReminderRequest(
            user=patient.user,
            purpose=PURPOSE_OF[due.kind],
            subject_type=SUBJECT_TYPE,
            subject_id=checkin_subject(patient, due.due_on),
            due_at=due_at,
            not_after=ends_at - timedelta(seconds=1),
            offset_minutes=day * 24 * 60,
            again_after=AGAIN_AFTER,
        )
        for due_at, day in sorted(moments.items())
        if due_at < ends_at
    ]
