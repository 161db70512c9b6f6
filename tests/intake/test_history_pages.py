"""Pain, treatments, opioids, earlier ketamine, size and readings: stored, read back, over HTTP."""

from datetime import date

import pytest

from intake.choices import Section
from intake.models import HeightMeasurement, SectionAnswers, WeightMeasurement
from intake.presenters.answers import answer_rows
from intake.presenters.readiness import told_words
from intake.selectors import latest_height, screening_facts
from intake.services.errors import AnswerRefused
from tests.factories.intake import PatientFactory
from tests.factories.intake_answers import normal_answers
from tests.factories.intake_history import SENT, STORED
from tests.intake.sent import posted, pressure, replies, verbs

pytestmark = pytest.mark.django_db
ALARM = "/apply/blood-pressure/now/"
OPIOID = {"name": "Oxycodone", "amount": "10 mg", "times": "3"}
USE = {"route": "infusion", "dose": "40 mg, six times", "effect": "helped", "reaction": ""}
HAD = {"answer": "yes", "option": "no_reaction"}
PAGES = [
    Section.PAIN,
    Section.PAIN_TREATMENTS,
    Section.OPIOIDS,
    Section.KETAMINE_BEFORE,
    Section.WEIGHT,
    Section.PRESSURE,
    Section.AT_HOME,
]


def page(section):
    return f"/apply/{section}/"


def text(response):
    return response.content.decode()


def sent(section):
    return SectionAnswers.objects.filter(section=section)


def words(section, stored):
    return [(row.question, row.answer, row.detail) for row in answer_rows(section, stored)]


@pytest.mark.parametrize("section", PAGES)
def test_a_sound_page_is_stored_once_with_its_audit_event(applicant, send, section):
    row = send(applicant, section)
    assert row.answers == normal_answers()[section]
    assert send(applicant, section) == row
    assert verbs(applicant).count("intake.section_saved") == 1


@pytest.mark.parametrize("section", STORED)
def test_what_is_stored_can_be_sent_again_as_it_is(applicant, send, section):
    row = send(applicant, section)
    assert send(applicant, section, **row.answers) == row


@pytest.mark.parametrize(
    ("section", "changes", "field"),
    [
        (Section.PAIN, {"conditions": []}, "condition_1"),
        (Section.PAIN, {"has_no_diagnosis": True}, "condition_1"),
        (Section.PAIN, {"conditions": [{"text": "x"}] * 7}, "condition_1"),
        (Section.PAIN, {"conditions": [{"text": "x" * 121}]}, "condition_1"),
        (Section.PAIN, {"conditions": [{"text": "ok"}, {"text": " "}]}, "condition_2"),
        (Section.PAIN, {"began": "2026-07"}, "began"),
        (Section.PAIN, {"began": "1980-03"}, "began"),
        (Section.PAIN, {"began": "long ago"}, "began"),
        (Section.PAIN, {"areas": []}, "areas"),
        (Section.PAIN, {"areas": ["moon"]}, "areas"),
        (Section.PAIN, {"where": "x" * 1001}, "where"),
        (Section.PAIN, {"pain_burning": {"answer": "maybe"}}, "pain_burning"),
        (Section.PAIN_TREATMENTS, {"effects": {}}, "tried_acetaminophen"),
        (Section.PAIN_TREATMENTS, {"effects": {"snri": {"effect": "magic"}}}, "tried_snri"),
        (Section.OPIOIDS, {"takes_none": False}, "opioid_1_name"),
        (Section.OPIOIDS, {"opioids": [OPIOID]}, "opioid_1_name"),
        (Section.OPIOIDS, {"opioids": [OPIOID | {"amount": ""}]}, "opioid_1_amount"),
        (Section.OPIOIDS, {"opioids": [OPIOID | {"times": "99"}]}, "opioid_1_times"),
        (Section.KETAMINE_BEFORE, {"prior_ketamine": HAD}, "use_1_route"),
        (
            Section.KETAMINE_BEFORE,
            {"prior_ketamine": HAD, "uses": [USE | {"route": "magic"}]},
            "use_1_route",
        ),
        (
            Section.KETAMINE_BEFORE,
            {"prior_ketamine": HAD, "uses": [USE, USE | {"dose": "x" * 121}]},
            "use_2_dose",
        ),
        (Section.WEIGHT, {"amount": "400", "unit": "kg"}, "amount"),
        (Section.WEIGHT, {"amount": "NaN"}, "amount"),
        (Section.WEIGHT, {"unit": "stone"}, "unit"),
        (Section.WEIGHT, {"height_unit": ""}, "height_unit"),
        (Section.WEIGHT, {"feet": None}, "feet"),
        (Section.WEIGHT, {"feet": 1, "inches": "2"}, "feet"),
        (Section.WEIGHT, {"feet": -5}, "feet"),
        (Section.WEIGHT, {"height_unit": "cm", "centimeters": "1.7"}, "centimeters"),
        (Section.WEIGHT, {"height_unit": "cm", "centimeters": "251"}, "centimeters"),
        (Section.PRESSURE, {"symptoms": None}, "symptoms"),
        (Section.PRESSURE, {"symptoms": ["sadness"]}, "symptoms"),
    ],
)
def test_what_cannot_be_right_is_refused_and_writes_nothing(
    applicant, send, rows, section, changes, field
):
    applicant.date_of_birth = date(1980, 4, 12)
    applicant.save(update_fields=["date_of_birth"])
    with pytest.raises(AnswerRefused) as caught:
        send(applicant, section, **changes)
    assert (caught.value.field, rows(applicant)) == (field, 0)
    assert not WeightMeasurement.objects.exists()
    assert not HeightMeasurement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "height_mm"),
    [
        pytest.param({}, 1702, id="feet and inches"),
        pytest.param({"inches": None}, 1524, id="no inches"),
        pytest.param({"height_unit": "cm", "centimeters": "170.2"}, 1702, id="centimeters"),
        pytest.param({"height_unit": "cm", "centimeters": "80"}, 800, id="lowest"),
    ],
)
def test_height_is_kept_in_millimetres(applicant, send, changes, height_mm):
    send(applicant, Section.WEIGHT, **changes)
    assert latest_height(applicant).height_mm == height_mm


