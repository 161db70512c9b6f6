"""What is told of supply, with all that follows: hold, alert and permit in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import SupplyEntry
from dosing.services.locks import case_open
from dosing.services.supply import (
    Dispensing,
    SupplyReport,
    supply_correct_in,
    supply_dispense_in,
    supply_report_in,
)
from intake.models import Patient
from intake.rules.states import AFTER_APPROVAL, CLOSED
from ketaclinic.audit.services import events_together
from monitoring.alerts.services.refresh import refresh_in
from monitoring.checkins.selectors import PatientCase

# Somebody whose treatment has ended may still have some at home.
HEARD = AFTER_APPROVAL | CLOSED
# Room for the number of the line behind it.
LONGEST_TOKEN = 60


def supply_report_submit(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    reports: Sequence[SupplyReport],
    idempotency_key: str,
) -> list[SupplyEntry]:
    """Record what was told, all or none; a page sent twice is told once.

    Errors: those of `supply_report`.
    """
    with _case(patient, now) as case:
        key = idempotency_key[:LONGEST_TOKEN]
        return [
            supply_report_in(case, report, by=by, idempotency_key=f"{key}:{number}")
            for number, report in enumerate(reports)
        ]


def supply_dispense_submit(
    *, patient: Patient, by: Any, now: datetime, dispensing: Dispensing, idempotency_key: str
) -> SupplyEntry:
    """Record a dispensing; errors: those of `supply_dispense`."""
    with _case(patient, now) as case:
        return supply_dispense_in(case, dispensing, by=by, idempotency_key=idempotency_key)


def supply_correct_submit(
    *,
    entry: SupplyEntry,
    by: Any,
    now: datetime,
    amount_ug: int | None,
    note: str,
    idempotency_key: str,
) -> SupplyEntry:
    """Correct a row; errors: those of `supply_correct`."""
    with _case(entry.patient, now) as case:
        return supply_correct_in(
            case, entry, amount_ug=amount_ug, note=note, by=by, idempotency_key=idempotency_key
        )


@contextmanager
def _case(patient: Patient, now: datetime) -> Iterator[PatientCase]:
    with transaction.atomic(), events_together():
        case = case_open(patient, now, PatientCase)
        yield case
        if case.patient.state in HEARD:
            refresh_in(case)
