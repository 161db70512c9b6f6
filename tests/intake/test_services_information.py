"""The clinic asks for more, and the applicant answers only that."""

from datetime import timedelta

import pytest

from intake.choices import PatientState, Section, SubmissionKind
from intake.models import InformationRequest, SectionAnswers, Submission
from intake.selectors import open_claim, open_pages, open_request, undecided_submission
from intake.selectors.work import request_still_wanted
from intake.services import (
    AskedQuestion,
    application_claim,
    application_save_section,
    application_submit,
    information_ask,
)
from intake.services import errors as refusals
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, replies, verbs

pytestmark = pytest.mark.django_db
HEART = AskedQuestion(Section.HEART)
ONE = AskedQuestion(Section.BODY, "porphyria")


def ask(patient, by, now, *questions, **changes):
    given = {"questions": questions or (HEART,), "message": "Please look again."}
    return information_ask(patient=patient, by=by, now=now, **(given | changes))


@pytest.fixture
def later(now):
    return now + timedelta(hours=1)


def answer(patient, section, now, **changes):
    return application_save_section(
        patient=patient,
        section=section,
        answers=page_answers(section) | changes,
        by=patient.user,
        now=now,
    )


def test_asking_waits_for_the_patient(submitted, nurse, later):
    request = ask(submitted, nurse, later, HEART, ONE)
    assert submitted.state == PatientState.MORE_INFO
    assert open_request(submitted) == request
    assert request.questions == [
        {"section": "heart", "key": ""},
        {"section": "body", "key": "porphyria"},
    ]
    assert undecided_submission(submitted.pk) is None
    assert verbs(submitted)[-1] == "intake.information_asked"


def test_the_patient_is_told_until_they_answer(submitted, nurse, later):
    ask(submitted, nurse, later)
    told = Reminder.objects.get(purpose="intake_asked")
    assert (told.recipient, told.due_at) == (submitted.user, later)
    assert request_still_wanted(told.subject_id, later) == ""
    answer(submitted, Section.HEART, later)
    application_submit(patient=submitted, by=submitted.user, now=later)
    assert request_still_wanted(told.subject_id, later) == "answered"
    told.refresh_from_db()
    assert (told.status, told.reason, told.finished_at) == ("cancelled", "answered", later)