def test_the_same_size_is_measured_once(applicant, send):
    send(applicant, Section.WEIGHT)
    send(applicant, Section.WEIGHT, height_unit="cm", centimeters="170.2")
    assert WeightMeasurement.objects.count() == HeightMeasurement.objects.count() == 1


def test_an_extreme_weight_is_accepted_and_judged(applicant, send):
    row = send(applicant, Section.WEIGHT, amount="140", unit="kg")
    facts = screening_facts({Section.WEIGHT: row.answers})
    assert (facts.history.weight_g, facts.history.height_mm) == (140_000, 1702)


def test_the_code_follows_the_words_not_the_sender(applicant, send):
    told = [{"text": "sciatica", "code": "F32.-"}, {"text": "My own words", "code": "G89.4"}]
    row = send(applicant, Section.PAIN, conditions=told)
    assert [c["code"] for c in row.answers["conditions"]] == ["M54.1-", ""]


def test_after_a_no_earlier_ketamine_is_not_kept(applicant, send):
    row = send(applicant, Section.KETAMINE_BEFORE, uses=[USE])
    assert row.answers["uses"] == []
    told = send(applicant, Section.KETAMINE_BEFORE, prior_ketamine=HAD, uses=[USE])
    assert told.answers["uses"] == [USE]


def test_pain_reads_back_with_the_codes_that_it_suggests():
    stored = STORED[Section.PAIN] | replies(Section.PAIN)
    stored["pain_burning"] |= {"asked": "Does the pain burn?"}
    shown = words(Section.PAIN, {k: v for k, v in stored.items() if k not in REPLY_KEYS})
    assert shown == [
        ("Condition", "Fibromyalgia", "suggested code M79.7 (to be checked)"),
        ("Began", "May 2019", ""),
        ("Where", "Back, Leg", "Worse on the left."),
        ("Signs of nerve pain", "none", ""),
    ]


REPLY_KEYS = set(replies(Section.PAIN))


@pytest.mark.parametrize(
    ("condition", "detail"),
    [
        ({"text": "Chronic pain syndrome", "code": "G89.4"}, "suggested code G89.4"),
        (
            {"text": "Old crps of the hand", "code": ""},
            "in their own words; perhaps G90.50 (to be checked)",
        ),
        ({"text": "My knee", "code": ""}, "in their own words"),
    ],
)
def test_a_code_is_a_suggestion(condition, detail):
    stored = {"conditions": [condition], "areas": ["leg"]}
    assert words(Section.PAIN, stored)[0] == ("Condition", condition["text"], detail)


def test_what_is_not_known_stands_out():
    first, second, *_rest = answer_rows(Section.PAIN, {"has_no_diagnosis": True})
    assert (first.kind, second.kind, second.answer) == ("wait", "wait", "not known")


def test_treatments_and_drugs_read_back():
    tried = words(Section.PAIN_TREATMENTS, STORED[Section.PAIN_TREATMENTS] | {"other": "TENS"})
    assert ("Injections or nerve blocks", "Not tried", "") in tried[3:]
    assert tried[2] == ("Anything else", "TENS", "")
    assert tried[1][1] == "I stopped because of side effects"
    taken = words(Section.OPIOIDS, {"opioids": [OPIOID]})
    assert taken == [("Oxycodone", "10 mg, 3 times a day", "")]
    assert words(Section.OPIOIDS, SENT[Section.OPIOIDS]) == [("Opioids", "none", "")]
    (given,) = words(Section.KETAMINE_BEFORE, {"uses": [USE | {"reaction": "Panic"}]})
    assert given == ("Infusion into a vein", "40 mg, six times, It helped", "Panic")


