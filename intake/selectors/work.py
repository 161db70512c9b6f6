"""How an application is worked on: whose it is, what was asked, what changed since."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from intake.choices import PatientState, Section, SubmissionKind
from intake.models import (
    ApplicationClaim,
    Decision,
    InformationRequest,
    Patient,
    SectionAnswers,
    Submission,
)
from intake.rules.changes import Difference, difference
from intake.rules.states import AFTER_APPROVAL
from intake.selectors.application import missing_sections, sections_of
from intake.selectors.consent import consent_is_current
from ketaclinic.reminders.subjects import subject_uuid


def open_claim(patient: Patient) -> ApplicationClaim | None:
    """Who has this application in hand, and since when."""
    rows = ApplicationClaim.objects.filter(submission__patient=patient, released_at__isnull=True)
    return rows.select_related("claimed_by").last()


def open_request(patient: Patient) -> InformationRequest | None:
    """What the clinic waits for from this applicant; None unless it asked for more."""
    if patient.state != PatientState.MORE_INFO:
        return None
    rows = InformationRequest.objects.filter(submission__patient=patient)
    return rows.select_related("asked_by", "submission").last()


def request_still_wanted(subject_id: str, now: datetime) -> str:
    """Empty while the applicant still has to answer this request, else a short machine reason."""
    key = subject_uuid(subject_id)
    if key is None:
        return "missing"
    rows = InformationRequest.objects.filter(public_id=key)
    request = rows.select_related("submission__patient").first()
    if request is None:
        return "missing"
    return "" if open_request(request.submission.patient) == request else "answered"


def asked_sections(request: InformationRequest) -> dict[Section, frozenset[str]]:
    """The pages that were asked again, in order; no keys means the whole page."""
    keys: dict[str, set[str]] = {}
    for question in request.questions:
        keys.setdefault(question["section"], set()).add(question.get("key", ""))
    return {
        section: frozenset() if "" in keys[section] else frozenset(keys[section])
        for section in Section
        if section in keys
    }


def open_sections(patient: Patient, answers: Collection[str]) -> list[Section]:
    """The pages that the applicant may fill in now, in order.

    `answers` holds the pages that were ever sent. After a request these are the pages asked, and
    what such an answer makes missing (another sex at birth asks about pregnancy; a consent that
    has a new version is signed again).
    """
    if patient.state == PatientState.DRAFT:
        return sections_of(patient)
    request = open_request(patient)
    if request is None:
        return []
    asked = set(asked_sections(request))
    if Section.ABOUT in asked:
        asked |= set(missing_sections(patient, dict.fromkeys(answers, {})))
    if not consent_is_current(patient):
        asked.add(Section.CONSENT)
    return [section for section in sections_of(patient) if section in asked]


def answered_since(request: InformationRequest) -> set[str]:
    """The pages that were sent since the clinic asked."""
    rows = SectionAnswers.objects.filter(
        patient=request.submission.patient, recorded_at__gte=request.asked_at
    )
    return set(rows.values_list("section", flat=True))


def asked_keys(patient: Patient, section: str) -> frozenset[str]:
    """The single questions that were asked again on this page; empty means all of them."""
    request = open_request(patient)
    return asked_sections(request).get(Section(section), frozenset()) if request else frozenset()


def decision_in_force(patient: Patient) -> Decision | None:
    """The newest decision; an amendment later on does not undo it."""
    rows = Decision.objects.filter(submission__patient=patient)
    return rows.select_related("decided_by", "submission").last()


def submission_numbered(patient: Patient, number: int) -> Submission | None:
    """One submission of a patient."""
    return Submission.objects.filter(patient=patient, number=number).first()


def submission_difference(older: Submission, newer: Submission) -> Difference:
    """What changed between two submissions of one patient, answers and findings."""
    actions = [dict(each.findings.values_list("key", "action")) for each in (older, newer)]
    return difference((older.facts, newer.facts), (actions[0], actions[1]))


def last_judged_submission(patient: Patient) -> Submission | None:
    """The newest submission that a clinician decided on, or whose change they have read."""
    judged = Q(decision__isnull=False) | Q(amendment_review__isnull=False)
    return Submission.objects.filter(judged, patient=patient).last()


def amendments_to_review() -> QuerySet[Submission]:
    """Changes made after a decision that no clinician has read, oldest first."""
    waiting = Submission.objects.filter(
        _is_unread(),
        kind=SubmissionKind.AMENDMENT,
        patient__state__in=AFTER_APPROVAL,
        number__gt=_last_decided_number(),
    )
    rows = waiting.select_related("patient__user", "submitted_by").prefetch_related("findings")
    return rows.order_by("submitted_at", "id")


def judged_before(submissions: Iterable[Submission]) -> dict[int, Submission]:
    """Of each patient of these, the newest submission that a clinician judged, with findings."""
    judged = Q(decision__isnull=False) | Q(amendment_review__isnull=False)
    patients = {submission.patient_id for submission in submissions}
    rows = Submission.objects.filter(judged, patient__in=patients).prefetch_related("findings")
    return {row.patient_id: row for row in rows}


def unread_amendments(patient: Patient) -> QuerySet[Submission]:
    """The same of one patient."""
    return amendments_to_review().filter(patient=patient)


def amendment(public_id: UUID, number: int) -> Submission | None:
    """One amendment by its patient and number, read or not."""
    rows = Submission.objects.filter(patient__public_id=public_id, number=number)
    return rows.filter(kind=SubmissionKind.AMENDMENT).select_related("patient__user").first()


def _is_unread() -> Q:
    return Q(decision__isnull=True, amendment_review__isnull=True)


def _last_decided_number() -> Any:
    decided = Submission.objects.filter(patient=OuterRef("patient"), decision__isnull=False)
    return Subquery(decided.order_by("-number").values("number")[:1])


def newest_only(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """The newest submission of each patient."""
    newer = Submission.objects.filter(patient=OuterRef("patient"), number__gt=OuterRef("number"))
    return submissions.filter(~Exists(newer))


def with_claim(submissions: QuerySet[Submission]) -> Any:
    """Annotated with who has it (id and name) and since when that person has."""
    claims = ApplicationClaim.objects.filter(submission=OuterRef("pk"), released_at__isnull=True)
    return submissions.annotate(
        claimed_by_id=Subquery(claims.values("claimed_by")[:1]),
        claimed_by_name=Subquery(claims.values("claimed_by__full_name")[:1]),
        claimed_by_email=Subquery(claims.values("claimed_by__email")[:1]),
        claimed_at=Subquery(claims.values("claimed_at")[:1]),
    )


def with_waiting_since(submissions: QuerySet[Submission]) -> Any:
    """Annotated with when the wait began: a change later on does not push anybody back."""
    sent = Submission.objects.filter(patient=OuterRef("patient")).exclude(
        kind=SubmissionKind.AMENDMENT
    )
    return submissions.annotate(
        waiting_since=Subquery(sent.order_by("-number").values("submitted_at")[:1])
    )


@dataclass(frozen=True)
class OpenPages:
    """What the applicant may fill in now, which of it is sent, and the request it answers."""

    sections: list[Section]
    sent: frozenset[str]
    request: InformationRequest | None

    @property
    def missing(self) -> list[Section]:
        return [section for section in self.sections if section not in self.sent]


def open_pages(patient: Patient, answers: Collection[str]) -> OpenPages:
    """The pages open to the applicant; after a request a page counts once it is sent again."""
    request = open_request(patient)
    sent = answered_since(request) if request else set(answers)
    return OpenPages(open_sections(patient, answers), frozenset(sent), request)
