"""Start an application, and store each of its pages when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.choices import PatientState, Section
from intake.models import Patient, PatientStateChange, SectionAnswers
from intake.rules.states import EDITABLE_BY_APPLICANT
from intake.rules.unfinished import (
    UNFINISHED_AFTER,
    UNFINISHED_LASTS,
    UNFINISHED_PURPOSE,
    UNFINISHED_SUBJECT,
)
from intake.services.asked import Asked
from intake.services.errors import AnsweredElsewhere, ApplicationFrozen, EmailUnproven
from intake.services.sections import WRITERS, Page, question_page
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import has_verified_email
from ketaclinic.audit.services import event_record
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule

# What is told here about danger is stored at once; two tabs are sorted out by the person who calls.
NEVER_HELD_UP = frozenset({Section.SAFETY})


@transaction.atomic
def application_start(*, user: User, now: datetime) -> Patient:
    """Give a person their application; a second call returns the same one.

    Raises EmailUnproven until the address is verified: answers about health go to nobody's mailbox.
    """
    ensure(user, Capability.OWN_RECORD)
    if not has_verified_email(user):
        raise EmailUnproven()
    patient, is_new = Patient.objects.get_or_create(user=user, defaults={"created_at": now})
    if is_new:
        change = PatientStateChange.objects.create(
            patient=patient, to_state=PatientState.DRAFT, by=user, at=now
        )
        event_record(
            verb="intake.application_started",
            by=user,
            patient_id=patient.public_id,
            subject=change,
        )
        _remind_unfinished(patient, now)
    return patient


def _remind_unfinished(patient: Patient, now: datetime) -> None:
    """One message, days later, if the application is still not sent by then."""
    due_at = now + UNFINISHED_AFTER
    wanted = ReminderRequest(
        user=patient.user,
        purpose=UNFINISHED_PURPOSE,
        subject_type=UNFINISHED_SUBJECT,
        subject_id=str(patient.public_id),
        due_at=due_at,
        not_after=due_at + UNFINISHED_LASTS,
    )
    reminders_schedule([wanted], now=now)


@transaction.atomic
def application_save_section(
    *,
    patient: Patient,
    section: str,
    answers: Mapping[str, Any],
    by: User,
    now: datetime,
    seen: int | None = None,
) -> SectionAnswers:
    """Store one page as it was sent. Sending the same answers again stores nothing new.

    After the clinic asked for more only the pages asked can be sent, and of a page of which single
    questions were asked only those change; an answer that stays the same is stored as an answer.

    `seen` names the answers that stood on the sender's page (0: none); None is a caller without a
    page. Raises AnsweredElsewhere when other answers came in since, ApplicationFrozen after
    submission and AnswerRefused (with the field) for a value that cannot be right. Weights are
    grams, pressures mmHg.
    """
    locked = editable_application(patient, by)
    newest = SectionAnswers.objects.filter(patient=locked, section=section).last()
    asked = Asked.of(locked, Section(section))
    given = asked.completed(answers, newest)
    page = Page(patient=locked, section=Section(section), answers=given, by=by, now=now)
    stored = asked.only(WRITERS.get(page.section, question_page)(page), newest)
    if newest is not None and newest.answers == stored and not asked.is_older(newest):
        return newest
    _refuse_unseen(newest, stored, page.section, seen)
    row = SectionAnswers.objects.create(
        patient=locked, section=section, answers=stored, recorded_at=now, recorded_by=by
    )
    event_record(
        verb="intake.section_saved",
        by=by,
        patient_id=locked.public_id,
        subject=row,
        details={"section": str(section)},
    )
    return row


def _refuse_unseen(
    newest: SectionAnswers | None, given: dict[str, Any], section: Section, seen: int | None
) -> None:
    """Two tabs: whoever did not see the newest answers is told, under the lock of the row."""
    if newest is None or seen in {None, newest.pk} or section in NEVER_HELD_UP:
        return
    raise AnsweredElsewhere(newest, given)


def editable_application(patient: Patient, by: User) -> Patient:
    """The applicant's own row, locked and still open for answers; else refused."""
    ensure(by, Capability.OWN_RECORD)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.user_id != by.pk:
        raise AccessRefused()
    if locked.state not in EDITABLE_BY_APPLICANT:
        raise ApplicationFrozen()
    return locked
