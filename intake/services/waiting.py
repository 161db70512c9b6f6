"""The reminder rows of an application that nobody has decided."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intake.choices import PatientState
from intake.models import Patient, Submission
from intake.rules import IntakePolicy
from intake.rules.telling import WAITING_AGAIN_MINUTES, WAITING_LASTS, WAITING_PURPOSE
from intake.selectors.waiting import sent_submissions, waiting_subject, waiting_unwanted_among
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.selectors import active_users, staff_ids
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.mornings import next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule, reminders_settle

WAITING_SUBJECT = "intake.submission"


def waiting_reminders_schedule(submission: Submission, *, now: datetime) -> int:
    """Tell whoever may decide it, some days after it was sent; returns how many rows changed.

    Nobody is told of what somebody else has in hand; a moment that is over tells nobody any more.
    """
    requests = [each for each in _requests(submission) if each.due_at >= now]
    unwanted = waiting_unwanted_among([each.subject_id for each in requests], now)
    wanted = [each for each in requests if each.subject_id not in unwanted]
    return reminders_schedule(wanted, now=now)


def waiting_reminders_settle(patient: Patient, *, now: datetime) -> int:
    """It is decided, asked back, ended, or in somebody's hands: whoever else was to be told is not
    any more; the caller's transaction. Returns how many rows were cancelled."""
    sent, people = sent_submissions(patient), staff_ids()
    return reminders_settle(
        subject_type=WAITING_SUBJECT,
        subject_ids=[waiting_subject(each, user_id) for each in sent for user_id in people],
        purpose=WAITING_PURPOSE,
        now=now,
    )


def waiting_reminders_return(patient: Patient, *, now: datetime) -> int:
    """It changed hands or was given back: it waits for others again; the caller's transaction."""
    submission = sent_submissions(patient).last()
    return waiting_reminders_schedule(submission, now=now) if submission else 0


def _requests(submission: Submission) -> Iterator[ReminderRequest]:
    days = policy_in_force().get(IntakePolicy).decision_wait_days
    zone = ZoneInfo(clinic_settings().time_zone)
    first = next_morning(submission.submitted_at + timedelta(days=days), zone)
    is_directors = submission.patient.state == PatientState.INELIGIBLE_PENDING
    roles = [Role.MEDICAL_DIRECTOR] if is_directors else [Role.PRESCRIBER, Role.MEDICAL_DIRECTOR]
    for user in active_users(*roles):
        for minutes in WAITING_AGAIN_MINUTES:
            due_at = first + timedelta(minutes=minutes)
            yield ReminderRequest(
                user=user,
                purpose=WAITING_PURPOSE,
                subject_type=WAITING_SUBJECT,
                subject_id=waiting_subject(submission, user.pk),
                due_at=due_at,
                not_after=due_at + WAITING_LASTS,
                offset_minutes=minutes,
            )
