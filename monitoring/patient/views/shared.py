"""The look-ups that the patient's pages begin with."""

from uuid import UUID

from django.http import Http404, HttpRequest

from dosing.models import ScheduledDose
from dosing.selectors import slot_by_public_id
from intake.access import own_patient
from intake.models import Patient


def own_slot(request: HttpRequest, public_id: UUID) -> tuple[Patient, ScheduledDose]:
    """The signed-in patient and one of their doses; 404 for everybody else."""
    patient = own_patient(request)
    slot = slot_by_public_id(patient, public_id)
    if slot is None:
        raise Http404
    return patient, slot
