"""Writes that touch dosing and the summary at once, so that the worklist is never behind."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import Hold
from dosing.services import hold_close
from monitoring.alerts.services import refresh_patient


@transaction.atomic
def hold_settle(*, hold: Hold, by: Any, now: datetime, note: str) -> Hold:
    """Close a hold with a note, and bring the patient's summary up to date."""
    closed = hold_close(hold=hold, by=by, now=now, note=note)
    refresh_patient(hold.patient, now=now)
    return closed
