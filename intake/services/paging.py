"""Page the people who must reach an applicant, until one of them has."""

from datetime import datetime, timedelta

from django.db import transaction

from intake.models import SafetyConcern
from intake.rules import IntakePolicy
from intake.rules.paging import PAGE_PURPOSE, page_interval, page_minutes
from intake.selectors.safety import page_subject
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users, staff_ids
from ketaclinic.audit.services import event_record
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule

PAGE_SUBJECT = "intake.safetyconcern"


@transaction.atomic
def safety_pages_schedule(*, concern: SafetyConcern, now: datetime) -> int:
    """Make a page due for whoever is on call, then for every nurse and medical director too.

    Returns how many pages were planned. Without anybody on call everyone is paged at once.
    """
    policy = policy_in_force().get(IntakePolicy)
    everyone = list(active_users(Role.NURSE, Role.MEDICAL_DIRECTOR))
    on_call = clinic_settings().on_call
    first = [on_call] if on_call is not None and on_call.is_active else everyone
    later = list({user.pk: user for user in (*first, *everyone)}.values())
    minutes = page_minutes(concern.key, policy)
    lasts = timedelta(minutes=page_interval(concern.key, policy))
    planned = reminders_schedule(
        [
            _page(concern, user, offset, now, lasts)
            for offset in minutes
            for user in (first if offset == minutes[0] else later)
        ],
        now=now,
    )
    event_record(
        verb="intake.safety_pages_planned",
        by=None,
        patient_id=concern.patient.public_id,
        subject=concern,
        details={"people_first": len(first), "people_later": len(later)},
    )
    return planned


@transaction.atomic
def safety_pages_cancel(*, concern: SafetyConcern, now: datetime) -> int:
    """Somebody reached the applicant: nobody need be paged any more."""
    return reminders_cancel(
        subject_type=PAGE_SUBJECT,
        subject_ids=[page_subject(concern, user_id) for user_id in staff_ids()],
        reason="reached",
        now=now,
    )


def _page(
    concern: SafetyConcern, user: User, offset: int, now: datetime, lasts: timedelta
) -> ReminderRequest:
    due_at = now + timedelta(minutes=offset)
    return ReminderRequest(
        user=user,
        purpose=PAGE_PURPOSE,
        subject_type=PAGE_SUBJECT,
        subject_id=page_subject(concern, user.pk),
        due_at=due_at,
        not_after=due_at + lasts,
        offset_minutes=offset,
    )
