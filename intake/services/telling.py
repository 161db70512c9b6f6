"""The reminder rows of a text that waits for a patient's signature."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intake.models import ConsentDocument, Patient
from intake.rules.consent import REQUIRED_CONSENTS
from intake.rules.states import IN_PROGRAMME
from intake.rules.telling import CONSENT_AGAIN_MINUTES, CONSENT_LASTS, CONSENT_PURPOSE
from intake.selectors import consent_is_current
from intake.selectors.telling import consent_subject, consent_subjects_of, newest_document_id
from ketaclinic.reminders.mornings import next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule

CONSENT_SUBJECT = "intake.consent"


def consent_reminders_spread(new: Iterable[ConsentDocument], *, now: datetime) -> int:
    """A text that asks for a new signature was installed: everybody in the programme is told.

    Whoever has nothing to sign is left out when the message is about to leave.
    """
    material = [each for each in new if each.is_material and each.key in REQUIRED_CONSENTS]
    newest = max((each.pk for each in material), default=None)
    if newest is None:
        return 0
    patients = Patient.objects.filter(state__in=IN_PROGRAMME).select_related("user").order_by("pk")
    return _schedule(patients, newest, now)


def consent_reminders_follow(patient: Patient, *, now: datetime) -> None:
    """Let the reminders of one patient stand as their signatures do."""
    newest = newest_document_id()
    if patient.state not in IN_PROGRAMME or consent_is_current(patient):
        reminders_cancel(
            subject_type=CONSENT_SUBJECT,
            subject_ids=consent_subjects_of(patient),
            reason="not_needed",
            now=now,
        )
    elif newest is not None:
        _schedule([patient], newest, now)


def _schedule(patients: Iterable[Patient], document_id: int, now: datetime) -> int:
    return reminders_schedule(
        (request for patient in patients for request in _requests(patient, document_id, now)),
        now=now,
    )


def _requests(patient: Patient, document_id: int, now: datetime) -> Iterable[ReminderRequest]:
    first = next_morning(now, ZoneInfo(patient.user.time_zone))
    for minutes in CONSENT_AGAIN_MINUTES:
        due_at = first + timedelta(minutes=minutes)
        yield ReminderRequest(
            user=patient.user,
            purpose=CONSENT_PURPOSE,
            subject_type=CONSENT_SUBJECT,
            subject_id=consent_subject(patient, document_id),
            due_at=due_at,
            not_after=due_at + CONSENT_LASTS,
            offset_minutes=minutes,
        )
