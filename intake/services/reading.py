"""Ask a patient to read an article, and end what was asked."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from content.models import ArticlePage
from intake.models import Patient, ReadingTask
from intake.rules.states import AFTER_APPROVAL
from intake.rules.telling import READING_AGAIN_MINUTES, READING_LASTS, READING_PURPOSE
from intake.services.errors import ReadingRefused
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.reminders.mornings import next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_add, reminders_cancel

READING_SUBJECT = "intake.readingtask"


@transaction.atomic
def reading_ask(
    *, patient: Patient, article: ArticlePage, by: Any, now: datetime, note: str = ""
) -> ReadingTask:
    """Ask the patient to read a published article; what is asked already changes nothing.

    Raises ReadingRefused (with the field) for what nobody can read, or before an approval.
    """
    ensure(by, Capability.RECORD_READINESS)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.state not in AFTER_APPROVAL or not article.live:
        raise ReadingRefused(field="article")
    known = ReadingTask.objects.filter(
        patient=locked, article=article, read_at=None, withdrawn_at=None
    ).first()
    if known is not None:
        return known
    task = ReadingTask.objects.create(
        patient=locked,
        article=article,
        title=article.title,
        note=note.strip(),
        asked_at=now,
        asked_by=by,
    )
    _record("intake.reading_asked", task, by)
    reminders_add(list(_requests(task, now)), now=now)
    return task


def _requests(task: ReadingTask, now: datetime) -> list[ReminderRequest]:
    user = task.patient.user
    first = next_morning(now, ZoneInfo(user.time_zone))
    return [
        ReminderRequest(
            user=user,
            purpose=READING_PURPOSE,
            subject_type=READING_SUBJECT,
            subject_id=str(task.public_id),
            due_at=first + timedelta(minutes=minutes),
            not_after=first + timedelta(minutes=minutes) + READING_LASTS,
            offset_minutes=minutes,
        )
        for minutes in READING_AGAIN_MINUTES
    ]


@transaction.atomic
def reading_done(*, task: ReadingTask, by: Any, now: datetime) -> ReadingTask:
    """The patient has read it; a second time changes nothing."""
    ensure(by, Capability.OWN_RECORD)
    locked = _locked(task)
    if locked.patient.user_id != by.pk:
        raise AccessRefused()
    if locked.is_open:
        locked.read_at = now
        locked.save(update_fields=["read_at"])
        _ended("intake.reading_done", locked, "read", by, now)
    return locked


@transaction.atomic
def reading_withdraw(*, task: ReadingTask, by: Any, now: datetime) -> ReadingTask:
    """It need not be read any more; a second time changes nothing."""
    ensure(by, Capability.RECORD_READINESS)
    locked = _locked(task)
    if locked.is_open:
        locked.withdrawn_at, locked.withdrawn_by = now, by
        locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _ended("intake.reading_withdrawn", locked, "withdrawn", by, now)
    return locked


def _locked(task: ReadingTask) -> ReadingTask:
    """As it stands now, under the lock of its patient."""
    Patient.objects.select_for_update().get(pk=task.patient_id)
    return ReadingTask.objects.select_related("patient").get(pk=task.pk)


def _ended(verb: str, task: ReadingTask, reason: str, by: Any, now: datetime) -> None:
    _record(verb, task, by)
    reminders_cancel(
        subject_type=READING_SUBJECT, subject_ids=[str(task.public_id)], reason=reason, now=now
    )


def _record(verb: str, task: ReadingTask, by: Any) -> None:
    event_record(verb=verb, by=by, patient_id=task.patient.public_id, subject=task)
