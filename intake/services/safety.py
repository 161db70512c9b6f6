"""Somebody reached an applicant who may be in danger."""

from datetime import datetime

from django.db import transaction

from intake.models import SafetyConcern, SafetyContact
from intake.services.errors import NoteMissing
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def safety_contact_record(
    *, concern: SafetyConcern, by: User, now: datetime, note: str
) -> SafetyContact:
    """Record who spoke with the applicant and what came of it; a second call changes nothing."""
    ensure(by, Capability.VIEW_PATIENTS)
    locked = SafetyConcern.objects.select_for_update().get(pk=concern.pk)
    known = SafetyContact.objects.filter(concern=locked).first()
    if known is not None:
        return known
    if not note.strip():
        raise NoteMissing(field="note")
    contact = SafetyContact.objects.create(
        concern=locked, note=note.strip(), contacted_at=now, contacted_by=by
    )
    event_record(
        verb="intake.safety_contact_recorded",
        by=by,
        patient_id=locked.patient.public_id,
        subject=contact,
    )
    return contact
