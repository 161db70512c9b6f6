"""What a patient sends: one transaction of the lower service and of everything that follows."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import ScheduledDose
from dosing.services.locks import own_case_open
from intake.models import ConsentWithdrawal, Patient
from intake.rules.states import IN_PROGRAMME
from intake.services import consent_withdraw
from ketaclinic.audit.services import events_together
from monitoring.alerts.services import (
    asq_submit,
    checkin_alarm_submit,
    checkin_submit,
    dose_change_submit,
    dose_change_submit_in,
    dose_submit,
    dose_submit_in,
    open_case,
    refresh_in,
    refresh_patient,
)
from monitoring.checkins.models import (
    PressureCheck,
    SafetyResponse,
    SideEffectReport,
)
from monitoring.checkins.selectors import CheckHistory, PatientCase
from monitoring.checkins.services import Entry
from monitoring.checkins.services.pressure import pressure_check_record_in
from monitoring.checkins.services.reports import (
    pain_record_in,
    safety_record_in,
    side_effects_record_in,
)
from monitoring.sessions.services import watch_feeling_in, watch_pressure_in

# What happened to a dose, and check-ins, are told by patients and by staff: services below both.
__all__ = [
    "agreement_withdraw_submit",
    "asq_submit",
    "check_submit",
    "check_submit_in",
    "checkin_alarm_submit",
    "checkin_submit",
    "dose_change_submit",
    "dose_change_submit_in",
    "dose_submit",
    "dose_submit_in",
    "own_case",
    "safety_submit",
    "side_effects_submit",
]


@contextmanager
def own_case(user: Any, now: datetime) -> Iterator[PatientCase | None]:
    """The person's own record under its lock: what the page asks is what the service judges.

    None for whoever has no record. An error that leaves it undoes everything.
    """
    with transaction.atomic(), events_together():
        yield own_case_open(user, now, PatientCase)


def check_submit(
    *,
    patient: Patient,
    slot: ScheduledDose | None,
    by: Any,
    now: datetime,
    entry: Entry,
    idempotency_key: str,
) -> PressureCheck:
    """Record a check with its holds or its clearance, and raise what it raises.

    Errors: those of `pressure_check_record`.
    """
    with open_case(patient, now) as case:
        slot = case.slot_again(slot)
        return check_submit_in(case, slot, entry, by=by, idempotency_key=idempotency_key)


def check_submit_in(
    case: PatientCase,
    slot: ScheduledDose | None,
    entry: Entry,
    *,
    by: Any,
    idempotency_key: str,
    history: CheckHistory | None = None,
) -> PressureCheck:
    """The same in an open case; `slot`, and `history` if given, were read inside the lock."""
    check = pressure_check_record_in(
        case, slot, entry, by=by, idempotency_key=idempotency_key, history=history
    )
    watch_pressure_in(case, check)
    refresh_in(case)
    return check


def side_effects_submit(
    *,
    patient: Patient,
    by: Any,
    now: datetime,
    grades: Mapping[str, int],
    idempotency_key: str,
    urgent: Iterable[str] = (),
    pain: int | None = None,
    note: str = "",
) -> SideEffectReport:
    """Record side effects, and pain when it was given, with the holds and alerts that follow."""
    with open_case(patient, now) as case:
        report = side_effects_record_in(
            case,
            by=by,
            grades=grades,
            urgent=urgent,
            idempotency_key=idempotency_key,
            note=note,
        )
        if pain is not None:
            pain_record_in(case, by=by, score=pain, idempotency_key=idempotency_key)
        watch_feeling_in(case, recorded_at=report.recorded_at)
        refresh_in(case)
        return report


def safety_submit(
    *, patient: Patient, by: Any, now: datetime, answer: str, idempotency_key: str
) -> SafetyResponse:
    """Keep what the patient pressed on the emergency page; the clinic's alert stays."""
    with open_case(patient, now) as case:
        response = safety_record_in(case, by=by, answer=answer, idempotency_key=idempotency_key)
        refresh_in(case)
        return response


@transaction.atomic
def agreement_withdraw_submit(
    *, patient: Patient, key: str, by: Any, now: datetime, reason: str = ""
) -> ConsentWithdrawal:
    """Take a signature back; of somebody in the programme the clinic hears at once.

    Errors: those of `consent_withdraw`.
    """
    withdrawal = consent_withdraw(patient=patient, key=key, by=by, now=now, reason=reason)
    if patient.state in IN_PROGRAMME:
        refresh_patient(patient, now=now)
    return withdrawal
