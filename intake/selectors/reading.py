"""What a patient was asked to read, and whether a reminder of it is still wanted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from content.models import ArticlePage
from content.selectors import live_articles
from intake.models import Patient, ReadingTask
from intake.rules.states import AFTER_APPROVAL
from ketaclinic.reminders.subjects import subject_uuid
from ketaclinic.statements import Statement, among_uuids


def readings_of(patient: Patient) -> QuerySet[ReadingTask]:
    """Everything that this patient was asked to read, the newest first."""
    rows = ReadingTask.objects.filter(patient=patient).select_related("article", "asked_by")
    return rows.order_by("-asked_at", "-pk")


def readings_to_do(patient: Patient) -> list[ReadingTask]:
    """What is still to be read and can be: its article is published."""
    rows = readings_of(patient).filter(read_at=None, withdrawn_at=None, article__live=True)
    return list(rows)


def reading_by_public_id(public_id: UUID) -> ReadingTask | None:
    """One task with its patient, or None."""
    rows = ReadingTask.objects.filter(public_id=public_id)
    return rows.select_related("patient__user", "article").first()


def articles_to_ask(patient: Patient) -> QuerySet[ArticlePage]:
    """Published articles that the patient is not asked to read already."""
    asked = ReadingTask.objects.filter(patient=patient, read_at=None, withdrawn_at=None)
    return live_articles().exclude(pk__in=asked.exclude(article=None).values("article"))


def readings_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """What nobody need be told of any more, each with the reason, in one read."""
    asked = {subject_id: subject_uuid(subject_id) for subject_id in subject_ids}
    keys = [key for key in asked.values() if key is not None]
    rows = {row[0]: Reading._make(row) for row in _READINGS.all(tasks=keys)}
    answers = {each: _reason(rows.get(key) if key else None) for each, key in asked.items()}
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


class Reading(NamedTuple):
    """One task, as far as it decides about its reminders."""

    public_id: UUID
    read_at: datetime | None
    withdrawn_at: datetime | None
    is_live: bool | None
    patient_state: str


_READINGS: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        ReadingTask.objects.filter(among_uuids("public_id", "tasks"))
        .order_by()
        .annotate(is_live=F("article__live"), patient_state=F("patient__state"))
        .values_list(*Reading._fields)
    )
)


def _reason(row: Reading | None) -> str:
    if row is None:
        return "missing"
    if row.read_at is not None:
        return "read"
    if row.withdrawn_at is not None:
        return "withdrawn"
    if not row.is_live:
        return "unpublished"
    return "" if row.patient_state in AFTER_APPROVAL else row.patient_state
