"""An applicant who may be in danger: put before the clinic, answered, reached."""

from datetime import datetime

from django.db import transaction

from intake.choices import ConcernKind, SafetyReply
from intake.models import Patient, SafetyAnswer, SafetyConcern, SafetyContact
from intake.selectors.safety import open_concerns_of
from intake.services.errors import NoteMissing
from intake.services.paging import safety_pages_cancel, safety_pages_schedule
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def safety_concern_raise(
    *, patient: Patient, kind: ConcernKind, by: User, now: datetime
) -> SafetyConcern:
    """Put an applicant before the clinic and page for them.

    While one that is as urgent or more is open, that one is returned and nothing is added.
    """
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    as_urgent = list(ConcernKind)[: list(ConcernKind).index(kind) + 1]
    known = open_concerns_of(locked).filter(key__in=as_urgent).first()
    if known is not None:
        return known
    concern = SafetyConcern.objects.create(patient=locked, key=kind, raised_at=now)
    event_record(
        verb="intake.safety_concern_raised",
        by=by,
        patient_id=locked.public_id,
        subject=concern,
        details={"kind": kind.value},
    )
    safety_pages_schedule(concern=concern, now=now)
    return concern


@transaction.atomic
def safety_answer_record(
    *, concern: SafetyConcern, by: User, now: datetime, reply: str
) -> SafetyAnswer:
    """Keep what the applicant said on the emergency page, each answer once.

    It closes nothing: a person of the clinic still has to reach them.
    """
    ensure(by, Capability.OWN_RECORD)
    locked = SafetyConcern.objects.select_for_update().select_related("patient").get(pk=concern.pk)
    if locked.patient.user_id != by.pk:
        raise AccessRefused()
    answer, is_new = SafetyAnswer.objects.get_or_create(
        concern=locked,
        reply=SafetyReply(reply),
        defaults={"answered_at": now, "answered_by": by},
    )
    if is_new:
        event_record(
            verb="intake.safety_answered",
            by=by,
            patient_id=locked.patient.public_id,
            subject=answer,
            details={"reply": answer.reply},
        )
    return answer


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
    safety_pages_cancel(concern=locked, now=now)
    return contact
