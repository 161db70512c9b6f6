"""Write a signed version: its row, the permit that it uses, what it supersedes, its doses."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q

from dosing.choices import CancelReason, PlanChange, PlanEndKind
from dosing.models import ApprovalAnswer, ApprovalUse, DosingPlan, PlanEnd, ScheduledDose
from dosing.models.terms import term_values
from dosing.rules import DosingPolicy, LimitFinding
from dosing.selectors import Case, PlanReview, open_permit
from dosing.services.errors import SigningRefused
from dosing.services.refills import refill_reminders_follow
from dosing.services.schedule import (
    laid_out_before,
    laid_out_by,
    slots_cancel,
    slots_lay_out,
    slots_save,
)
from intake.models import Patient
from ketaclinic.audit.services import event_record


def version_sign(
    patient: Patient,
    review: PlanReview,
    *,
    by: Any,
    now: datetime,
    approval: ApprovalAnswer | None = None,
    step_conditions: Sequence[str] | None = None,
) -> DosingPlan:
    """Write the next version of terms that were judged inside the patient's lock, with its doses.

    `approval` is another prescriber's yes, where the terms go past a hard limit;
    `step_conditions` is what was true when a planned step was released, None for a draft.
    """
    plan = _version(patient, review, by, now, step_conditions)
    if approval is not None:
        ApprovalUse.objects.create(plan=plan, answer=approval)
    _use_permit(plan, review)
    ended = _supersede(plan, by, now)
    _lay_out(plan, ended, review.policy.get(DosingPolicy), now)
    refill_reminders_follow(Case(patient, now))
    _record_signature(plan, review)
    return plan


def _version(
    patient: Patient,
    review: PlanReview,
    by: Any,
    now: datetime,
    step_conditions: Sequence[str] | None,
) -> DosingPlan:
    latest = DosingPlan.objects.filter(patient=patient).order_by("-version").first()
    return DosingPlan.objects.create(
        **term_values(review.terms),
        patient=patient,
        version=(latest.version if latest else 0) + 1,
        change=review.change,
        supersedes=latest,
        findings=[finding_record(finding) for finding in review.findings],
        step_conditions=None if step_conditions is None else list(step_conditions),
        signed_by=by,
        signed_at=now,
        effective_at=review.effective_at,
        policy_version=review.policy.version,
    )


def finding_record(finding: LimitFinding) -> dict[str, Any]:
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


def _record_signature(plan: DosingPlan, review: PlanReview) -> None:
    details = {
        "version": plan.version,
        "change": plan.change,
        "policy_version": plan.policy_version.number,
        "limits_passed": [finding.key for finding in review.findings],
        "step_conditions": plan.step_conditions,
    }
    if plan.approval is not None:
        details["approval"] = str(plan.approval.request.public_id)
        details["approved_by"] = plan.approval.answered_by_id
    event_record(
        verb="dosing.plan_signed",
        by=plan.signed_by,
        patient_id=plan.patient.public_id,
        subject=plan,
        details=details,
    )
