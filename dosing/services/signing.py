"""Sign a plan, and stop one: the two moments at which a patient's doses change."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.choices import CancelReason, PlanEndKind
from dosing.models import ApprovalAnswer, DosingPlan, PlanDraft, PlanEnd, ScheduledDose
from dosing.rules import DosingPolicy, needs_reason, refused
from dosing.selectors import (
    Case,
    PlanReview,
    latest_approval,
    needs_taper,
    open_draft,
    plan_review,
)
from dosing.services.errors import (
    ChangeReasonNeeded,
    DraftChanged,
    NoPlanToStop,
    NoteNeeded,
    NothingToSign,
    PlanOverLimit,
    ReasonNeeded,
    SignerApproved,
    SigningRefused,
    TaperFirst,
)
from dosing.services.locks import patient_lock
from dosing.services.refills import refill_reminders_follow
from dosing.services.schedule import slots_cancel
from dosing.services.versions import version_sign
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force


@transaction.atomic
def plan_sign(*, patient: Any, by: Any, now: datetime, revision: int | None = None) -> DosingPlan:
    """Turn the open draft into the next version, end what it supersedes, lay out its doses.

    `revision` is the draft's revision that the prescriber read. Raises NothingToSign, DraftChanged,
    PlanOverLimit, SignerApproved, ReasonNeeded, ChangeReasonNeeded, SigningRefused; then nothing
    is written.
    """
    ensure(by, Capability.SIGN_PLAN)
    patient = patient_lock(patient)
    draft = open_draft(patient)
    if draft is None:
        raise NothingToSign()
    if revision is not None and revision != draft.revision:
        raise DraftChanged()
    review = plan_review(patient, draft.terms, now)
    approval = _check(draft, review, by, now)
    plan = version_sign(patient, review, by=by, now=now, approval=approval)
    _close_draft(draft, plan)
    return plan


def _check(draft: PlanDraft, review: PlanReview, by: Any, now: datetime) -> ApprovalAnswer | None:
    """The rules again, inside the lock: what the page showed may be old. Gives the approval that
    the plan needs to pass, or None when it needs none."""
    approval = _approval(draft, review, by, now)
    if needs_reason(review.findings) and not review.terms.limits_reason.strip():
        raise ReasonNeeded(field="limits_reason")
    if review.lacks_change_reason:
        raise ChangeReasonNeeded(field="change_reason")
    if review.gates:
        raise SigningRefused(review.gates)
    return approval


def _approval(
    draft: PlanDraft, review: PlanReview, by: Any, now: datetime
) -> ApprovalAnswer | None:
    """Another prescriber's yes to just this; without it, hard means no (§11.9)."""
    beyond = refused(review.findings)
    if not beyond:
        return None
    asked = latest_approval(draft, policy=review.policy, now=now, findings=review.findings)
    if asked is None or not asked.is_in_force or asked.answer is None:
        raise PlanOverLimit(beyond)
    if asked.answer.answered_by_id == by.pk:
        raise SignerApproved()
    return asked.answer


def _close_draft(draft: PlanDraft, plan: DosingPlan) -> None:
    draft.signed_as = plan
    draft.save(update_fields=["signed_as"])


@transaction.atomic
def plan_stop(
    *, patient: Any, by: Any, now: datetime, reason: str, without_taper: bool = False
) -> list[DosingPlan]:
    """End what runs and what was to come, from now on; NoPlanToStop when there is nothing.

    Raises TaperFirst for who has dosed for weeks, unless a stop at once is said to be right.
    """
    ensure(by, Capability.SIGN_PLAN)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    patient = patient_lock(patient)
    plans = list(DosingPlan.objects.not_ended_by(now).filter(patient=patient))
    if not plans:
        raise NoPlanToStop()
    policy = policy_in_force().get(DosingPolicy)
    if not without_taper and needs_taper(patient, plans[0], now, policy):
        raise TaperFirst(policy.taper_if_continuous_days_gt)
    for plan in plans:
        PlanEnd.objects.create(
            plan=plan,
            ended_at=now,
            kind=PlanEndKind.STOPPED,
            by=by,
            reason=reason.strip(),
            recorded_at=now,
        )
        event_record(verb="dosing.plan_stopped", by=by, patient_id=patient.public_id, subject=plan)
    slots = ScheduledDose.objects.unreported().closing_after(now).filter(plan__in=plans)
    slots_cancel(slots, reason=CancelReason.PLAN_STOPPED, now=now)
    refill_reminders_follow(Case(patient, now))
    return plans
