"""Store a filled-in questionnaire with its score."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.models import InstrumentResponse, Patient
from intake.rules.instruments import INSTRUMENTS, answers_from, result_of, score_of
from ketaclinic.accounts.access import AccessRefused, Capability, allows, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def instrument_record(
    *, patient: Patient, instrument: str, answers: Mapping[str, Any], by: User, now: datetime
) -> InstrumentResponse:
    """Score the answers (by item key) and keep both, each time anew.

    What is missing or not offered stays missing and gives no score. The patient answers for
    themselves, or clinical staff for them; else AccessRefused.
    """
    if by.pk != patient.user_id and not allows(by, Capability.VIEW_PATIENTS):
        raise AccessRefused()
    if by.pk == patient.user_id:
        ensure(by, Capability.OWN_RECORD)
    definition = INSTRUMENTS[instrument]
    given = answers_from(definition, answers)
    response = InstrumentResponse.objects.create(
        patient=patient,
        instrument=definition.key,
        version=definition.version,
        answers=given,
        score=score_of(definition, given),
        result=result_of(definition, given, patient.sex_at_birth),
        answered_at=now,
        recorded_by=by,
    )
    event_record(
        verb="intake.instrument_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=response,
        details={"instrument": definition.key.value, "version": definition.version},
    )
    return response
