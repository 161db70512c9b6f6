"""What every write of this app begins with."""

from collections.abc import Mapping
from hashlib import sha256
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

# With a token cut to 54 signs and a colon it fills a key of 64.
PRINT_LENGTH = 9


def answers_print(answers: Mapping[str, Any]) -> str:
    """Short, and the same for the same answers: another answer after the back button counts too."""
    told = "/".join(f"{key}={value}" for key, value in sorted(answers.items()))
    return sha256(told.encode()).hexdigest()[:PRINT_LENGTH]


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
