"""Two people past a hard limit (§11.9): one prescriber asks, another one answers."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.choices import ApprovalOutcome, ApprovalStanding
from dosing.models import ApprovalAnswer, ApprovalRequest, PlanDraft
from dosing.rules import needs_reason
from dosing.rules.approvals import beyond_approval, hard, is_yes, terms_record
from dosing.selectors import (
    Approval,
    PlanReview,
    approval_by_public_id,
    approval_of,
    approvers_besides,
    latest_approval,
    open_draft,
    plan_review,
)
from dosing.services.errors import (
    AlreadyAnswered,
    ChangeReasonNeeded,
    DeclinedAlready,
    DraftChanged,
    NobodyToApprove,
    NoteNeeded,
    NothingToApprove,
    NothingToSign,
    OwnRequest,
    PlanOverLimit,
    RequestVoid,
)
from dosing.services.locks import patient_lock
from dosing.services.plans import plan_draft_save
from dosing.services.versions import finding_record
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

STANDING = (ApprovalStanding.WAITING, ApprovalStanding.APPROVED)


@transaction.atomic
def approval_ask(
    *, patient: Any, by: Any, now: datetime, revision: int, reason: str
) -> ApprovalRequest:
    """Ask another prescriber to let the open draft pass its hard limits, with a typed reason.

    While a request about just this draft waits or is approved it is returned as it is. Raises
    NoteNeeded, NothingToSign, DraftChanged, NothingToApprove, PlanOverLimit (a ceiling or a bound),
    ChangeReasonNeeded, DeclinedAlready, NobodyToApprove; then nothing is written.
    """
    ensure(by, Capability.SIGN_PLAN)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    patient = patient_lock(patient)
    draft = _draft_as_read(patient, revision)
    review = plan_review(patient, draft.terms, now)
    _ensure_approvable(review)
    before = latest_approval(draft, policy=review.policy, now=now, findings=review.findings)
    if before is not None and before.standing in STANDING:
        return before.request
    if before is not None and before.standing == ApprovalStanding.DECLINED:
        raise DeclinedAlready()
    if not approvers_besides(by, draft.saved_by).exists():
        raise NobodyToApprove()
    return _request(patient, draft, review, reason.strip(), by, now)


def _request(
    patient: Any, draft: PlanDraft, review: PlanReview, reason: str, by: Any, now: datetime
) -> ApprovalRequest:
    drafted_by = draft.saved_by
    draft = _with_reason(draft, review, reason, by, now)
    request: ApprovalRequest = ApprovalRequest.objects.create(
        patient=patient,
        draft=draft,
        revision=draft.revision,
        kept_terms=terms_record(draft.terms),
        findings=[finding_record(finding) for finding in hard(review.findings)],
        policy_version=review.policy.version,
        reason=reason,
        asked_by=by,
        drafted_by=drafted_by,
        asked_at=now,
    )
    _record("dosing.approval_asked", request, by)
    return request


def _draft_as_read(patient: Any, revision: int) -> PlanDraft:
    draft = open_draft(patient)
    if draft is None:
        raise NothingToSign()
    if draft.revision != revision:
        raise DraftChanged()
    return draft


def _ensure_approvable(review: PlanReview) -> None:
    beyond = beyond_approval(review.findings)
    if beyond:
        raise PlanOverLimit(beyond)
    if not hard(review.findings):
        raise NothingToApprove()
    if review.lacks_change_reason:
        # Written later, it would change the draft and void the yes.
        raise ChangeReasonNeeded(field="change_reason")


def _with_reason(
    draft: PlanDraft, review: PlanReview, reason: str, by: Any, now: datetime
) -> PlanDraft:
    """Soft limits ask for a reason too; typed later it would change the draft and void the yes."""
    if not needs_reason(review.findings) or draft.limits_reason.strip():
        return draft
    terms = replace(draft.terms, limits_reason=reason)
    return plan_draft_save(patient=draft.patient, by=by, now=now, terms=terms)


@transaction.atomic
def approval_answer(
    *, request: ApprovalRequest, by: Any, now: datetime, outcome: str, note: str
) -> ApprovalAnswer:
    """Approve or decline what was asked, with a note. The same answer again changes nothing.

    Raises NoteNeeded, OwnRequest, AlreadyAnswered, RequestVoid; then nothing is written.
    """
    ensure(by, Capability.APPROVE_PLAN)
    if outcome not in ApprovalOutcome.values:
        raise ValueError(outcome)
    if not note.strip():
        raise NoteNeeded(field="note")
    patient_lock(request.patient)
    request = approval_by_public_id(request.public_id) or request
    policy = policy_in_force()
    asked = approval_of(request, policy=policy, now=now)
    if not asked.is_asked_of(by):
        raise OwnRequest()
    if asked.answer is not None:
        return _same_answer(asked.answer, by, outcome)
    _ensure_as_asked(asked, outcome, now)
    answer: ApprovalAnswer = ApprovalAnswer.objects.create(
        request=request,
        outcome=outcome,
        note=note.strip(),
        answered_by=by,
        answered_at=now,
        asked_by=request.asked_by,
        drafted_by=request.drafted_by,
    )
    _record(f"dosing.approval_{outcome}", request, by)
    return answer


def _same_answer(answer: ApprovalAnswer, by: Any, outcome: str) -> ApprovalAnswer:
    if answer.answered_by_id != by.pk or answer.outcome != outcome:
        raise AlreadyAnswered(answer.answered_by.full_name)
    return answer


def _ensure_as_asked(asked: Approval, outcome: str, now: datetime) -> None:
    """A yes is judged anew inside the lock: same draft, same limits, no further past them."""
    if is_yes(outcome) and asked.standing == ApprovalStanding.WAITING:
        draft = asked.request.draft
        review = plan_review(asked.request.patient, draft.terms, now)
        asked = approval_of(asked.request, policy=review.policy, now=now, findings=review.findings)
    if asked.standing != ApprovalStanding.WAITING:
        raise RequestVoid(asked.standing.label)


def _record(verb: str, request: ApprovalRequest, by: Any) -> None:
    event_record(
        verb=verb,
        by=by,
        patient_id=request.patient.public_id,
        subject=request,
        details={
            "revision": request.revision,
            "policy_version": request.policy_version.number,
            "limits": [finding["key"] for finding in request.findings],
        },
    )
