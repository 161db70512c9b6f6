"""Start an application, and store each of its pages when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.choices import PatientState, Section
from intake.models import Patient, PatientStateChange, SectionAnswers
from intake.rules.states import EDITABLE_BY_APPLICANT
from intake.services.errors import ApplicationFrozen
from intake.services.sections import WRITERS, Page, question_page
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def application_start(*, user: User, now: datetime) -> Patient:
    """Give a person their application; a second call returns the same one."""
    ensure(user, Capability.OWN_RECORD)
    patient, is_new = Patient.objects.get_or_create(user=user, defaults={"created_at": now})
    if is_new:
        change = PatientStateChange.objects.create(
            patient=patient, to_state=PatientState.DRAFT, by=user, at=now
        )
        event_record(
            verb="intake.application_started",
            by=user,
            patient_id=patient.public_id,
            subject=change,
        )
    return patient


@transaction.atomic
def application_save_section(
    *, patient: Patient, section: str, answers: Mapping[str, Any], by: User, now: datetime
) -> SectionAnswers:
    """Store one page as it was sent. Sending the same answers again stores nothing new.

    Raises ApplicationFrozen after submission and AnswerRefused (with the field) for a value that
    cannot be right. Weights are grams, pressures mmHg.
    """
    locked = editable_application(patient, by)
    page = Page(patient=locked, section=Section(section), answers=dict(answers), by=by, now=now)
    newest = SectionAnswers.objects.filter(patient=locked, section=section).last()
    stored = WRITERS.get(page.section, question_page)(page)
    if newest is not None and newest.answers == stored:
        return newest
    row = SectionAnswers.objects.create(
        patient=locked, section=section, answers=stored, recorded_at=now, recorded_by=by
    )
    event_record(
        verb="intake.section_saved",
        by=by,
        patient_id=locked.public_id,
        subject=row,
        details={"section": str(section)},
    )
    return row


def editable_application(patient: Patient, by: User) -> Patient:
    """The applicant's own row, locked and still open for answers; else refused."""
    ensure(by, Capability.OWN_RECORD)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.user_id != by.pk:
        raise AccessRefused()
    if locked.state not in EDITABLE_BY_APPLICANT:
        raise ApplicationFrozen()
    return locked
