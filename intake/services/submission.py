"""Send the application: freeze it, judge it, and put it in the clinic's queue."""

from datetime import datetime
from typing import Any

from django.db import transaction

from intake.choices import Action, PatientState, Section, SubmissionKind
from intake.models import InformationRequest, Patient, ScreeningFinding, Submission
from intake.rules import Finding, IntakePolicy, findings
from intake.rules.states import EDITABLE_BY_APPLICANT
from intake.selectors import (
    answered_since,
    answers_in_force,
    consent_is_current,
    missing_sections,
    open_request,
    open_sections,
    screening_facts,
    sections_of,
    submission_in_force,
)
from intake.services.claims import claim_follow
from intake.services.errors import ApplicationFrozen, ApplicationIncomplete
from intake.services.transitions import patient_transition
from intake.services.waiting import waiting_reminders_schedule
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force

VERBS = {
    SubmissionKind.FIRST: "intake.application_submitted",
    SubmissionKind.MORE_INFO: "intake.information_sent",
    SubmissionKind.AMENDMENT: "intake.application_amended",
}


@transaction.atomic
def application_submit(*, patient: Patient, by: User, now: datetime) -> Submission:
    """Freeze the answers and judge them by the policy in force; a second call changes nothing.

    After the clinic asked for more, only the pages asked are needed, and only they change. Raises
    ApplicationIncomplete, which names the pages that are missing. An exclude finding never
    refuses: the application waits for the medical director.
    """
    ensure(by, Capability.OWN_RECORD)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.user_id != by.pk:
        raise AccessRefused()
    if locked.state not in EDITABLE_BY_APPLICANT:
        return _already_sent(locked)
    request = open_request(locked)
    facts = _asked_facts(locked, request) if request else _all_facts(locked)
    kind = SubmissionKind.MORE_INFO if request else SubmissionKind.FIRST
    submission = submission_make(patient=locked, kind=kind, facts=facts, by=by, now=now)
    _enter_queue(submission)
    waiting_reminders_schedule(submission, now=now)
    patient.state = locked.state
    return submission


def submission_make(
    *,
    patient: Patient,
    kind: SubmissionKind,
    facts: dict[str, Any],
    by: User,
    now: datetime,
    reason: str = "",
) -> Submission:
    """Freeze these answers as the patient's next submission, with what the rules find in them.

    Called inside the transaction of a service that locked the patient; the state is its business.
    """
    policy = policy_in_force()
    submission = Submission.objects.create(
        patient=patient,
        number=patient.submissions.count() + 1,
        kind=kind,
        reason=reason,
        facts=facts,
        policy_version=policy.version,
        submitted_at=now,
        submitted_by=by,
    )
    today = now.astimezone(patient.user.zone).date()
    found = findings(screening_facts(facts), policy.get(IntakePolicy), today)
    findings_store(submission=submission, found=found, policy=policy, now=now)
    event_record(
        verb=VERBS[kind],
        by=by,
        patient_id=patient.public_id,
        subject=submission,
        details={"findings": len(found), "policy": policy.version.number},
    )
    return submission


def _already_sent(patient: Patient) -> Submission:
    submission = submission_in_force(patient)
    if submission is None:
        raise ApplicationFrozen()
    return submission


def _all_facts(patient: Patient) -> dict[str, Any]:
    answers = answers_in_force(patient)
    missing = missing_sections(patient, answers)
    if Section.CONSENT not in missing and not consent_is_current(patient):
        missing.append(Section.CONSENT)
    if missing:
        raise ApplicationIncomplete(missing)
    return {section.value: answers[section] for section in sections_of(patient)}


def _asked_facts(patient: Patient, request: InformationRequest) -> dict[str, Any]:
    """What was sent before, with the pages that were asked again as they are now."""
    answers = answers_in_force(patient)
    asked = open_sections(patient, answers)
    answered = answered_since(request)
    missing = [section for section in asked if section not in answered]
    if missing:
        raise ApplicationIncomplete(missing)
    before = _already_sent(patient).facts
    fresh = {*asked, Section.CONSENT} & answers.keys()
    return {**before, **{section: answers[section] for section in map(str, fresh)}}


def findings_store(
    *, submission: Submission, found: list[Finding], policy: PolicyInForce, now: datetime
) -> list[ScreeningFinding]:
    """Keep each finding with the facts it read and the policy it was judged by."""
    return ScreeningFinding.objects.bulk_create(
        ScreeningFinding(
            submission=submission,
            key=finding.key,
            action=finding.action,
            facts=dict(finding.facts),
            sentence=finding.sentence,
            source=finding.source,
            policy_version=policy.version,
            found_at=now,
        )
        for finding in found
    )


def _enter_queue(submission: Submission) -> None:
    """Into the queue, or back to the person who has the application in hand."""
    patient, by, now = submission.patient, submission.submitted_by, submission.submitted_at
    patient_transition(patient=patient, to=PatientState.SUBMITTED, by=by, now=now)
    claim = claim_follow(submission)
    if not excluded_wait(submission) and claim is not None:
        patient_transition(
            patient=patient, to=PatientState.IN_REVIEW, by=None, now=now, reason="still claimed"
        )


def excluded_wait(submission: Submission) -> bool:
    """What excludes waits for the medical director; returns whether it does."""
    excluded = submission.findings.filter(action=Action.EXCLUDE).values_list("key", flat=True)
    reason = f"findings: {', '.join(excluded)}"
    if excluded:
        patient_transition(
            patient=submission.patient,
            to=PatientState.INELIGIBLE_PENDING,
            by=None,
            now=submission.submitted_at,
            reason=reason[:500],
        )
    return bool(excluded)
