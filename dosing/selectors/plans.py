"""Reads of the plan: the version in force, its history, the open draft."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from dosing.models import DosingPlan, PlanDraft
from dosing.rules import Terms, resolve
from intake.models import Patient


def plan_in_force(patient: Patient, now: datetime) -> DosingPlan | None:
    """The signed version that counts at a moment, or None."""
    plan: DosingPlan | None = (
        DosingPlan.objects.filter(patient=patient)
        .in_force_at(now)
        .select_related("policy_version", "signed_by", "supersedes")
        .order_by("-version")
        .first()
    )
    return plan


def plans_coming(patient: Patient, now: datetime) -> list[DosingPlan]:
    """Signed versions that take effect later, the next one first; a taper has several."""
    plans = (
        DosingPlan.objects.filter(patient=patient, effective_at__gt=now)
        .with_end()
        .select_related("policy_version", "signed_by", "supersedes")
        .order_by("effective_at", "version")
    )
    return [plan for plan in plans if plan.ended_at is None or plan.ended_at > plan.effective_at]


def plan_history(patient: Patient) -> QuerySet[DosingPlan]:
    """Every signed version, newest first, with who signed it and how it ended."""
    return (
        DosingPlan.objects.filter(patient=patient)
        .select_related("signed_by", "supersedes", "policy_version")
        .select_related("approval_use__answer__answered_by")
        .with_end_told()
        .order_by("-version")
    )


def open_draft(patient: Patient) -> PlanDraft | None:
    """The draft that waits for a signature, or None."""
    return open_drafts(patient).select_related("saved_by").first()


def open_drafts(patient: Patient) -> QuerySet[PlanDraft]:
    """The one draft that waits for a signature, or none."""
    return PlanDraft.objects.filter(patient=patient, signed_as=None, discarded_at=None)


def zone_of(patient: Patient) -> ZoneInfo:
    return ZoneInfo(patient.user.time_zone)


def effective_moment(terms: Terms, zone: ZoneInfo, now: datetime) -> datetime:
    """When a version signed now takes effect: at once, or as its first day begins."""
    if terms.starts_on is None:
        return now
    return max(now, resolve(terms.starts_on, time.min, zone))
