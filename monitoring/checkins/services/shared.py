"""What every write of this app begins with."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from dosing.choices import HoldScope
from dosing.models import ScheduledDose
from dosing.services.holds import hold_place_in
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from ketaclinic.audit.services import event_record
from monitoring.checkins.choices import Outcome
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.rules import Finding
from monitoring.checkins.selectors import PatientCase
from monitoring.checkins.services.errors import ReporterRefused

# Room for what tells the parts of one submission apart.
LONGEST_TOKEN, LONGEST_PART = 54, 9


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


def stamp(
    case: PatientCase, findings: tuple[Finding, ...], by: Any, idempotency_key: str
) -> dict[str, Any]:
    """The columns that say what was made of it, by which limits, by whom and when."""
    return {
        "findings": [finding.as_json() for finding in findings],
        "policy_version": case.policy.version,
        "recorded_at": case.now,
        "recorded_by": by,
        "idempotency_key": idempotency_key,
    }


def settle(
    case: PatientCase,
    record: CheckIn | SafetyScreen,
    findings: tuple[Finding, ...],
    by: Any,
    verb: str,
) -> None:
    """Leave its trace, and place what it holds."""
    event_record(
        verb=verb,
        by=by,
        patient_id=case.patient.public_id,
        subject=record,
        details={"findings": len(findings)},
    )
    holds_place(case, None, tuple(finding for finding in findings if finding.is_hold))


def answers_print(answers: Mapping[str, Any]) -> str:
    """Short, and the same for the same answers: another answer after the back button counts too."""
    told = "/".join(f"{key}={value}" for key, value in sorted(answers.items()))
    return sha256(told.encode()).hexdigest()[:LONGEST_PART]


def part(idempotency_key: str, name: str) -> str:
    """The key of one part of a submission."""
    return f"{idempotency_key[:LONGEST_TOKEN]}:{name}"