@pytest.mark.parametrize("subject", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_is_told_of_a_request_that_does_not_exist(db, now, subject):
    assert request_still_wanted(subject, now) == "missing"


def test_only_what_was_asked_is_open(submitted, nurse, later):
    ask(submitted, nurse, later, HEART, ONE)
    pages = open_pages(submitted, {})
    assert pages.sections == pages.missing == [Section.HEART, Section.BODY]
    with pytest.raises(refusals.PageNotAsked):
        answer(submitted, Section.MIND, later)
    assert not SectionAnswers.objects.filter(section=Section.MIND, recorded_at=later).exists()


def test_the_same_answer_again_is_an_answer(submitted, nurse, later):
    ask(submitted, nurse, later)
    before = SectionAnswers.objects.count()
    answer(submitted, Section.HEART, later)
    answer(submitted, Section.HEART, later)
    assert SectionAnswers.objects.count() == before + 1
    assert open_pages(submitted, {}).missing == []


def test_single_questions_leave_the_rest_of_the_page_as_it_was(submitted, nurse, later):
    ask(submitted, nurse, later, ONE)
    before = submitted.submissions.get().facts[Section.BODY]
    given = {key: {"answer": "yes"} for key in replies(Section.BODY)}
    stored = application_save_section(
        patient=submitted, section=Section.BODY, answers=given, by=submitted.user, now=later
    ).answers
    assert stored["porphyria"]["answer"] == "yes"
    assert {k: v for k, v in stored.items() if k != "porphyria"} == {
        k: v for k, v in before.items() if k != "porphyria"
    }


def test_what_is_not_answered_yet_is_named(submitted, nurse, later):
    ask(submitted, nurse, later, HEART, ONE)
    answer(submitted, Section.HEART, later)
    with pytest.raises(refusals.ApplicationIncomplete) as caught:
        application_submit(patient=submitted, by=submitted.user, now=later)
    assert caught.value.sections == [Section.BODY]
    assert Submission.objects.count() == 1


def test_the_answer_is_a_submission_of_its_own_and_judged(submitted, nurse, later):
    ask(submitted, nurse, later)
    answer(submitted, Section.HEART, later, hypertension_treated={"answer": "yes"})
    newer = application_submit(patient=submitted, by=submitted.user, now=later)
    first = submitted.submissions.first()
    assert (newer.number, newer.kind) == (2, SubmissionKind.MORE_INFO)
    assert [f.key for f in newer.findings.all()] == ["hypertension_treated"]
    assert {k for k in newer.facts if newer.facts[k] != first.facts[k]} == {"heart"}
    assert submitted.state == PatientState.SUBMITTED
    assert "intake.information_sent" in verbs(submitted)
    assert application_submit(patient=submitted, by=submitted.user, now=later) == newer


def test_it_comes_back_to_the_person_who_had_it(submitted, nurse, later):
    application_claim(patient=submitted, by=nurse, now=later)
    ask(submitted, nurse, later)
    answer(submitted, Section.HEART, later)
    newer = application_submit(patient=submitted, by=submitted.user, now=later)
    assert (open_claim(submitted).submission, open_claim(submitted).claimed_by) == (newer, nurse)
    assert submitted.state == PatientState.IN_REVIEW


def test_what_comes_back_to_somebody_is_told_to_nobody_else(submitted, nurse, prescriber, later):
    application_claim(patient=submitted, by=nurse, now=later)
    ask(submitted, nurse, later)
    answer(submitted, Section.HEART, later)
    application_submit(patient=submitted, by=submitted.user, now=later)
    assert not Reminder.objects.due().filter(purpose="application_waiting").exists()


def test_another_sex_at_birth_opens_the_page_that_it_asks_for(filled, send, nurse, now, later):
    send(filled, Section.ABOUT, sex_at_birth="male")
    application_submit(patient=filled, by=filled.user, now=now)
    ask(filled, nurse, later, AskedQuestion(Section.ABOUT))
    answer(filled, Section.ABOUT, later, sex_at_birth="female")
    filled.refresh_from_db()
    answers = {row.section for row in SectionAnswers.objects.all()} - {"pregnancy"}
    assert Section.PREGNANCY in open_pages(filled, answers).sections


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"questions": ()}, refusals.NothingAsked, "questions"),
        ({"questions": (AskedQuestion("made-up"),)}, refusals.QuestionUnknown, "questions"),
        (
            {"questions": (AskedQuestion(Section.HEART, "made_up"),)},
            refusals.QuestionUnknown,
            "questions",
        ),
        ({"questions": (AskedQuestion(Section.CONSENT),)}, refusals.QuestionUnknown, "questions"),
        ({"message": "  "}, refusals.MessageMissing, "message"),
    ],
    ids=["nothing", "no such page", "no such question", "consent", "no message"],
)
def test_what_cannot_be_asked(submitted, nurse, now, changes, error, field):
    given = {"questions": (HEART,), "message": "m"} | changes
    with pytest.raises(error) as caught:
        information_ask(patient=submitted, by=nurse, now=now, **given)
    assert caught.value.field == field
    assert not InformationRequest.objects.exists()
    submitted.refresh_from_db()
    assert submitted.state == PatientState.SUBMITTED


def test_nobody_asks_past_the_person_who_has_it(submitted, nurse, prescriber, now):
    application_claim(patient=submitted, by=prescriber, now=now)
    with pytest.raises(refusals.ClaimedByOther):
        ask(submitted, nurse, now)
    assert not InformationRequest.objects.exists()


@pytest.mark.parametrize("trait", ["draft", "approved", "active"])
def test_only_what_waits_is_asked_about(trait, nurse, now):
    with pytest.raises(refusals.NothingToDecide):
        ask(PatientFactory(**{trait: True}), nurse, now)


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_only_clinical_roles_ask(submitted, role, now):
    with pytest.raises(AccessRefused):
        ask(submitted, UserFactory(role=role), now)
    assert not InformationRequest.objects.exists()
