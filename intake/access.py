"""The one access-checked look-up that each view begins with."""

from uuid import UUID

from django.http import Http404, HttpRequest

from intake.models import Patient
from intake.selectors import patient_by_public_id, patient_for_user
from ketaclinic.accounts.access import BeginsElsewhere, Capability, allows


def own_patient(request: HttpRequest) -> Patient:
    """The signed-in patient's own record; who has none yet begins at the application."""
    if not allows(request.user, Capability.OWN_RECORD):
        raise Http404
    patient = patient_for_user(request.user)
    if patient is None:
        raise BeginsElsewhere("intake:start")
    return patient


def staff_patient(request: HttpRequest, public_id: UUID) -> Patient:
    """Any patient, for staff who may view patients; 404 for everybody else."""
    if not allows(request.user, Capability.VIEW_PATIENTS):
        raise Http404
    patient = patient_by_public_id(public_id)
    if patient is None:
        raise Http404
    return patient