def test_size_and_symptoms_read_back():
    assert words(Section.WEIGHT, STORED[Section.WEIGHT])[1:] == [
        ("Height", "5 ft 7 in", "170.2 cm"),
        ("Body-mass index", "24.1", ""),
    ]
    metric = {"height_unit": "cm", "centimeters": "170", "height_mm": 1700}
    assert words(Section.WEIGHT, STORED[Section.WEIGHT] | metric)[1][1:] == ("170 cm", "")
    told = normal_answers()[Section.PRESSURE] | {"symptoms": ["numbness"]}
    assert words(Section.PRESSURE, told)[-1] == ("Felt at that moment", "New numbness", "")


@pytest.mark.parametrize("section", [s for s in PAGES if s != Section.PRESSURE])
def test_each_page_saves_and_shows_again_what_was_sent(at_work, section):
    assert at_work.post(page(section), posted(section)).status_code == 302
    assert sent(section).count() == 1
    again = at_work.get(page(section))
    assert again.status_code == 200
    assert not again.context["form"].is_bound


def test_typed_words_are_there_again(at_work):
    at_work.post(page(Section.PAIN), posted(Section.PAIN, condition_2="My <b>own</b> words"))
    body = text(at_work.get(page(Section.PAIN)))
    assert 'value="Fibromyalgia"' in body
    assert "My &lt;b&gt;own&lt;/b&gt; words" in body
    assert 'value="2019"' in body


def test_weight_and_height_are_shown_and_not_put_in_the_boxes(at_work):
    at_work.post(page(Section.WEIGHT), posted(Section.WEIGHT))
    body = text(at_work.get(page(Section.WEIGHT)))
    assert "5 ft 7 in" in body
    assert 'value="154"' not in body
    assert 'value="5"' not in body


@pytest.mark.parametrize(
    ("pairs", "symptoms", "words_shown"),
    [
        pytest.param(
            [(184, 100), (182, 98)],
            ["none"],
            ["Your blood pressure is very high. Contact your clinic now.", "urgent care or an ER"],
            id="severe",
        ),
        pytest.param(
            [(184, 100), (182, 98)],
            ["numbness"],
            ["Call 911 now", "Your blood pressure is very high and you have a warning symptom."],
            id="severe with a symptom",
        ),
        pytest.param(
            [(122, 78), (120, 76)],
            ["chest_pain"],
            ["Call 911 now", "You told us of a warning symptom."],
            id="a warning symptom at any pressure",
        ),
    ],
)
def test_what_to_do_at_once_comes_first_and_everything_is_saved(
    at_work, pairs, symptoms, words_shown
):
    response = at_work.post(page(Section.PRESSURE), pressure(*pairs) | {"symptoms": symptoms})
    assert response.url == ALARM
    assert sent(Section.PRESSURE).count() == 1
    body = text(at_work.get(ALARM))
    assert all(each in body for each in words_shown)
    assert 'href="tel:911"' in body


def test_an_alarm_does_not_wait_for_a_second_reading(at_work):
    response = at_work.post(page(Section.PRESSURE), pressure((190, 110)) | {"symptoms": ["vision"]})
    assert response.status_code == 200
    assert "Your blood pressure is very high and you have a warning symptom." in text(response)
    assert not sent(Section.PRESSURE).exists()


def test_ordinary_readings_have_no_page_of_alarm(at_work):
    at_work.post(page(Section.PRESSURE), posted(Section.PRESSURE))
    assert at_work.get(ALARM).url == "/apply/"
    assert at_work.post(ALARM).status_code == 405


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director", "editor", "manager"])
def test_staff_have_no_page_of_alarm(client_of, role):
    assert client_of(role).get(ALARM).status_code == 404


def test_a_stranger_signs_in_first_and_another_sees_only_their_own(client, client_of):
    assert client.get(ALARM).url.startswith("/accounts/login/")
    other = PatientFactory(draft=True)
    assert client_of(other.user).get(ALARM).url == "/apply/"


def test_the_applicants_answers_stand_beside_the_gates_and_tick_none(client_of):
    patient = PatientFactory(approved=True)
    response = client_of("nurse").get(f"/clinic/applications/{patient.public_id}/readiness/")
    lines = {
        line.gate.key: (line.done.value(), told) for line, _on_file, told in lines_of(response)
    }
    assert lines["has_phone"] == (None, "Yes")
    assert lines["locked_storage_confirmed"][1] == (
        "Yes; Children or pets at home: No; Somebody who might take it: No"
    )
    assert lines["baseline_lft"] == (None, "")
    assert "The patient says: Yes" in " ".join(text(response).split())


def lines_of(response):
    return response.context["lines"]


def test_without_answers_nothing_is_said_beside_the_gates():
    assert told_words({}) == {}
    told = {"has_phone": {"answer": "not_sure"}, "others_might_take_it": {"answer": "yes"}}
    assert told_words(told) == {
        "has_phone": "Not sure",
        "locked_storage_confirmed": "Somebody who might take it: Yes",
    }
