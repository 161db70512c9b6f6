"""Is a reminder about a dose still wanted? Asked when it is claimed and again before it is sent."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dosing.choices import CancelReason, HoldScope, Place
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from intake.choices import PatientState

CANCELLED: dict[str, str] = {
    CancelReason.PLAN_SUPERSEDED: "superseded",
    CancelReason.PLAN_STOPPED: "stopped",
}


def still_wanted(subject_id: str, now: datetime) -> str:
    """Empty when the dose still waits for its patient, else a short machine reason."""
    return unwanted_among([subject_id], now).get(subject_id, "")


def unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The doses that need no reminder any more, each with the reason, in one read."""
    wanted = [subject_id for subject_id in subject_ids if _is_uuid(subject_id)]
    slots = {str(slot.public_id): slot for slot in _slots(wanted, now)}
    answers = {key: _reason(slots[key]) if key in slots else "missing" for key in subject_ids}
    return {key: reason for key, reason in answers.items() if reason}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _slots(public_ids: list[str], now: datetime) -> QuerySet[Any]:
    reports = DoseLog.objects.filter(slot=OuterRef("pk"), is_extra=False)
    on_plan = Q(scope=HoldScope.PLAN, patient=OuterRef("patient"))
    holds = Hold.objects.standing().filter(on_plan | Q(slot=OuterRef("pk")))
    in_force = DosingPlan.objects.in_force_at(now).filter(pk=OuterRef("plan"))
    return (
        ScheduledDose.objects.filter(public_id__in=public_ids)
        .select_related("patient")
        .annotate(
            is_logged=Exists(reports), is_held=Exists(holds), is_plan_in_force=Exists(in_force)
        )
    )


def _reason(slot: Any) -> str:
    return next(_reasons(slot), "")


def _reasons(slot: Any) -> Iterator[str]:
    allowed = {PatientState.ACTIVE}
    if slot.place == Place.CLINIC:
        allowed.add(PatientState.APPROVED)
    if slot.cancelled_at:
        yield CANCELLED.get(slot.cancel_reason, "cancelled")
    if slot.is_logged:
        yield "logged"
    if slot.is_held:
        yield "held"
    if not slot.is_plan_in_force:
        yield "plan_ended"
    if slot.not_offered:
        yield "not_offered"
    if slot.patient.state not in allowed:
        yield "patient_state"
