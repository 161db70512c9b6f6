"""The list between an approval and the first dose at home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from intake.choices import GateOutcome, PatientState
from intake.models import Patient, ReadinessGate
from intake.rules import IntakePolicy
from intake.rules.readiness import GATES, GATES_BY_KEY, MONITORING_CHECK, Gate
from intake.selectors import consent_is_current, latest_weight, open_gates
from intake.services.care import care_first
from intake.services.errors import GateRefused, GateUnknown, TransitionRefused
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.policies.selectors import policy_in_force


@dataclass(frozen=True)
class GateEntry:
    """One gate ticked: when it was done, or that it does not apply, with a note."""

    key: str
    note: str = ""
    done_on: date | None = None
    outcome: str = GateOutcome.DONE


def readiness_open(*, patient: Patient, now: datetime) -> list[ReadinessGate]:
    """Write the list of an approved patient; called inside the approval's transaction."""
    policy = policy_in_force().get(IntakePolicy)
    keys = [
        gate.key
        for gate in GATES
        if gate.key != "in_person_exam_on_file" or policy.requires_in_person_exam
    ]
    return ReadinessGate.objects.bulk_create(
        ReadinessGate(patient=patient, key=key, opened_at=now) for key in keys
    )


def readiness_gate_record(
    *,
    patient: Patient,
    key: str,
    by: User,
    now: datetime,
    note: str = "",
    done_on: date | None = None,
    outcome: str = GateOutcome.DONE,
) -> ReadinessGate:
    """Close one gate; closing it again changes nothing. The last one makes the patient active."""
    entry = GateEntry(key=key, note=note, done_on=done_on, outcome=outcome)
    return readiness_gates_record(patient=patient, entries=[entry], by=by, now=now)[0]


@transaction.atomic
def readiness_gates_record(
    *, patient: Patient, entries: Sequence[GateEntry], by: User, now: datetime
) -> list[ReadinessGate]:
    """Close several gates at once, all or none. Raises GateRefused with the gate's field."""
    ensure(by, Capability.RECORD_READINESS)
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    if locked.state not in {PatientState.APPROVED, PatientState.ACTIVE}:
        raise TransitionRefused()
    gates = [_close(locked, entry, by, now) for entry in entries]
    _reopen_old_check(locked, by, now)
    if locked.state == PatientState.APPROVED and not open_gates(locked).exists():
        patient_transition(patient=locked, to=PatientState.ACTIVE, by=by, now=now)
    patient.state = locked.state
    return gates


def _close(patient: Patient, entry: GateEntry, by: User, now: datetime) -> ReadinessGate:
    gate = ReadinessGate.objects.filter(patient=patient, key=entry.key).first()
    if gate is None or entry.key not in GATES_BY_KEY:
        raise GateUnknown(field=entry.key)
    if gate.closed_at is not None:
        return gate
    _refuse_entry(patient, GATES_BY_KEY[entry.key], entry, now)
    gate.outcome, gate.done_on, gate.note = entry.outcome, entry.done_on, entry.note.strip()
    gate.closed_at, gate.closed_by = now, by
    gate.save(update_fields=["outcome", "done_on", "note", "closed_at", "closed_by"])
    care_first(gate)
    event_record(
        verb="intake.readiness_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=gate,
        details={"gate": gate.key, "outcome": gate.outcome},
    )
    return gate


def _refuse_entry(patient: Patient, gate: Gate, entry: GateEntry, now: datetime) -> None:
    if entry.outcome == GateOutcome.NOT_APPLICABLE:
        if not gate.may_not_apply or not entry.note.strip():
            raise GateRefused(_("Write in the note why this does not apply."), field=gate.key)
        return
    if gate.needs_date:
        _refuse_date(gate, entry.done_on, now)
    if gate.needs_note and not entry.note.strip():
        raise GateRefused(_(gate.needs_note), field=gate.key)
    evidence = _EVIDENCE.get(gate.key)
    if evidence is not None and not evidence(patient):
        raise GateRefused(_("The record does not show this yet."), field=gate.key)


def _refuse_date(gate: Gate, done_on: date | None, now: datetime) -> None:
    if done_on is None:
        raise GateRefused(_("Give the date on which this was done."), field=gate.key)
    if done_on > _today(now):
        raise GateRefused(_("This date is still to come."), field=gate.key)
    if gate.key == MONITORING_CHECK and done_on < _oldest_check(now):
        limit = policy_in_force().get(IntakePolicy).monitoring_check_max_age_days
        text = _("This check is more than %(days)s days old; check again.") % {"days": limit}
        raise GateRefused(text, field=gate.key)


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(clinic_settings().time_zone)).date()


def _oldest_check(now: datetime) -> date:
    """The first day on which a check of the prescription record still counts."""
    limit = policy_in_force().get(IntakePolicy).monitoring_check_max_age_days
    return _today(now) - timedelta(days=limit)


def _reopen_old_check(patient: Patient, by: User, now: datetime) -> None:
    """A check that grew old while other gates were open is made again before the start."""
    gate = ReadinessGate.objects.filter(
        patient=patient,
        key=MONITORING_CHECK,
        closed_at__isnull=False,
        done_on__lt=_oldest_check(now),
    ).first()
    if gate is None or patient.state != PatientState.APPROVED:
        return
    event_record(
        verb="intake.readiness_reopened",
        by=by,
        patient_id=patient.public_id,
        subject=gate,
        details={
            "gate": gate.key,
            "done_on": str(gate.done_on),
            "checked_by": str(gate.closed_by.public_id) if gate.closed_by else None,
        },
    )
    gate.outcome, gate.done_on, gate.note = "", None, ""
    gate.closed_at = gate.closed_by = None
    gate.save(update_fields=["outcome", "done_on", "note", "closed_at", "closed_by"])


_EVIDENCE: dict[str, Callable[[Patient], bool]] = {
    "baseline_weight": lambda patient: latest_weight(patient) is not None,
    "has_phone": lambda patient: bool(patient.phone),
    "emergency_address_on_file": lambda patient: bool(patient.address_line and patient.city),
    "consent_signed_current_version": consent_is_current,
}
