"""The one row that every decision about a patient's doses is made under."""

from collections.abc import Iterable

from intake.models import Patient


def patient_lock(patient: Patient) -> Patient:
    """Lock the patient's row until the transaction ends and read it afresh.

    All services of this app take this lock first, so that no two decisions about one patient
    interleave. SQLite's IMMEDIATE transactions do the same for every row at once.
    """
    locked: Patient = Patient.objects.select_for_update().get(pk=patient.pk)
    return locked


def patients_lock(patient_ids: Iterable[int]) -> None:
    """Lock many patients, always in the same order, so that two batches cannot deadlock."""
    rows = Patient.objects.select_for_update().filter(pk__in=patient_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))
