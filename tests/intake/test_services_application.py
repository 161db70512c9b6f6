"""Starting an application, and who may write in it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import PatientState, Section
from intake.models import Patient, PatientStateChange, SectionAnswers
from intake.selectors.application import unfinished_still_wanted
from intake.services import application_save_section, application_start, patient_transition
from intake.services.errors import AnswerRefused, ApplicationFrozen
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.selectors import waiting_rows
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, replies, verbs

pytestmark = pytest.mark.django_db
QUESTION_PAGES = [
    Section.HEART,
    Section.BRAIN,
    Section.MIND,
    Section.BODY,
    Section.PREGNANCY,
    Section.SUBSTANCES,
    Section.DAILY_LIFE,
]


def test_start_makes_a_draft_with_its_history_and_event(user, now):
    patient = application_start(user=user, now=now)
    change = PatientStateChange.objects.get(patient=patient)
    assert (patient.state, patient.created_at) == (PatientState.DRAFT, now)
    assert (change.from_state, change.to_state, change.by) == ("", PatientState.DRAFT, user)
    assert verbs(patient) == ["intake.application_started"]


def test_starting_twice_is_one_application(user, now):
    first = application_start(user=user, now=now)
    assert application_start(user=user, now=now) == first
    assert PatientStateChange.objects.count() == 1
    assert verbs(first) == ["intake.application_started"]


def test_a_draft_is_remembered_once_some_days_later(user, now):
    for _ in range(2):
        patient = application_start(user=user, now=now)
    row = Reminder.objects.get(purpose="intake_unfinished")
    assert (row.recipient, row.subject_id) == (user, str(patient.public_id))
    assert (row.due_at, row.not_after) == (now + timedelta(days=3), now + timedelta(days=5))
    assert unfinished_still_wanted(row.subject_id, now) == ""


def test_once_it_is_sent_nothing_announces_the_reminder(user, now):
    patient = application_start(user=user, now=now)
    Patient.objects.update(date_of_birth=date(1980, 1, 1))
    patient_transition(patient=patient, to=PatientState.SUBMITTED, by=user, now=now)
    row = Reminder.objects.get(purpose="intake_unfinished")
    assert (row.status, row.reason, row.finished_at) == ("cancelled", "sent_in", now)
    assert waiting_rows(user, now + timedelta(days=2)) == []


def test_nobody_is_reminded_of_what_is_no_draft_any_more(db, now):
    patient = PatientFactory(state=PatientState.SUBMITTED)
    assert unfinished_still_wanted(str(patient.public_id), now) == "sent_in"


@pytest.mark.parametrize("subject", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_is_reminded_of_an_application_that_does_not_exist(db, now, subject):
    assert unfinished_still_wanted(subject, now) == "missing"


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director", "editor", "manager"])
def test_staff_do_not_apply(role, now):
    with pytest.raises(AccessRefused):
        application_start(user=UserFactory(**{role: True}), now=now)
    assert not Patient.objects.exists()


@pytest.mark.parametrize("section", [s for s in Section if s != Section.CONSENT])
def test_each_page_is_stored_as_sent(applicant, send, user, now, section):
    row = send(applicant, section)
    assert (row.section, row.recorded_by, row.recorded_at) == (section, user, now)
    assert "intake.section_saved" in verbs(applicant)


@pytest.mark.parametrize("section", [s for s in Section if s != Section.CONSENT])
def test_sending_a_page_again_stores_nothing_new(applicant, send, rows, section):
    first = send(applicant, section)
    before = len(verbs())
    assert send(applicant, section) == first
    assert rows(applicant) == 1
    assert len(verbs()) == before


def test_a_changed_page_keeps_the_earlier_answers(applicant, send, rows):
    send(applicant, Section.HEART)
    newer = send(applicant, Section.HEART, hypertension_treated={"answer": "yes"})
    assert rows(applicant) == 2
    assert newer.answers["hypertension_treated"]["answer"] == "yes"


def test_an_answer_keeps_the_words_that_were_asked(applicant, send):
    stored = send(applicant, Section.BODY).answers["porphyria"]
    assert stored == {"asked": "Have you been told that you have porphyria?", "answer": "no"}


def test_another_patient_cannot_write(applicant, send, rows, now):
    with pytest.raises(AccessRefused):
        application_save_section(
            patient=applicant,
            section=Section.HEART,
            answers=replies(Section.HEART),
            by=UserFactory(),
            now=now,
        )
    assert rows(applicant) == 0


@pytest.mark.parametrize("state", ["submitted", "approved", "active"])
def test_after_sending_the_answers_stand(state, now):
    patient = PatientFactory(**{state: True})
    before = SectionAnswers.objects.count()
    with pytest.raises(ApplicationFrozen):
        application_save_section(
            patient=patient,
            section=Section.PAIN_SCORE,
            answers=page_answers(Section.PAIN_SCORE),
            by=patient.user,
            now=now,
        )
    assert SectionAnswers.objects.count() == before


@pytest.mark.parametrize("section", QUESTION_PAGES)
@pytest.mark.parametrize("answer", ["", "perhaps", "<b>yes</b>"])
def test_an_answer_must_be_one_of_the_choices(applicant, send, rows, section, answer):
    key = next(iter(replies(section)))
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, section, **{key: {"answer": answer}})
    assert caught.value.field == key
    assert rows(applicant) == 0


def test_does_not_apply_is_for_contraception_only(applicant, send):
    send(applicant, Section.PREGNANCY, contraception={"answer": "not_applicable"})
    with pytest.raises(AnswerRefused):
        send(applicant, Section.PREGNANCY, pregnant={"answer": "not_applicable"})


def test_a_yes_with_choices_needs_one(applicant, send, rows):
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, Section.MIND, psychosis={"answer": "yes", "option": "sometimes"})
    assert caught.value.field == "psychosis_option"
    assert rows(applicant) == 0


@pytest.mark.parametrize(
    ("month", "message"),
    [("2026-07", "still to come"), ("sometime", "month and the year"), ("2026-13", "month and")],
)
def test_a_month_must_be_one_and_past(applicant, send, rows, month, message):
    with pytest.raises(AnswerRefused, match=message) as caught:
        send(applicant, Section.BRAIN, stroke_tia={"answer": "yes", "month": month})
    assert caught.value.field == "stroke_tia_month"
    assert rows(applicant) == 0


@pytest.mark.parametrize("month", ["", "2026-06", "2019-01"])
def test_a_month_may_be_unknown_or_past(applicant, send, month):
    row = send(applicant, Section.BRAIN, stroke_tia={"answer": "yes", "month": month})
    assert row.answers["stroke_tia"].get("month", "") == month


def test_what_follows_a_yes_is_dropped_after_a_no(applicant, send):
    row = send(applicant, Section.BRAIN, stroke_tia={"answer": "no", "month": "2019-01"})
    assert "month" not in row.answers["stroke_tia"]


def test_a_page_is_stored_with_few_queries(applicant, send):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(applicant, Section.BODY)
    assert len(queries) <= 10
