"""What a patient sends: one transaction of the lower service and of everything that follows."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope
from dosing.models import DoseLog, ScheduledDose
from dosing.services.holds import hold_place_in
from dosing.services.locks import case_open, own_case_open
from dosing.services.logs import EXTRA_DOSE, dose_correct_in, dose_record_in
from dosing.services.reports import Report
from intake.models import ConsentWithdrawal, Patient
from intake.rules.states import IN_PROGRAMME
from intake.services import consent_withdraw
from ketaclinic.audit.services import events_together
from monitoring.alerts.rules import marks_hold
from monitoring.alerts.services import refresh_in, refresh_patient
from monitoring.checkins.models import PressureCheck, SafetyResponse, SideEffectReport
from monitoring.checkins.selectors import CheckHistory, PatientCase
from monitoring.checkins.services import Entry
from monitoring.checkins.services.pressure import pressure_check_record_in
from monitoring.checkins.services.reports import (
    pain_record_in,
    safety_record_in,
    side_effects_record_in,
)


@contextmanager
def own_case(user: Any, now: datetime) -> Iterator[PatientCase | None]:
    """The person's own record under its lock: what the page asks is what the service judges.

    None for whoever has no record. An error that leaves it undoes everything.
    """
    with transaction.atomic(), events_together():
        yield own_case_open(user, now, PatientCase)


@contextmanager
def _case(patient: Patient, now: datetime) -> Iterator[PatientCase]:
    with transaction.atomic(), events_together():
        yield case_open(patient, now, PatientCase)


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
    with _case(patient, now) as case:
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
    refresh_in(case)
    return check


def dose_submit(
    *,
    patient: Patient,
    slot: ScheduledDose | None,
    by: Any,
    now: datetime,
    outcome: str,
    amount_ug: int | None,
    taken_at: datetime | None,
    idempotency_key: str,
    reason_key: str = "",
    note: str = "",
    is_extra: bool = False,
) -> DoseLog:
    """Record what happened to a dose; a truthful report is never refused.

    Raises AnotherReportExists when the slot has a different report: the page then asks whether it
    was another dose (`is_extra=True`, same key) or this one after all (`dose_change_submit`).
    """
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, is_extra)
    with _case(patient, now) as case:
        return dose_submit_in(case, case.slot_again(slot), report, by=by)


def dose_submit_in(
    case: PatientCase, slot: ScheduledDose | None, report: Report, *, by: Any
) -> DoseLog:
    """The same in an open case; `slot` was read inside the lock."""
    log = dose_record_in(case, slot, report, by=by)
    _hold_if_more_than_agreed(case, log)
    refresh_in(case)
    return log


def dose_change_submit(
    *,
    log: DoseLog,
    by: Any,
    now: datetime,
    outcome: str,
    amount_ug: int | None,
    taken_at: datetime | None,
    idempotency_key: str,
    note: str,
    reason_key: str = "",
) -> DoseLog:
    """Put a corrected report in force, with its reason; the old one stays on record."""
    report = Report(outcome, amount_ug, taken_at, idempotency_key, reason_key, note, log.is_extra)
    with _case(log.patient, now) as case:
        return dose_change_submit_in(case, log, report, by=by)


def dose_change_submit_in(case: PatientCase, log: DoseLog, report: Report, *, by: Any) -> DoseLog:
    """The same in an open case."""
    corrected = dose_correct_in(case, log, report, by=by)
    _hold_if_more_than_agreed(case, corrected)
    refresh_in(case)
    return corrected


def _hold_if_more_than_agreed(case: PatientCase, log: DoseLog) -> None:
    """Dosing holds after an extra dose by itself; this is for one that came early or was larger."""
    if not marks_hold(log.marks) or _was_settled(log, case.now):
        return
    hold_place_in(
        case,
        key=EXTRA_DOSE,
        scope=HoldScope.PLAN,
        sentence=_(
            "You reported a dose that was earlier or larger than planned. "
            "Take no more until the clinic has called you."
        ),
        by=None,
        policy_version=case.policy.version,
    )


def _was_settled(log: DoseLog, now: datetime) -> bool:
    """The same report sent again must not undo what the clinic has closed meanwhile."""
    return log.recorded_at < now


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
    with _case(patient, now) as case:
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
        refresh_in(case)
        return report


def safety_submit(
    *, patient: Patient, by: Any, now: datetime, answer: str, idempotency_key: str
) -> SafetyResponse:
    """Keep what the patient pressed on the emergency page; the clinic's alert stays."""
    with _case(patient, now) as case:
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
