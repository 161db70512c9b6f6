"""Staff move a patient: pause, go on, discharge, withdraw, and the death of a patient."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.choices import Move, PatientState
from intake.models import Patient, PatientStateChange
from intake.rules.states import is_allowed
from intake.services.claims import claim_end
from intake.services.errors import MoveRefused, MoveUnconfirmed, ReasonMissing
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import Capability, allows, ensure
from ketaclinic.accounts.models import User


@dataclass(frozen=True)
class MoveRule:
    """Where a move leads, who may make it, and whether it has no way back."""

    to: PatientState
    capability: Capability
    is_final: bool = False
    only_from: PatientState | None = None


# Stopping is for every clinical role; going on, and what ends care for good, for prescribers.
MOVES: dict[Move, MoveRule] = {
    Move.PAUSE: MoveRule(PatientState.PAUSED, Capability.RECORD_READINESS),
    Move.RESUME: MoveRule(
        PatientState.ACTIVE, Capability.DECIDE_APPLICATION, only_from=PatientState.PAUSED
    ),
    Move.WITHDRAW: MoveRule(PatientState.WITHDRAWN, Capability.RECORD_READINESS, is_final=True),
    Move.DISCHARGE: MoveRule(PatientState.DISCHARGED, Capability.DECIDE_APPLICATION, is_final=True),
    Move.DECEASED: MoveRule(PatientState.DECEASED, Capability.DECIDE_APPLICATION, is_final=True),
}


def moves_open_to(patient: Patient, user: User) -> list[Move]:
    """What this person may do with a patient who stands where this one does."""
    return [
        move
        for move, rule in MOVES.items()
        if allows(user, rule.capability) and _is_possible(patient, rule)
    ]


@transaction.atomic
def patient_move(
    *,
    patient: Patient,
    move: str,
    by: User,
    now: datetime,
    reason: str,
    is_confirmed: bool = False,
) -> PatientStateChange:
    """Move a patient with a reason; what has no way back must be confirmed.

    A move that was made already is refused by the table.
    """
    rule = _rule(move)
    ensure(by, rule.capability)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if not _is_possible(locked, rule):
        raise MoveRefused(field="move")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if rule.is_final and not is_confirmed:
        raise MoveUnconfirmed(field="is_confirmed")
    change = patient_transition(
        patient=locked, to=rule.to, by=by, now=now, reason=reason.strip()[:500]
    )
    if rule.is_final:
        claim_end(locked, by, now)
    patient.state = locked.state
    return change


def _rule(move: str) -> MoveRule:
    if move not in Move.values:
        raise MoveRefused(field="move")
    return MOVES[Move(move)]


def _is_possible(patient: Patient, rule: MoveRule) -> bool:
    is_here = rule.only_from is None or patient.state == rule.only_from
    return is_here and is_allowed(patient.state, rule.to)
