"""Sign a plan, and stop one: the two moments at which a patient's doses change."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Q

from dosing.choices import CancelReason, PlanChange, PlanEndKind
from dosing.models import DosingPlan, PlanDraft, PlanEnd, ScheduledDose
from dosing.models.terms import term_values
from dosing.rules import DosingPolicy, LimitFinding, needs_reason, refused
from dosing.selectors import PlanReview, open_draft, open_permit, plan_review
from dosing.services.errors import (
    DraftChanged,
    NoPlanToStop,
    NoteNeeded,
    NothingToSign,
    PlanOverLimit,
    ReasonNeeded,
    SigningRefused,
)
from dosing.services.locks import patient_lock
from dosing.services.schedule import (
    laid_out_before,
    laid_out_by,
    slots_cancel,
    slots_lay_out,
    slots_save,
)
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record


@transaction.atomic
def plan_sign(*, patient: Any, by: Any, now: datetime, revision: int | None = None) -> DosingPlan:
    """Turn the open draft into the next version, end what it supersedes, lay out its doses.

    `revision` is the draft's revision that the prescriber read. Raises NothingToSign, DraftChanged,
    PlanOverLimit, ReasonNeeded, SigningRefused; then nothing is written.
    """
    ensure(by, Capability.SIGN_PLAN)
    patient = patient_lock(patient)
    draft = open_draft(patient)
    if draft is None:
        raise NothingToSign()
    if revision is not None and revision != draft.revision:
        raise DraftChanged()
    review = plan_review(patient, draft.terms, now)
    _check(review)
    plan = _version(patient, review, by, now)
    _close_draft(draft, plan)
    _use_permit(plan, review)
    ended = _supersede(plan, by, now)
    _lay_out(plan, ended, review.policy.get(DosingPolicy), now)
    _record_signature(plan, review)
    return plan


def _record_signature(plan: DosingPlan, review: PlanReview) -> None:
    details = {
        "version": plan.version,
        "change": plan.change,
        "policy_version": plan.policy_version.number,
        "limits_passed": [finding.key for finding in review.findings],
    }
    event_record(
        verb="dosing.plan_signed",
        by=plan.signed_by,
        patient_id=plan.patient.public_id,
        subject=plan,
        details=details,
    )


def _check(review: PlanReview) -> None:
    """The rules again, inside the lock: what the page showed may be old."""
    beyond = refused(review.findings)
    if beyond:
        raise PlanOverLimit(beyond)
    if needs_reason(review.findings) and not review.terms.limits_reason.strip():
        raise ReasonNeeded(field="limits_reason")
    if review.gates:
        raise SigningRefused(review.gates)


def _version(patient: Any, review: PlanReview, by: Any, now: datetime) -> DosingPlan:
    latest = DosingPlan.objects.filter(patient=patient).order_by("-version").first()
    return DosingPlan.objects.create(
        **term_values(review.terms),
        patient=patient,
        version=(latest.version if latest else 0) + 1,
        change=review.change,
        supersedes=latest,
        findings=[_stored(finding) for finding in review.findings],
        signed_by=by,
        signed_at=now,
        effective_at=review.effective_at,
        policy_version=review.policy.version,
    )


def _stored(finding: LimitFinding) -> dict[str, Any]:
    """A finding as it stood when the plan was signed."""
    value = finding.value
    return {
        "key": finding.key,
        "level": finding.level,
        "sentence": finding.sentence,
        "value": str(value) if isinstance(value, Fraction) else value,
        "limit": finding.limit,
        "unit": finding.unit,
        "source": finding.source,
    }


def _close_draft(draft: PlanDraft, plan: DosingPlan) -> None:
    draft.signed_as = plan
    draft.save(update_fields=["signed_as"])


def _use_permit(plan: DosingPlan, review: PlanReview) -> None:
    """An increase uses its permit up, so that one permit never signs two steps."""
    if review.change != PlanChange.INCREASE:
        return
    permit = open_permit(plan.patient, plan.signed_at)
    if permit is None:
        raise SigningRefused(review.gates)
    permit.used_by_plan = plan
    permit.save(update_fields=["used_by_plan"])


def _supersede(plan: DosingPlan, by: Any, now: datetime) -> list[DosingPlan]:
    """End every other version at the moment from which this one counts, with its later doses."""
    earlier = DosingPlan.objects.not_ended_by(plan.effective_at)
    ended = list(earlier.filter(patient=plan.patient).exclude(pk=plan.pk))
    for old in ended:
        PlanEnd.objects.create(
            plan=old,
            ended_at=plan.effective_at,
            kind=PlanEndKind.SUPERSEDED,
            superseded_by=plan,
            by=by,
            recorded_at=now,
        )
    later = Q(nominal_at__gte=plan.effective_at)
    still_open = Q(window_closes_at__gt=now) if plan.effective_at <= now else Q(pk__in=[])
    slots = ScheduledDose.objects.unreported().filter(later | still_open, plan__in=ended)
    slots_cancel(slots, reason=CancelReason.PLAN_SUPERSEDED, now=now)
    return ended


def _lay_out(
    plan: DosingPlan, ended: list[DosingPlan], policy: DosingPolicy, now: datetime
) -> None:
    """The versions before reach up to the change, so that no gap and no crowding stands there."""
    for old in ended:
        if old.effective_at <= now < plan.effective_at:
            known = laid_out_by(old)
            slots = slots_lay_out(old, known, now=now, policy=policy, until=plan.effective_at)
            slots_save(slots, now=now, policy=policy)
    known = laid_out_before(plan, now=now)
    slots_save(slots_lay_out(plan, known, now=now, policy=policy), now=now, policy=policy)


@transaction.atomic
def plan_stop(*, patient: Any, by: Any, now: datetime, reason: str) -> list[DosingPlan]:
    """End what runs and what was to come, from now on; NoPlanToStop when there is nothing."""
    ensure(by, Capability.SIGN_PLAN)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    patient = patient_lock(patient)
    plans = list(DosingPlan.objects.not_ended_by(now).filter(patient=patient))
    if not plans:
        raise NoPlanToStop()
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
    return plans
