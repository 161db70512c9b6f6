"""Time's own visit: refresh the patients for whom something may have become due."""

import logging
from datetime import datetime, timedelta

from monitoring.alerts.models import PatientSummary
from monitoring.alerts.selectors import due_patients
from monitoring.alerts.services.refresh import refresh_patient

LOG = logging.getLogger(__name__)
# A patient whose refresh fails steps back, so that the others are still visited.
STEP_BACK = timedelta(minutes=15)


def summaries_look(*, now: datetime, limit: int = 200) -> int:
    """Refresh up to `limit` patients, each in a transaction of its own; returns how many were."""
    visited = 0
    for patient in due_patients(now, limit):
        try:
            refresh_patient(patient, now=now)
            visited += 1
        except Exception:
            LOG.exception("refresh of a patient failed", extra={"patient": str(patient.public_id)})
            PatientSummary.objects.update_or_create(
                patient=patient, defaults={"next_look_at": now + STEP_BACK}
            )
    return visited
