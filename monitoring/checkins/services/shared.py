"""What every write of this app begins with."""

from typing import Any

from dosing.choices import HoldScope
from dosing.models import ScheduledDose
from dosing.services.holds import hold_place_in
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from monitoring.checkins.choices import Outcome
from monitoring.checkins.rules import Finding
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.services.errors import ReporterRefused


def reporter_ensure(patient: Patient, by: Any) -> None:
    """The patient reports for themselves; clinical staff report what they are told."""
    is_own = allows(by, Capability.OWN_RECORD) and by.pk == patient.user_id
    if not is_own and not allows(by, Capability.VIEW_PATIENTS):
        raise ReporterRefused()


def holds_place(
    case: PatientCase, slot: ScheduledDose | None, findings: tuple[Finding, ...]
) -> None:
    """Place the hold of each finding: on this dose, or on every dose until the clinic closes it."""
    for finding in findings:
        is_slot = finding.outcome == Outcome.SLOT_HOLD
        if is_slot and slot is None:
            continue
        hold_place_in(
            case,
            key=finding.key,
            scope=HoldScope.SLOT if is_slot else HoldScope.PLAN,
            sentence=finding.sentence,
            by=None,
            policy_version=case.policy.version,
            slot=slot if is_slot else None,
        )
