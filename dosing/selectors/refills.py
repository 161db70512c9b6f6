"""Is a reminder about the supply still wanted? Each is about what was dispensed at one time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Subquery

from dosing.choices import HoldScope, SupplyKind
from dosing.models import DosingPlan, Hold, SupplyEntry
from dosing.selectors.reminders import OUT_OF_CARE
from intake.choices import PatientState
from intake.models import Patient
from ketaclinic.reminders.subjects import subject_uuid

SUBJECT_TYPE = "dosing.supply"


def supply_subject(patient: Patient, dispensed_at: datetime) -> str:
    """What a reminder is about: a patient's dispensing of one time, corrected or not."""
    return f"{patient.public_id}@{int(dispensed_at.timestamp())}"


def supply_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The subjects that need no reminder any more, each with the reason, in one read."""
    asked = {subject_id: subject_uuid(subject_id) for subject_id in subject_ids}
    keys = {key for key in asked.values() if key is not None}
    rows = {row.public_id: row for row in _rows(keys, now)}
    answers = {
        subject_id: next(_reasons(rows[key], subject_id), "") if key in rows else "missing"
        for subject_id, key in asked.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _rows(public_ids: Iterable[UUID], now: datetime) -> Any:
    given = SupplyEntry.objects.in_force().filter(
        patient=OuterRef("pk"), kind=SupplyKind.DISPENSED, amount_ug__gt=0
    )
    last = given.order_by().values("patient").annotate(at=Max("happened_at")).values("at")
    holds = Hold.objects.standing().filter(patient=OuterRef("pk"), scope=HoldScope.PLAN)
    plans = DosingPlan.objects.not_ended_by(now).filter(patient=OuterRef("pk"))
    found = Patient.objects.filter(public_id__in=list(public_ids)).order_by()
    return found.annotate(
        dispensed_at=Subquery(last), is_held=Exists(holds), is_planned=Exists(plans)
    )


def _reasons(row: Any, subject_id: str) -> Iterator[str]:
    if row.state != PatientState.ACTIVE:
        yield OUT_OF_CARE.get(row.state, "patient_state")
    if row.dispensed_at is None:
        yield "corrected"
    elif supply_subject(row, row.dispensed_at.astimezone(UTC)) != subject_id:
        yield "dispensed"
    if not row.is_planned:
        yield "plan_ended"
    if row.is_held:
        yield "held"
