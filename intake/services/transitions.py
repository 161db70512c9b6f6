"""The only way in which a patient's state changes."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from intake.choices import Outcome, PatientState
from intake.models import InformationRequest, Patient, PatientStateChange
from intake.rules.asking import ASKED_PURPOSE, ASKED_SUBJECT
from intake.rules.states import AFTER_APPROVAL, WAITING_FOR_DECISION, is_allowed
from intake.rules.unfinished import UNFINISHED_PURPOSE, UNFINISHED_SUBJECT
from intake.selectors import decision_in_force, open_gates
from intake.services.errors import TransitionRefused
from intake.services.telling import consent_reminders_follow
from intake.services.waiting import waiting_reminders_settle
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.reminders.services import (
    reminders_cancel,
    reminders_cancel_for,
    reminders_settle,
)


@transaction.atomic
def patient_transition(
    *, patient: Patient, to: str, by: User | None, now: datetime, reason: str = ""
) -> PatientStateChange:
    """Move a patient along the declared table, with who, when and why; else TransitionRefused.

    Nobody is told any more of what waited for them in the former state. A death cancels every
    message to the patient, and none is sent later (`deceased_user`).
    `by=None` is the system. The calling service checks the role, since each step has its own.
    """
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    if not is_allowed(locked.state, to) or not _is_founded(locked, to):
        raise TransitionRefused()
    before, locked.state = locked.state, to
    locked.save(update_fields=["state"])
    patient.state = to
    change = PatientStateChange.objects.create(
        patient=locked, from_state=before, to_state=to, by=by, at=now, reason=reason
    )
    _told_forget(locked, before, now)
    if to in AFTER_APPROVAL:
        consent_reminders_follow(locked, now=now)
    if to == PatientState.DECEASED:
        reminders_cancel_for(recipient=locked.user_id, reason="deceased", now=now)
    event_record(
        verb="intake.state_changed",
        by=by,
        patient_id=locked.public_id,
        subject=change,
        details={"from": before, "to": to},
    )
    return change


def _told_forget(patient: Patient, before: str, now: datetime) -> None:
    """It is asked before it leaves, too; but the inbox would announce it until then."""
    if before == PatientState.DRAFT:
        _unfinished_forget(patient, now)
    elif before == PatientState.MORE_INFO:
        _asked_forget(patient, now)
    elif before in WAITING_FOR_DECISION and patient.state not in WAITING_FOR_DECISION:
        waiting_reminders_settle(patient, now=now)


def _asked_forget(patient: Patient, now: datetime) -> None:
    requests = InformationRequest.objects.filter(submission__patient=patient)
    reminders_settle(
        subject_type=ASKED_SUBJECT,
        subject_ids=[str(key) for key in requests.values_list("public_id", flat=True)],
        purpose=ASKED_PURPOSE,
        now=now,
    )


def _unfinished_forget(patient: Patient, now: datetime) -> None:
    reminders_cancel(
        subject_type=UNFINISHED_SUBJECT,
        subject_ids=[str(patient.public_id)],
        purpose=UNFINISHED_PURPOSE,
        reason="sent_in",
        now=now,
    )


def _is_founded(patient: Patient, to: str) -> bool:
    """Some steps rest on a record: approval on a decision, the start on a closed list."""
    foundation = _FOUNDATIONS.get((patient.state, to)) or _FOUNDATIONS.get(("", to))
    return foundation is None or foundation(patient)


def _has_approval(patient: Patient) -> bool:
    """An approval stands although an amendment made a newer submission."""
    decision = decision_in_force(patient)
    return decision is not None and decision.outcome == Outcome.APPROVE


def _has_closed_every_gate(patient: Patient) -> bool:
    return patient.readiness_gates.exists() and not open_gates(patient).exists()


_FOUNDATIONS: dict[tuple[str, str], Callable[[Patient], bool]] = {
    ("", PatientState.APPROVED): _has_approval,
    (PatientState.APPROVED, PatientState.ACTIVE): _has_closed_every_gate,
}
