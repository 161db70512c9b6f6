"""The clinic asks an applicant for more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.choices import PatientState, Section
from intake.models import InformationRequest, Patient
from intake.rules.asking import ASKED_NOT_AFTER, ASKED_PURPOSE, ASKED_SUBJECT
from intake.rules.questions import questions_for
from intake.selectors import sections_of, undecided_submission
from intake.services.claims import claim_refuse_other
from intake.services.errors import MessageMissing, NothingAsked, NothingToDecide, QuestionUnknown
from intake.services.staleness import refuse_stale
from intake.services.transitions import patient_transition
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule


@dataclass(frozen=True)
class AskedQuestion:
    """A page to answer again, or with a key one question of it."""

    section: str
    key: str = ""


@transaction.atomic
def information_ask(
    *,
    patient: Patient,
    by: User,
    now: datetime,
    questions: Iterable[AskedQuestion],
    message: str,
    shown: int | None = None,
) -> InformationRequest:
    """Ask these pages and questions again; until they are sent the applicant sees only them.

    Raises a named Refused when nothing waits, somebody else has it in hand, the page shown
    (`shown` is its submission's number) is stale, nothing is asked, or the message is missing.
    """
    ensure(by, Capability.RECORD_READINESS)
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    submission = undecided_submission(locked.pk)
    if submission is None:
        raise NothingToDecide()
    claim_refuse_other(locked, by)
    refuse_stale(submission, shown)
    asked = list(dict.fromkeys(questions))
    _refuse_unaskable(locked, asked, message)
    request = InformationRequest.objects.create(
        submission=submission,
        questions=[{"section": str(each.section), "key": each.key} for each in asked],
        message=message.strip(),
        asked_at=now,
        asked_by=by,
    )
    patient_transition(patient=locked, to=PatientState.MORE_INFO, by=by, now=now)
    patient.state = locked.state
    _tell(locked, request)
    event_record(
        verb="intake.information_asked",
        by=by,
        patient_id=locked.public_id,
        subject=request,
        details={"questions": len(asked)},
    )
    return request


def _tell(patient: Patient, request: InformationRequest) -> None:
    """A message that says only that there is something to do."""
    told = ReminderRequest(
        user=patient.user,
        purpose=ASKED_PURPOSE,
        subject_type=ASKED_SUBJECT,
        subject_id=str(request.public_id),
        due_at=request.asked_at,
        not_after=request.asked_at + ASKED_NOT_AFTER,
    )
    reminders_schedule([told], now=request.asked_at)


def _refuse_unaskable(patient: Patient, asked: list[AskedQuestion], message: str) -> None:
    if not asked:
        raise NothingAsked(field="questions")
    for each in asked:
        if each.section not in sections_of(patient) or each.section == Section.CONSENT:
            raise QuestionUnknown(field="questions")
        keys = {question.key for question in questions_for(each.section, patient.sex_at_birth)}
        if each.key and each.key not in keys:
            raise QuestionUnknown(field="questions")
    if not message.strip():
        raise MessageMissing(field="message")
