"""What a patient sends: one transaction of the lower service and of everything that follows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope
from dosing.models import DoseLog, ScheduledDose
from dosing.services import dose_correct, dose_record, hold_place
from dosing.services.logs import EXTRA_DOSE
from intake.models import ConsentWithdrawal, Patient
from intake.rules.states import IN_PROGRAMME
from intake.services import consent_withdraw
from ketaclinic.policies.selectors import policy_in_force
from monitoring.alerts.rules import marks_hold
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.models import PressureCheck, SafetyResponse, SideEffectReport
from monitoring.checkins.services import (
    Entry,
    pain_record,
    pressure_check_record,
    safety_record,
    side_effects_record,
)


@transaction.atomic
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
    check = pressure_check_record(
        patient=patient,
        slot=slot,
        by=by,
        now=now,
        entry=entry,
        idempotency_key=idempotency_key,
    )
    refresh_patient(patient, now=now)
    return check


@transaction.atomic
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
    log = dose_record(
        patient=patient,
        slot=slot,
        by=by,
        now=now,
        outcome=outcome,
        amount_ug=amount_ug,
        taken_at=taken_at,
        idempotency_key=idempotency_key,
        reason_key=reason_key,
        note=note,
        is_extra=is_extra,
    )
    _hold_if_more_than_agreed(log, now)
    refresh_patient(patient, now=now)
    return log


@transaction.atomic
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
    corrected = dose_correct(
        log=log,
        by=by,
        now=now,
        outcome=outcome,
        amount_ug=amount_ug,
        taken_at=taken_at,
        idempotency_key=idempotency_key,
        note=note,
        reason_key=reason_key,
    )
    _hold_if_more_than_agreed(corrected, now)
    refresh_patient(corrected.patient, now=now)
    return corrected


def _hold_if_more_than_agreed(log: DoseLog, now: datetime) -> None:
    """Dosing holds after an extra dose by itself; this is for one that came early or was larger."""
    if not marks_hold(log.marks) or _was_settled(log, now):
        return
    hold_place(
        patient=log.patient,
        key=EXTRA_DOSE,
        scope=HoldScope.PLAN,
        sentence=_(
            "You reported a dose that was earlier or larger than planned. "
            "Take no more until the clinic has called you."
        ),
        by=None,
        now=now,
        policy_version=policy_in_force().version,
    )


def _was_settled(log: DoseLog, now: datetime) -> bool:
    """The same report sent again must not undo what the clinic has closed meanwhile."""
    return log.recorded_at < now


@transaction.atomic
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
    report = side_effects_record(
        patient=patient,
        by=by,
        now=now,
        grades=grades,
        urgent=urgent,
        idempotency_key=idempotency_key,
        note=note,
    )
    if pain is not None:
        pain_record(patient=patient, by=by, now=now, score=pain, idempotency_key=idempotency_key)
    refresh_patient(patient, now=now)
    return report


@transaction.atomic
def safety_submit(
    *, patient: Patient, by: Any, now: datetime, answer: str, idempotency_key: str
) -> SafetyResponse:
    """Keep what the patient pressed on the emergency page; the clinic's alert stays."""
    response = safety_record(
        patient=patient, by=by, now=now, answer=answer, idempotency_key=idempotency_key
    )
    refresh_patient(patient, now=now)
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
