"""The reminder rows of an application that nobody has decided."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intake.choices import PatientState
from intake.models import Submission
from intake.rules import IntakePolicy
from intake.rules.telling import WAITING_AGAIN_MINUTES, WAITING_LASTS, WAITING_PURPOSE
from intake.selectors.waiting import waiting_subject
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.selectors import active_users
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.mornings import next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule

WAITING_SUBJECT = "intake.submission"


def waiting_reminders_schedule(submission: Submission, *, now: datetime) -> int:
    """Tell whoever may decide it, some days from now; returns how many rows changed.

    Whether it still waits, and whether somebody else has it in hand, is asked before each leaves.
    """
    days = policy_in_force().get(IntakePolicy).decision_wait_days
    zone = ZoneInfo(clinic_settings().time_zone)
    first = next_morning(now + timedelta(days=days), zone)
    is_directors = submission.patient.state == PatientState.INELIGIBLE_PENDING
    roles = [Role.MEDICAL_DIRECTOR] if is_directors else [Role.PRESCRIBER, Role.MEDICAL_DIRECTOR]
    return reminders_schedule(
        [
            ReminderRequest(
                user=user,
                purpose=WAITING_PURPOSE,
                subject_type=WAITING_SUBJECT,
                subject_id=waiting_subject(submission, user.pk),
                due_at=first + timedelta(minutes=minutes),
                not_after=first + timedelta(minutes=minutes) + WAITING_LASTS,
                offset_minutes=minutes,
            )
            for user in active_users(*roles)
            for minutes in WAITING_AGAIN_MINUTES
        ],
        now=now,
    )
