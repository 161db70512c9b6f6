"""Is the word about a hold still to be sent? Asked about the holds that were placed, or closed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from dosing.choices import HoldScope
from dosing.models import DosingPlan, Hold
from dosing.selectors.reminders import OUT_OF_CARE
from intake.choices import PatientState
from ketaclinic.reminders.subjects import subject_uuid
from ketaclinic.statements import Statement, among_uuids, given_moment

SUBJECT_TYPE = "dosing.hold"
GIVEN_DOSES = (PatientState.ACTIVE, PatientState.APPROVED)


class ToldHold(NamedTuple):
    """One hold, as far as it decides about its messages."""

    public_id: UUID
    closed_at: datetime | None
    patient_state: str
    is_held: bool
    is_planned: bool


def held_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The holds that do not stand any more, each with the reason, in one read."""
    return _unwanted(subject_ids, now, _why_not_held)


def resumed_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The holds after which doses do not go on, each with the reason, in one read."""
    return _unwanted(subject_ids, now, _why_not_resumed)


def _unwanted(
    subject_ids: Iterable[str], now: datetime, why_not: Callable[[ToldHold], Iterator[str]]
) -> dict[str, str]:
    asked = {subject_id: subject_uuid(subject_id) for subject_id in subject_ids}
    keys = [key for key in asked.values() if key is not None]
    holds = {row[0]: ToldHold._make(row) for row in _HOLDS.all(public_ids=keys, now=now)}
    answers = {
        subject_id: next(why_not(holds[key]), "") if key in holds else "missing"
        for subject_id, key in asked.items()
    }
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _build() -> QuerySet[Any, Any]:
    now: Any = given_moment("now")
    of_plan = Hold.objects.standing().filter(patient=OuterRef("patient"), scope=HoldScope.PLAN)
    plans = DosingPlan.objects.not_ended_by(now).filter(patient=OuterRef("patient"))
    asked = Hold.objects.filter(among_uuids("public_id", "public_ids")).order_by()
    answers = {
        "patient_state": F("patient__state"),
        "is_held": Exists(of_plan),
        "is_planned": Exists(plans),
    }
    return asked.annotate(**answers).values_list(*ToldHold._fields)


_HOLDS: Statement[tuple[Any, ...]] = Statement(_build)


def _why_not_held(hold: ToldHold) -> Iterator[str]:
    if hold.closed_at is not None:
        yield "closed"
    if not hold.is_planned:
        yield "plan_ended"


def _why_not_resumed(hold: ToldHold) -> Iterator[str]:
    if hold.is_held:
        yield "held"
    if not hold.is_planned:
        yield "plan_ended"
    if hold.patient_state not in GIVEN_DOSES:
        yield OUT_OF_CARE.get(hold.patient_state, "patient_state")
