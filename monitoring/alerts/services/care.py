"""A test or a visit is recorded, and what depends on it follows at once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from intake.models import CareRecord, Patient
from intake.services.care import care_record
from monitoring.alerts.services.refresh import refresh_patient


@transaction.atomic
def care_record_submit(*, patient: Patient, by: Any, now: datetime, **told: Any) -> CareRecord:
    """Record it, and grant or withdraw the permit to go up; errors are those of `care_record`."""
    record = care_record(patient=patient, by=by, now=now, **told)
    refresh_patient(patient, now=now)
    return record
