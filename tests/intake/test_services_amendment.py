"""Changes after the application was sent."""

from datetime import timedelta

import pytest

from intake.choices import Action, Outcome, PainType, PatientState, Section, SubmissionKind
from intake.models import AmendmentReview, Decision, Patient, SectionAnswers, Submission
from intake.selectors import (
    amendments_to_review,
    care_blockers,
    decision_in_force,
    reduced_start_reasons,
    undecided_submission,
)
from intake.services import (
    amendment_review,
    application_amend,
    application_decide,
    patient_move,
)
from intake.services import errors as refusals
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, verbs

pytestmark = pytest.mark.django_db


def amend(
    patient, now, section=Section.HEART, by=None, reason="I remembered.", shown=None, **changes
):
    return application_amend(
        patient=patient,
        section=section,
        answers=page_answers(section) | changes,
        reason=reason,
        by=by or patient.user,
        now=now,
        shown=shown,
    )


YES = {"answer": "yes"}
REVIEWED = {"hypertension_treated": YES}
EXCLUDED = {"section": Section.BODY, "porphyria": YES}


@pytest.fixture
def later(now):
    return now + timedelta(hours=1)


@pytest.fixture
def active(db):
    return PatientFactory(active=True)


def decide(patient, by, now, **changes):
    given = {"outcome": Outcome.APPROVE, "reason": "r", "message": "", "understands_risks": True}
    return application_decide(
        patient=patient, by=by, now=now, pain_type=PainType.CRPS, **(given | changes)
    )


def test_a_change_is_a_submission_with_its_reason_judged_again(submitted, later):
    newer = amend(submitted, later, **REVIEWED)
    first = submitted.submissions.first()
    assert (newer.number, newer.kind, newer.reason) == (
        2,
        SubmissionKind.AMENDMENT,
        "I remembered.",
    )
    assert {k for k in newer.facts if newer.facts[k] != first.facts[k]} == {"heart"}
    assert [(f.key, f.action) for f in newer.findings.all()] == [
        ("hypertension_treated", Action.REVIEW)
    ]
    assert verbs(submitted)[-1] == "intake.application_amended"
    assert undecided_submission(submitted.pk) == newer
    assert SectionAnswers.objects.filter(section="heart").last().answers == newer.facts["heart"]


def test_the_same_answers_change_nothing(submitted, later):
    before = SectionAnswers.objects.count()
    assert amend(submitted, later) == submitted.submissions.get()
    assert SectionAnswers.objects.count() == before


def test_sent_twice_it_is_one_change(submitted, later):
    assert amend(submitted, later, **REVIEWED) == amend(submitted, later, **REVIEWED)
    assert Submission.objects.count() == 2


def test_what_newly_excludes_waits_for_the_director(submitted, later, prescriber, director):
    amend(submitted, later, **EXCLUDED)
    submitted.refresh_from_db()
    assert submitted.state == PatientState.INELIGIBLE_PENDING
    with pytest.raises(refusals.DirectorNeeded):
        decide(submitted, prescriber, later, answers={"porphyria": "x"})


def test_taking_an_exclusion_back_unasked_does_not_get_round_the_director(
    submitted, later, prescriber, director
):
    amend(submitted, later, **EXCLUDED)
    amend(submitted, later, Section.BODY)
    with pytest.raises(refusals.DirectorNeeded):
        decide(submitted, prescriber, later)
    assert not Decision.objects.exists()
    decide(submitted, director, later)
    assert Patient.objects.get(pk=submitted.pk).state == PatientState.APPROVED


def test_a_decision_about_what_is_no_longer_newest_is_refused_with_what_changed(
    submitted, later, prescriber
):
    amend(submitted, later, **REVIEWED)
    with pytest.raises(refusals.ApplicationChanged) as caught:
        decide(submitted, prescriber, later, shown=1)
    words = str(caught.value)
    assert "Heart and blood vessels" in words
    assert "New findings: " in words
    assert not Decision.objects.exists()
    decide(submitted, prescriber, later, shown=2, answers={"hypertension_treated": "fine"})
    assert decision_in_force(submitted).submission.number == 2


@pytest.mark.parametrize("trait", ["approved", "active", "paused"])
def test_after_the_decision_a_clinician_reads_it_and_the_approval_stays(trait, nurse, now):
    patient = PatientFactory(**{trait: True})
    newer = amend(patient, now, by=nurse, **REVIEWED)
    assert list(amendments_to_review()) == [newer]
    assert decision_in_force(patient).submission.number == 1
    patient.refresh_from_db()
    assert patient.state == trait


def test_a_pause_still_ends_after_an_amendment(prescriber, now):
    patient = PatientFactory(paused=True)
    amend(patient, now, **REVIEWED)
    patient_move(patient=patient, move="resume", by=prescriber, now=now, reason="Well again.")
    assert patient.state == PatientState.ACTIVE


