"""A clinician's decision about a submitted application."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from intake.choices import Action, Outcome, PainType, PatientState
from intake.models import Decision, FindingAnswer, Patient, ScreeningFinding, Submission
from intake.rules import Finding, decision_findings
from intake.selectors import findings_of, open_concerns_of, undecided_submission
from intake.services.claims import claim_end, claim_refuse_other
from intake.services.errors import (
    AlternativesMissing,
    ApplicantNotReached,
    ConsentNotUnderstood,
    DirectorNeeded,
    FindingUnanswered,
    MessageMissing,
    NothingToDecide,
    PainTypeMissing,
    ReasonMissing,
)
from intake.services.readiness import readiness_open
from intake.services.staleness import refuse_stale
from intake.services.submission import findings_store
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import Capability, allows, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

ANSWERED = (Action.EXCLUDE, Action.REVIEW)
NEXT_STATE = {Outcome.APPROVE: PatientState.APPROVED, Outcome.DECLINE: PatientState.DECLINED}


@transaction.atomic
def application_decide(
    *,
    patient: Patient,
    by: User,
    now: datetime,
    outcome: str,
    reason: str,
    message: str,
    pain_type: str = "",
    understands_risks: bool | None = None,
    alternatives: str = "",
    answers: Mapping[str, str] | None = None,
    shown: int | None = None,
) -> Decision:
    """Approve or decline the application that waits; `answers` go by the key of the finding.

    Approval needs an answer to each exclude and review finding, a patient who understands, the
    type of pain, and the medical director where anything excludes. A refusal needs a message and
    the alternatives. `shown` is the number of the submission that was read. Raises a named Refused
    else, also while somebody else has the application in hand.
    """
    ensure(by, Capability.DECIDE_APPLICATION)
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    submission = undecided_submission(patient.pk)
    if submission is None:
        raise NothingToDecide()
    claim_refuse_other(locked, by)
    refuse_stale(submission, shown)
    decision = Decision(
        submission=submission,
        outcome=outcome,
        pain_type=pain_type,
        understands_risks=understands_risks,
        reason=reason.strip(),
        message=message.strip(),
        alternatives=alternatives.strip(),
        decided_at=now,
        decided_by=by,
    )
    given = {key: text.strip() for key, text in (answers or {}).items()}
    _refuse_incomplete(decision, given)
    decision.save()
    _record(patient, decision, given)
    return decision


def _refuse_incomplete(decision: Decision, given: Mapping[str, str]) -> None:
    if not decision.reason:
        raise ReasonMissing(field="reason")
    if decision.outcome == Outcome.APPROVE:
        _refuse_approval(decision, given)
    elif not decision.message:
        raise MessageMissing(field="message")
    elif not decision.alternatives:
        raise AlternativesMissing(field="alternatives")


def _refuse_approval(decision: Decision, given: Mapping[str, str]) -> None:
    if open_concerns_of(decision.submission.patient).exists():
        raise ApplicantNotReached()
    if not decision.understands_risks:
        raise ConsentNotUnderstood(field="understands_risks")
    if decision.pain_type not in PainType.values:
        raise PainTypeMissing(field="pain_type")
    found = findings_of(decision.submission)
    if needs_director(decision.submission, found) and not allows(
        decision.decided_by, Capability.OVERRIDE_EXCLUSION
    ):
        raise DirectorNeeded()
    asked = [f.key for f in found if f.action in ANSWERED]
    for key in (*asked, *(f.key for f in _found_now(decision))):
        if not given.get(key):
            raise FindingUnanswered(field=f"answer_{key}")


def needs_director(submission: Submission, found: Iterable[ScreeningFinding]) -> bool:
    """Whether anything excludes, or did until an amendment took it back unasked."""
    is_pending = submission.patient.state == PatientState.INELIGIBLE_PENDING
    return is_pending or any(finding.action == Action.EXCLUDE for finding in found)


def _found_now(decision: Decision) -> list[Finding]:
    return decision_findings(decision.pain_type, understands_risks=decision.understands_risks)


def _keep_answers(decision: Decision, given: Mapping[str, str]) -> None:
    submission, now = decision.submission, decision.decided_at
    findings_store(
        submission=submission, found=_found_now(decision), policy=policy_in_force(), now=now
    )
    answered = ScreeningFinding.objects.filter(submission=submission, action__in=ANSWERED)
    FindingAnswer.objects.bulk_create(
        FindingAnswer(
            finding=finding,
            decision=decision,
            answer=given[finding.key],
            answered_at=now,
            answered_by=decision.decided_by,
        )
        for finding in answered
    )


def _record(patient: Patient, decision: Decision, given: Mapping[str, str]) -> None:
    by, now = decision.decided_by, decision.decided_at
    is_approved = decision.outcome == Outcome.APPROVE
    if is_approved:
        _keep_answers(decision, given)
    claim_end(patient, by, now)
    patient_transition(patient=patient, to=NEXT_STATE[Outcome(decision.outcome)], by=by, now=now)
    if is_approved:
        readiness_open(patient=patient, now=now)
    event_record(
        verb="intake.application_decided",
        by=by,
        patient_id=patient.public_id,
        subject=decision,
        details={"outcome": decision.outcome},
    )
