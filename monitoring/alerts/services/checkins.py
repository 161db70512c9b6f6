"""Check-ins and the ASQ with the holds and alerts that follow, told by patients or to staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from intake.models import Patient
from monitoring.alerts.services.doses import open_case
from monitoring.alerts.services.refresh import refresh_in
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.rules import CheckInEntry
from monitoring.checkins.services.checkin import checkin_record_in
from monitoring.checkins.services.screens import asq_record_in, checkin_alarm_record_in


def checkin_submit(
    *, patient: Patient, by: Any, now: datetime, entry: CheckInEntry, idempotency_key: str
) -> CheckIn:
    """Record the check-in that is open, with the holds and alerts that follow.

    Errors: those of `checkin_record`; after one, `checkin_alarm_submit` keeps what may not wait.
    """
    with open_case(patient, now) as case:
        checkin = checkin_record_in(case, entry, by=by, idempotency_key=idempotency_key)
        refresh_in(case)
        return checkin


def checkin_alarm_submit(
    *, patient: Patient, by: Any, now: datetime, entry: CheckInEntry, idempotency_key: str
) -> SafetyScreen | None:
    """Keep an alarming item 9 of a form that could not be recorded; None when there is none."""
    with open_case(patient, now) as case:
        screen = checkin_alarm_record_in(case, entry, by=by, idempotency_key=idempotency_key)
        if screen is not None:
            refresh_in(case)
        return screen


def asq_submit(
    *, patient: Patient, by: Any, now: datetime, answers: Mapping[str, Any], idempotency_key: str
) -> SafetyScreen:
    """Record the ASQ, with the holds and alerts that follow; errors are those of `asq_record`."""
    with open_case(patient, now) as case:
        screen = asq_record_in(case, answers, by=by, idempotency_key=idempotency_key)
        refresh_in(case)
        return screen
