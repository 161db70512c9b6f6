"""Changes after the application was sent: with a reason, judged again, and read by a clinician."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.choices import PatientState, Section, SubmissionKind
from intake.models import AmendmentReview, Patient, SectionAnswers, Submission
from intake.rules.changes import new_exclusions
from intake.rules.states import OPEN_TO_AMENDMENT
from intake.selectors import (
    last_judged_submission,
    sections_of,
    submission_in_force,
    submission_numbered,
    unread_amendments,
)
from intake.services.claims import claim_follow
from intake.services.errors import (
    AmendmentClosed,
    AmendmentReasonMissing,
    DirectorNeeded,
    NoteMissing,
    NothingToReview,
    PageChanged,
    QuestionUnknown,
)
from intake.services.sections import WRITERS, Page, question_page
from intake.services.submission import excluded_wait, submission_make
from ketaclinic.accounts.access import AccessRefused, Capability, allows, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record

# What may be a cry for help is never held up by a missing reason.
REASON_UNASKED = dict.fromkeys((Section.SAFETY, Section.MOOD), "Answered again, no reason given.")
WAITS_FOR_A_READER = frozenset({PatientState.SUBMITTED, PatientState.IN_REVIEW})


@transaction.atomic
def application_amend(
    *,
    patient: Patient,
    section: str,
    answers: Mapping[str, Any],
    reason: str,
    by: User,
    now: datetime,
    shown: int | None = None,
) -> Submission:
    """Change one page of what was sent; the rest stays, and the rules judge the whole again.

    By the patient, or by staff who record readiness. `shown` is the number of the submission whose
    answers were on the screen: PageChanged if this page has others by now. The same answers change
    nothing, and the submission in force is returned.
    """
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    _ensure_may_amend(locked, by)
    newest = submission_in_force(locked)
    if newest is None or locked.state not in OPEN_TO_AMENDMENT:
        raise AmendmentClosed()
    if section not in sections_of(locked) or section == Section.CONSENT:
        raise QuestionUnknown()
    _refuse_stale_page(newest, section, shown)
    reason = reason.strip() or REASON_UNASKED.get(Section(section), "")
    if not reason:
        raise AmendmentReasonMissing(field="reason")
    page = Page(patient=locked, section=Section(section), answers=dict(answers), by=by, now=now)
    stored = WRITERS.get(page.section, question_page)(page)
    if newest.facts.get(section) == stored:
        return newest
    return _amend(page, stored, newest, reason)


def _ensure_may_amend(patient: Patient, by: User) -> None:
    if allows(by, Capability.OWN_RECORD):
        if patient.user_id != by.pk:
            raise AccessRefused()
        return
    ensure(by, Capability.RECORD_READINESS)


def _refuse_stale_page(newest: Submission, section: str, shown: int | None) -> None:
    if shown is None or shown == newest.number:
        return
    older = submission_numbered(newest.patient, shown)
    if older is None or older.facts.get(section) != newest.facts.get(section):
        raise PageChanged()


def _amend(page: Page, stored: dict[str, Any], newest: Submission, reason: str) -> Submission:
    patient = page.patient
    SectionAnswers.objects.create(
        patient=patient,
        section=page.section,
        answers=stored,
        recorded_at=page.now,
        recorded_by=page.by,
    )
    submission = submission_make(
        patient=patient,
        kind=SubmissionKind.AMENDMENT,
        facts={**newest.facts, page.section.value: stored},
        by=page.by,
        now=page.now,
        reason=reason[:500],
    )
    claim_follow(submission)
    if patient.state in WAITS_FOR_A_READER:
        excluded_wait(submission)
    return submission


@transaction.atomic
def amendment_review(
    *, submission: Submission, by: User, now: datetime, note: str
) -> AmendmentReview:
    """A clinician read a change made after the decision; a second call changes nothing.

    Something that newly excludes is for the medical director, as it is before an approval.
    """
    ensure(by, Capability.DECIDE_APPLICATION)
    patient = Patient.objects.select_for_update().get(pk=submission.patient_id)
    known = AmendmentReview.objects.filter(submission=submission).first()
    if known is not None:
        return known
    if not unread_amendments(patient).filter(pk=submission.pk).exists():
        raise NothingToReview()
    if not note.strip():
        raise NoteMissing(field="note")
    if newly_excluding(patient, submission) and not allows(by, Capability.OVERRIDE_EXCLUSION):
        raise DirectorNeeded()
    review = AmendmentReview.objects.create(
        submission=submission, note=note.strip(), reviewed_at=now, reviewed_by=by
    )
    event_record(
        verb="intake.amendment_reviewed",
        by=by,
        patient_id=patient.public_id,
        subject=review,
    )
    return review


def newly_excluding(patient: Patient, submission: Submission) -> list[str]:
    """The keys that exclude in this submission and did not in the last one a clinician judged."""
    judged = last_judged_submission(patient)
    before = dict(judged.findings.values_list("key", "action")) if judged else {}
    return new_exclusions(before, dict(submission.findings.values_list("key", "action")))
