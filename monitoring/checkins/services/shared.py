"""What every write of this app begins with."""

from typing import Any

from dosing.choices import HoldScope
from dosing.models import ScheduledDose
from dosing.services import hold_place
from dosing.services.locks import patient_lock
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from monitoring.checkins.choices import Outcome
from monitoring.checkins.rules import Finding
from monitoring.checkins.services.errors import ReporterRefused


def patient_locked(patient: Patient) -> Patient:
    """The patient's row under the lock that every decision about doses takes, with the person."""
    locked = patient_lock(patient)
    locked.user = patient.user
    return locked


def reporter_ensure(patient: Patient, by: Any) -> None:
    """The patient reports for themselves; clinical staff report what they are told."""
    is_own = allows(by, Capability.OWN_RECORD) and by.pk == patient.user_id
    if not is_own and not allows(by, Capability.VIEW_PATIENTS):
        raise ReporterRefused()


def holds_place(
    patient: Patient,
    slot: ScheduledDose | None,
    findings: tuple[Finding, ...],
    *,
    now: Any,
    policy_version: Any,
) -> None:
    """Place the hold of each finding: on this dose, or on every dose until the clinic closes it."""
    for finding in findings:
        is_slot = finding.outcome == Outcome.SLOT_HOLD
        if is_slot and slot is None:
            continue
        hold_place(
            patient=patient,
            key=finding.key,
            scope=HoldScope.SLOT if is_slot else HoldScope.PLAN,
            sentence=finding.sentence,
            by=None,
            now=now,
            policy_version=policy_version,
            slot=slot if is_slot else None,
        )
