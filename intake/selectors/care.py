"""What was done of the tests and visits that care asks for, and what is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from intake.choices import CareKind, PatientState
from intake.models import CareRecord, Patient
from intake.rules.care import KINDS_OF
from ketaclinic.reminders.registry import UnwantedAmong
from ketaclinic.reminders.subjects import subject_uuid
from ketaclinic.statements import Statement, among_uuids


def care_in_force() -> QuerySet[CareRecord]:
    """The newest row of each kind of each patient."""
    newer = CareRecord.objects.filter(
        patient=OuterRef("patient"), kind=OuterRef("kind"), pk__gt=OuterRef("pk")
    )
    return CareRecord.objects.filter(~Exists(newer)).order_by()


def care_of(patient: Patient) -> dict[str, CareRecord]:
    """What counts of each kind; a kind that nobody ever recorded is missing."""
    rows = care_in_force().filter(patient=patient).select_related("recorded_by")
    return {row.kind: row for row in rows}


def care_history(patient: Patient) -> QuerySet[CareRecord]:
    """Every record, the newest first."""
    rows = CareRecord.objects.filter(patient=patient).select_related("recorded_by")
    return rows.order_by("-done_on", "-pk")


class CareDue(NamedTuple):
    """Something that is due by a day, or was."""

    kind: CareKind
    next_due_on: date


def next_due(patient: Any, kind: CareKind) -> Subquery:
    """When the newest record says that this kind is due, as a column of another query."""
    rows = CareRecord.objects.filter(patient=patient, kind=kind).order_by("-pk")
    return Subquery(rows.values("next_due_on")[:1])


def has_current(patient: Any, kind: str, today: Any) -> Exists:
    """Whether one of this kind is on record and not overdue, as a condition on `Given` values.

    One that nobody recorded is unknown, and unknown is not current.
    """
    return Exists(care_in_force().filter(patient=patient, kind=kind, next_due_on__gte=today))


def care_subject(patient: Patient, due_on: date) -> str:
    """What a reminder is about: all of its kind that is due for a patient on one day."""
    return f"{patient.public_id}@{due_on.isoformat()}"


def care_unwanted_among(purpose: str) -> UnwantedAmong:
    """The question of a purpose, which asks about its own kinds."""
    return partial(_unwanted_among, kinds=KINDS_OF[purpose])


def _unwanted_among(
    subject_ids: Iterable[str], now: datetime, *, kinds: frozenset[CareKind]
) -> dict[str, str]:
    """What nobody need be told of any more, each with the reason, in one read."""
    asked = {subject_id: _parsed(subject_id) for subject_id in subject_ids}
    keys = list({key for key, _ in asked.values() if key is not None})
    days: dict[UUID, set[str]] = defaultdict(set)
    states: dict[UUID, str] = {}
    for key, state, kind, due_on in _DUE.all(patients=keys):
        states[key] = state
        if kind in kinds:
            days[key].add(due_on.isoformat())
    answers = {each: _reason(key, day, states, days) for each, (key, day) in asked.items()}
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


_DUE: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        care_in_force()
        .filter(among_uuids("patient__public_id", "patients"))
        .values_list("patient__public_id", "patient__state", "kind", "next_due_on")
    )
)


def _reason(
    key: UUID | None, day: str, states: Mapping[UUID, str], days: Mapping[UUID, set[str]]
) -> str:
    if key is None or key not in states:
        return "missing"
    if states[key] != PatientState.ACTIVE:
        return states[key]
    return "" if day in days.get(key, ()) else "recorded"


def _parsed(subject_id: str) -> tuple[UUID | None, str]:
    return subject_uuid(subject_id), subject_id.partition("@")[2]
