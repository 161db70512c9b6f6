"""Send the application: freeze it, judge it, and put it in the clinic's queue."""

from datetime import datetime

from django.db import transaction

from intake.choices import Action, PatientState, Section
from intake.models import Patient, ScreeningFinding, Submission
from intake.rules import Finding, IntakePolicy, findings
from intake.rules.states import EDITABLE_BY_APPLICANT
from intake.selectors import (
    answers_in_force,
    consent_is_current,
    missing_sections,
    screening_facts,
    sections_of,
    submission_in_force,
)
from intake.services.errors import ApplicationFrozen, ApplicationIncomplete
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force


@transaction.atomic
def application_submit(*, patient: Patient, by: User, now: datetime) -> Submission:
    """Freeze the answers and judge them by the policy in force; a second call changes nothing.

    Raises ApplicationIncomplete, which names the pages that are missing. An exclude finding never
    refuses: the application waits for the medical director.
    """
    ensure(by, Capability.OWN_RECORD)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.user_id != by.pk:
        raise AccessRefused()
    if locked.state not in EDITABLE_BY_APPLICANT:
        return _already_sent(locked)
    submission = _judge(locked, by, now)
    patient.state = locked.state
    return submission


def _judge(patient: Patient, by: User, now: datetime) -> Submission:
    policy = policy_in_force()
    submission = _freeze(patient, by, now, policy)
    found = findings(
        screening_facts(submission.facts),
        policy.get(IntakePolicy),
        now.astimezone(patient.user.zone).date(),
    )
    findings_store(submission=submission, found=found, policy=policy, now=now)
    _enter_queue(patient, by, now, found)
    event_record(
        verb="intake.application_submitted",
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


def _freeze(patient: Patient, by: User, now: datetime, policy: PolicyInForce) -> Submission:
    answers = answers_in_force(patient)
    missing = missing_sections(patient, answers)
    if Section.CONSENT not in missing and not consent_is_current(patient):
        missing.append(Section.CONSENT)
    if missing:
        raise ApplicationIncomplete(missing)
    asked = sections_of(patient)
    return Submission.objects.create(
        patient=patient,
        number=patient.submissions.count() + 1,
        facts={section.value: answers[section] for section in asked},
        policy_version=policy.version,
        submitted_at=now,
        submitted_by=by,
    )


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


def _enter_queue(patient: Patient, by: User, now: datetime, found: list[Finding]) -> None:
    patient_transition(patient=patient, to=PatientState.SUBMITTED, by=by, now=now)
    excluded = [finding.key for finding in found if finding.action == Action.EXCLUDE]
    if excluded:
        reason = f"findings: {', '.join(excluded)}"
        patient_transition(
            patient=patient,
            to=PatientState.INELIGIBLE_PENDING,
            by=None,
            now=now,
            reason=reason[:500],
        )