def test_an_amendment_before_the_decision_is_read_with_it(submitted, later, prescriber):
    amend(submitted, later, **REVIEWED)
    decide(submitted, prescriber, later, answers={"hypertension_treated": "fine"})
    assert not amendments_to_review().exists()


def test_reading_is_recorded_once(active, prescriber, now):
    newer = amend(active, now, **REVIEWED)
    review = amendment_review(submission=newer, by=prescriber, now=now, note=" Fine. ")
    assert (review.note, review.reviewed_by) == ("Fine.", prescriber)
    assert verbs(active)[-1] == "intake.amendment_reviewed"
    assert amendment_review(submission=newer, by=prescriber, now=now, note="Again.") == review
    assert not amendments_to_review().exists()


def test_reading_needs_a_note_and_a_clinician(active, prescriber, nurse, now):
    newer = amend(active, now, **REVIEWED)
    with pytest.raises(refusals.NoteMissing):
        amendment_review(submission=newer, by=prescriber, now=now, note=" ")
    with pytest.raises(AccessRefused):
        amendment_review(submission=newer, by=nurse, now=now, note="x")
    assert not AmendmentReview.objects.exists()


def test_only_what_waits_is_read(submitted, prescriber, now):
    with pytest.raises(refusals.NothingToReview):
        amendment_review(submission=submitted.submissions.get(), by=prescriber, now=now, note="x")


def test_what_newly_excludes_stops_doses_until_the_director_read_it(
    active, prescriber, director, now
):
    newer = amend(active, now, **EXCLUDED)
    assert "amendment_unread" in [b.key for b in care_blockers(active)]
    with pytest.raises(refusals.DirectorNeeded):
        amendment_review(submission=newer, by=prescriber, now=now, note="x")
    amendment_review(submission=newer, by=director, now=now, note="Tested: none.")
    assert "amendment_unread" not in [b.key for b in care_blockers(active)]


def test_what_only_needs_a_look_stops_no_dose(active, now):
    amend(active, now, **REVIEWED)
    assert "amendment_unread" not in [b.key for b in care_blockers(active)]


def test_an_unread_change_adds_caution_at_once_and_takes_none_away(active, prescriber, now):
    before = reduced_start_reasons(active, now.date())
    careful = amend(active, now, Section.BODY, liver_other=YES)
    with_liver = reduced_start_reasons(active, now.date())
    assert len(with_liver) == len(before) + 1
    amendment_review(submission=careful, by=prescriber, now=now, note="x")
    undone = amend(active, now, Section.BODY)
    assert reduced_start_reasons(active, now.date()) == with_liver
    amendment_review(submission=undone, by=prescriber, now=now, note="x")
    assert reduced_start_reasons(active, now.date()) == before


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, refusals.AmendmentReasonMissing),
        ({"section": Section.CONSENT}, refusals.QuestionUnknown),
    ],
)
def test_what_is_no_amendment(submitted, later, changes, error):
    with pytest.raises(error):
        amend(submitted, later, **(REVIEWED | changes))
    assert Submission.objects.count() == 1


def test_an_impossible_answer_is_refused_at_its_field(submitted, later):
    with pytest.raises(refusals.AnswerRefused) as caught:
        amend(submitted, later, Section.HEART, hypertension_treated={"answer": "maybe"})
    assert caught.value.field == "hypertension_treated"
    assert Submission.objects.count() == 1


def test_a_page_changed_meanwhile_is_not_overwritten_unseen(submitted, later):
    amend(submitted, later, shown=1, **REVIEWED)
    with pytest.raises(refusals.PageChanged):
        amend(submitted, later, shown=1, anticoagulant=YES)
    amend(submitted, later, Section.BODY, shown=1, porphyria=YES)
    assert Submission.objects.count() == 3


@pytest.mark.parametrize("state", ["declined", "withdrawn", "deceased"])
def test_what_is_closed_is_not_amended(submitted, state, later):
    Patient.objects.filter(pk=submitted.pk).update(state=state)
    with pytest.raises(refusals.AmendmentClosed):
        amend(submitted, later, **REVIEWED)
    assert Submission.objects.count() == 1


def test_a_draft_is_not_amended(applicant, now):
    with pytest.raises(refusals.AmendmentClosed):
        amend(applicant, now, **REVIEWED)


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_nobody_else_amends(submitted, role, later):
    with pytest.raises(AccessRefused):
        amend(submitted, later, by=UserFactory(role=role), **REVIEWED)
    assert Submission.objects.count() == 1


def test_an_answer_about_safety_is_never_held_up_by_a_missing_reason(submitted, later):
    items = page_answers(Section.SAFETY) | {"asq_1": "yes", "asq_5": "yes"}
    newer = amend(submitted, later, Section.SAFETY, reason=" ", **items)
    assert newer.reason == "Answered again, no reason given."
    assert submitted.safety_concerns.get().key == "suicide_acute"


def test_any_other_page_needs_its_reason(submitted, later):
    with pytest.raises(refusals.AmendmentReasonMissing):
        amend(submitted, later, reason=" ", **REVIEWED)
    assert submitted.submissions.count() == 1
