"""Somebody of the clinic ends the watch, and the worklist follows."""

from datetime import datetime
from typing import Any

from intake.models import Patient
from monitoring.alerts.services.doses import open_case
from monitoring.alerts.services.refresh import refresh_in
from monitoring.sessions.services import watch_end_in


def watch_end_submit(*, patient: Patient, by: Any, now: datetime, note: str) -> int:
    """End what is still expected of this patient; errors are those of `watch_end_in`."""
    with open_case(patient, now) as case:
        count = watch_end_in(case, by=by, note=note)
        refresh_in(case)
        return count
