"""Records that may be of the same person, and those that were joined."""

from uuid import UUID

from django.db.models import Q

from intake.models import Patient, PatientMerge
from intake.rules.names import is_same_name


def possible_duplicates(patient: Patient) -> list[Patient]:
    """Other records with the same birth date and a name that reads the same, not joined yet."""
    if patient.date_of_birth is None:
        return []
    own = (patient.first_name, patient.last_name)
    born_then = Patient.objects.filter(date_of_birth=patient.date_of_birth).exclude(pk=patient.pk)
    apart = born_then.filter(merged_into__isnull=True).exclude(merges__duplicate=patient)
    rows = apart.select_related("user")
    return [other for other in rows if is_same_name(own, (other.first_name, other.last_name))]


def duplicate_of(patient: Patient, public_id: UUID) -> Patient | None:
    """One of the possible duplicates by its identifier."""
    found = possible_duplicates(patient)
    return next((each for each in found if each.public_id == public_id), None)


def merges_of(patient: Patient) -> list[PatientMerge]:
    """The merges that this record took part in, kept or closed, oldest first."""
    rows = PatientMerge.objects.filter(Q(kept=patient) | Q(duplicate=patient))
    return list(rows.select_related("kept__user", "duplicate__user", "merged_by"))
