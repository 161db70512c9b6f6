"""Questionnaires stored, people in danger put before the clinic, and whoever is paged for them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from intake.choices import ConcernKind, Instrument, PatientState, SafetyReply, Section
from intake.models import InstrumentResponse, Patient, SafetyAnswer, SafetyConcern
from intake.rules import findings
from intake.rules.instruments import DECLINED
from intake.rules.paging import PAGE_PURPOSE
from intake.selectors import (
    answers_in_force,
    latest_response,
    missing_sections,
    open_concerns_of,
    open_safety_concerns,
    screening_facts,
)
from intake.selectors.safety import page_subject, pages_unwanted_among
from intake.services import (
    application_save_section,
    instrument_record,
    safety_answer_record,
    safety_contact_record,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.clinic.models import ClinicSettings
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.reminders import why_unwanted
from tests.intake.sent import page_answers, verbs
from tests.intake.test_rules_screening import POLICY

pytestmark = pytest.mark.django_db
ACUTE = {"asq_1": "yes", "asq_5": "yes"}
NOT_NOW = {"asq_1": "yes", "asq_5": "no"}
FIFTH_BLANK = {"asq_1": "yes"}


@pytest.fixture
def acute(applicant, send):
    send(applicant, Section.SAFETY, **ACUTE)
    return SafetyConcern.objects.get()


def kinds(patient):
    return [concern.key for concern in SafetyConcern.objects.filter(patient=patient)]


def pages(concern=None):
    rows = Reminder.objects.filter(purpose="intake_page").order_by("offset_minutes", "pk")
    return rows.filter(subject_id__startswith=str(concern.public_id)) if concern else rows


@pytest.mark.parametrize(
    ("section", "instrument", "score", "result"),
    [
        (Section.MOOD, Instrument.PHQ9, Decimal(0), "minimal"),
        (Section.WORRY, Instrument.GAD7, Decimal(0), "minimal"),
        (Section.SUBSTANCES, Instrument.AUDIT_C, Decimal(0), "negative"),
        (Section.SAFETY, Instrument.ASQ, None, "negative"),
        (Section.PAIN_SCORE, Instrument.PEG, Decimal("6.7"), ""),
    ],
)
def test_each_page_is_scored_and_kept(applicant, send, section, instrument, score, result):
    row = send(applicant, section)
    response = latest_response(applicant, instrument)
    assert (response.score, response.result) == (score, result)
    assert row.answers["version"] == response.version
    assert "intake.instrument_recorded" in verbs(applicant)


@pytest.mark.parametrize(
    ("section", "instrument"), [(Section.MOOD, "phq9"), (Section.WORRY, "gad7")]
)
def test_a_refused_item_gives_no_score(applicant, send, section, instrument):
    send(applicant, section, **{f"{instrument}_1": DECLINED})
    response = InstrumentResponse.objects.get()
    assert (response.score, response.result) == (None, "incomplete")
    assert section not in missing_sections(applicant, answers_in_force(applicant))


def test_a_blank_item_leaves_the_page_to_be_sent(applicant, send):
    send(applicant, Section.MOOD, phq9_4=None, phq9_9=1)
    assert InstrumentResponse.objects.get().score is None
    assert Section.MOOD in missing_sections(applicant, answers_in_force(applicant))


def test_the_same_answers_again_are_stored_once(applicant, send):
    send(applicant, Section.MOOD)
    send(applicant, Section.MOOD)
    assert InstrumentResponse.objects.count() == 1
    send(applicant, Section.MOOD, phq9_1=1)
    assert InstrumentResponse.objects.count() == 2


def test_the_page_about_substances_keeps_its_questions_too(applicant, send):
    row = send(applicant, Section.SUBSTANCES, audit_c_1=4)
    assert row.answers["audit_c_1"] == 4
    assert row.answers["sud_active"]["answer"] == "no"


def test_staff_may_record_for_a_patient_and_each_time_is_a_row(applicant, nurse, now):
    answers = {"peg_p": 5, "peg_e": 5, "peg_g": 5}
    for _again in range(2):
        response = instrument_record(
            patient=applicant, instrument="peg", answers=answers, by=nurse, now=now
        )
    assert (response.recorded_by, response.score) == (nurse, Decimal("5.0"))
    assert InstrumentResponse.objects.count() == 2


@pytest.mark.parametrize("trait", [{}, {"editor": True}, {"manager": True}])
def test_nobody_else_answers_for_a_patient(applicant, trait, now):
    with pytest.raises(AccessRefused):
        instrument_record(
            patient=applicant, instrument="peg", answers={}, by=UserFactory(**trait), now=now
        )
    assert not InstrumentResponse.objects.exists()


@pytest.mark.parametrize(
    ("section", "answers", "kind"),
    [
        (Section.SAFETY, ACUTE, ConcernKind.SUICIDE_ACUTE),
        (Section.SAFETY, {"asq_1": DECLINED, "asq_5": DECLINED}, ConcernKind.SUICIDE_ACUTE),
        (Section.SAFETY, {"asq_2": None, **ACUTE}, ConcernKind.SUICIDE_ACUTE),
        (Section.SAFETY, NOT_NOW, ConcernKind.ASQ_POSITIVE),
        (Section.SAFETY, FIFTH_BLANK, ConcernKind.ASQ_INCOMPLETE),
        (Section.MOOD, {"phq9_9": 1}, ConcernKind.PHQ9_ITEM_9),
        (Section.MOOD, {"phq9_9": DECLINED, "phq9_1": None}, ConcernKind.PHQ9_ITEM_9),
    ],
)
def test_thoughts_of_suicide_are_put_before_the_clinic_at_once(
    applicant, send, nurse, section, answers, kind
):
    send(applicant, section, **answers)
    concern = SafetyConcern.objects.get()
    assert (concern.patient, concern.key) == (applicant, kind)
    assert verbs(applicant)[-3:-1] == [
        "intake.safety_concern_raised",
        "intake.safety_pages_planned",
    ]
    assert pages(concern).exists()
    assert answers_in_force(applicant)[section].items() >= answers.items()


def test_calm_answers_raise_nothing(applicant, send, nurse):
    for section in (Section.MOOD, Section.SAFETY, Section.WORRY, Section.SUBSTANCES):
        send(applicant, section)
    assert not SafetyConcern.objects.exists()
    assert not Reminder.objects.filter(purpose="intake_page").exists()


def test_one_open_concern_until_it_becomes_more_urgent(applicant, send):
    send(applicant, Section.SAFETY, **NOT_NOW)
    send(applicant, Section.SAFETY, **NOT_NOW)
    send(applicant, Section.SAFETY, **ACUTE)
    send(applicant, Section.SAFETY, **NOT_NOW)
    assert kinds(applicant) == [ConcernKind.ASQ_POSITIVE, ConcernKind.SUICIDE_ACUTE]


def test_the_same_answer_after_a_call_is_a_new_concern(applicant, send, acute, nurse, now):
    safety_contact_record(concern=acute, by=nurse, now=now, note="spoke")
    send(applicant, Section.SAFETY, **ACUTE)
    assert SafetyConcern.objects.count() == 2


def test_a_later_no_hides_nothing(applicant, send, acute):
    """The concern stays, and the findings remember what was told."""
    row = send(applicant, Section.SAFETY)
    assert row.answers["earlier_outcome"] == "acute"
    assert list(open_safety_concerns()) == [acute]
    facts = screening_facts(answers_in_force(applicant))
    found = {f.key: f for f in findings(facts, POLICY, acute.raised_at.date())}
    assert "told earlier" in found["suicide_acute"].sentence


def test_sending_a_calmer_answer_twice_is_one_row(applicant, send, acute, rows):
    send(applicant, Section.SAFETY)
    send(applicant, Section.SAFETY)
    assert rows(applicant) == 2


def test_the_safety_questions_speak_for_item_9(applicant, send, now):
    send(applicant, Section.MOOD, phq9_9=2)
    assert open_concerns_of(applicant).exists()
    later = now + timedelta(minutes=2)
    application_save_section(
        patient=applicant,
        section=Section.SAFETY,
        answers=page_answers(Section.SAFETY),
        by=applicant.user,
        now=later,
    )
    assert not open_concerns_of(applicant).exists()
    assert not open_safety_concerns().exists()


def test_safety_questions_answered_before_item_9_do_not_speak_for_it(applicant, send, now):
    send(applicant, Section.SAFETY)
    later = now + timedelta(minutes=2)
    for section, changes in ((Section.MOOD, {"phq9_9": 1}), (Section.SAFETY, {})):
        application_save_section(
            patient=applicant,
            section=section,
            answers=page_answers(section) | changes,
            by=applicant.user,
            now=later,
        )
        later += timedelta(minutes=2)
        assert open_concerns_of(applicant).exists() is (section == Section.MOOD)
    assert InstrumentResponse.objects.filter(instrument="asq").count() == 2


def test_a_no_does_not_settle_a_fifth_question_left_blank(applicant, send):
    send(applicant, Section.SAFETY, **FIFTH_BLANK)
    send(applicant, Section.SAFETY)
    assert [c.key for c in open_safety_concerns()] == [ConcernKind.ASQ_INCOMPLETE]


def test_a_whole_positive_answer_takes_the_place_of_the_blank_one(applicant, send):
    send(applicant, Section.SAFETY, **FIFTH_BLANK)
    send(applicant, Section.SAFETY, **NOT_NOW)
    assert [c.key for c in open_safety_concerns()] == [ConcernKind.ASQ_POSITIVE]


def test_the_most_urgent_stands_first(applicant, send, nurse, now):
    other = SafetyConcern.objects.create(
        patient=applicant, key=ConcernKind.ASQ_POSITIVE, raised_at=now - timedelta(days=1)
    )
    send(applicant, Section.SAFETY, **ACUTE)
    assert [c.key for c in open_safety_concerns()] == ["suicide_acute", other.key]


def test_whoever_is_on_call_is_paged_first_and_everybody_after(
    applicant, send, nurse, director, prescriber, now
):
    ClinicSettings.objects.filter(pk=1).update(on_call=prescriber)
    send(applicant, Section.SAFETY, **ACUTE)
    first = [row for row in pages() if row.offset_minutes == 0]
    second = [row for row in pages() if row.offset_minutes == 15]
    assert [row.recipient for row in first] == [prescriber]
    assert {row.recipient for row in second} == {prescriber, nurse, director}
    assert (first[0].due_at, first[0].not_after) == (now, now + timedelta(minutes=15))
    assert pages().last().due_at == now + timedelta(hours=24)


@pytest.mark.parametrize("is_named", [False, True], ids=["nobody", "somebody who left"])
def test_without_anybody_on_call_every_nurse_and_director_is_paged(
    applicant, send, nurse, director, prescriber, is_named
):
    UserFactory(nurse=True, is_active=False)
    if is_named:
        gone = UserFactory(prescriber=True, is_active=False)
        ClinicSettings.objects.filter(pk=1).update(on_call=gone)
    send(applicant, Section.SAFETY, **ACUTE)
    assert {row.recipient for row in pages() if not row.offset_minutes} == {nurse, director}


def test_item_9_leaves_time_for_the_safety_questions(applicant, send, nurse, now):
    send(applicant, Section.MOOD, phq9_9=1)
    assert pages().first().due_at == now + timedelta(minutes=15)


def test_a_page_is_wanted_until_somebody_reached_them(acute, nurse, now):
    subject = page_subject(acute, nurse.pk)
    assert why_unwanted(PAGE_PURPOSE, subject, now) == ""
    safety_contact_record(concern=acute, by=nurse, now=now, note="spoke")
    assert why_unwanted(PAGE_PURPOSE, subject, now) == "reached"


def test_reaching_somebody_cancels_every_page(applicant, send, nurse, director, now):
    send(applicant, Section.SAFETY, **ACUTE)
    concern = SafetyConcern.objects.get()
    safety_contact_record(concern=concern, by=director, now=now, note="spoke")
    assert set(pages().values_list("status", flat=True)) == {ReminderStatus.CANCELLED}
    assert set(pages().values_list("reason", flat=True)) == {"reached"}


def test_an_answer_on_the_emergency_page_stops_no_page(applicant, acute, nurse, now):
    safety_answer_record(concern=acute, by=applicant.user, now=now, reply=SafetyReply.SAFE_NOW)
    assert why_unwanted(PAGE_PURPOSE, page_subject(acute, nurse.pk), now) == ""
    assert list(open_safety_concerns()) == [acute]


def test_the_dead_are_not_called(acute, nurse, now):
    Patient.objects.filter(pk=acute.patient_id).update(state=PatientState.DECEASED)
    assert why_unwanted(PAGE_PURPOSE, page_subject(acute, nurse.pk), now) == "deceased"


def test_what_is_not_a_concern_is_missing(now):
    assert pages_unwanted_among(["x", "6f1f4a5e-0000-4000-8000-000000000000:1"], now) == {
        "x": "missing",
        "6f1f4a5e-0000-4000-8000-000000000000:1": "missing",
    }


def test_what_they_say_is_kept_once_each(applicant, acute, now):
    for reply in (*SafetyReply, SafetyReply.CALLED):
        safety_answer_record(concern=acute, by=applicant.user, now=now, reply=reply)
    assert [answer.reply for answer in SafetyAnswer.objects.all()] == list(SafetyReply)
    assert verbs(applicant).count("intake.safety_answered") == 3


@pytest.mark.parametrize("trait", [{}, {"nurse": True}], ids=["another patient", "a nurse"])
def test_nobody_else_says_it_for_them(acute, trait, now):
    with pytest.raises(AccessRefused):
        safety_answer_record(concern=acute, by=UserFactory(**trait), now=now, reply="called")
    assert not SafetyAnswer.objects.exists()
