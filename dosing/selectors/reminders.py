"""Is a reminder about a dose still wanted? Asked when it is claimed and again before it is sent."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dosing.choices import CancelReason, HoldScope, NotOffered, Place
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from intake.choices import PatientState
from ketaclinic.reminders.subjects import subject_uuid
from ketaclinic.statements import Statement, among_uuids, given_moment

CANCELLED: dict[str, str] = {
    CancelReason.PLAN_SUPERSEDED: "superseded",
    CancelReason.PLAN_STOPPED: "stopped",
}
# Why a dose is not offered, where it is a reason of its own.
LEFT_OUT: dict[str, str] = {NotOffered.ZONE: "zone_moved"}
# Why nothing is offered, where the state alone says it; any other is only not there yet.
OUT_OF_CARE: dict[str, str] = {
    PatientState.PAUSED: "paused",
    PatientState.DISCHARGED: "discharged",
    PatientState.DECEASED: "deceased",
}


def unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The doses that need no reminder any more, each with the reason, in one read."""
    asked = list(subject_ids)
    keys = [key for subject_id in asked if (key := subject_uuid(subject_id)) is not None]
    slots = {str(row[0]): Slot(*row) for row in _SLOTS.all(public_ids=keys, now=now)}
    answers = {key: _reason(slots[key]) if key in slots else "missing" for key in asked}
    return {key: reason for key, reason in answers.items() if reason}


class Slot(NamedTuple):
    """Only what decides: this is asked for every few reminders just before they are sent."""

    public_id: UUID
    cancelled_at: datetime | None
    cancel_reason: str
    not_offered: str
    place: str
    patient_state: str
    is_logged: bool
    is_held: bool
    is_plan_in_force: bool


def _build() -> QuerySet[Any, Any]:
    now: Any = given_moment("now")
    reports = DoseLog.objects.filter(slot=OuterRef("pk"), is_extra=False)
    on_plan = Q(scope=HoldScope.PLAN, patient=OuterRef("patient"))
    holds = Hold.objects.standing().filter(on_plan | Q(slot=OuterRef("pk")))
    in_force = DosingPlan.objects.in_force_at(now).filter(pk=OuterRef("plan"))
    answers = {
        "patient_state": F("patient__state"),
        "is_logged": Exists(reports),
        "is_held": Exists(holds),
        "is_plan_in_force": Exists(in_force),
    }
    asked = ScheduledDose.objects.filter(among_uuids("public_id", "public_ids")).order_by()
    return asked.annotate(**answers).values_list(*Slot._fields)


_SLOTS: Statement[tuple[Any, ...]] = Statement(_build)


def _reason(slot: Slot) -> str:
    return next(_reasons(slot), "")


def _reasons(slot: Slot) -> Iterator[str]:
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
        yield LEFT_OUT.get(slot.not_offered, "not_offered")
    if slot.patient_state not in allowed:
        yield OUT_OF_CARE.get(slot.patient_state, "patient_state")
