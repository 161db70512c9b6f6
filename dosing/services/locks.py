"""The one row that every decision about a patient's doses is made under."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from dosing.selectors import Case
from intake.models import Patient
from ketaclinic.statements import Statement, given_id

AnyCase = TypeVar("AnyCase", bound=Case)
_PATIENT: Statement[Patient] = Statement(
    lambda: Patient.objects.select_for_update().filter(pk=given_id("patient")).order_by()
)
_OWN: Statement[Patient] = Statement(
    lambda: Patient.objects.select_for_update().filter(user=given_id("user")).order_by()
)


def patient_lock(patient: Patient) -> Patient:
    """Lock the patient's row until the transaction ends and read it afresh.

    All services of this app take this lock first, so that no two decisions about one patient
    interleave. SQLite's IMMEDIATE transactions do the same for every row at once.
    """
    locked = _PATIENT.first(patient=patient.pk)
    if locked is None:
        raise Patient.DoesNotExist("The patient is not stored.")
    return locked


def case_open(patient: Patient, now: datetime, kind: type[AnyCase]) -> AnyCase:
    """Take the lock, and begin to read what is asked inside it."""
    locked = patient_lock(patient)
    locked.user = patient.user
    return kind(locked, now)


def own_case_open(user: Any, now: datetime, kind: type[AnyCase]) -> AnyCase | None:
    """The same for the person's own record; None before they have one."""
    locked = _OWN.first(user=user.pk)
    if locked is None:
        return None
    locked.user = user
    return kind(locked, now)


def zone_lock(user: Any) -> None:
    """Before a person's own row is locked and their clock changed, lock their record."""
    list(Patient.objects.select_for_update().filter(user_id=user.pk).values_list("pk", flat=True))


def patients_lock(patient_ids: Iterable[int]) -> None:
    """Lock many patients, always in the same order, so that two batches cannot deadlock."""
    rows = Patient.objects.select_for_update().filter(pk__in=patient_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))
