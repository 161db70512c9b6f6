"""Pain, treatments, opioids, earlier ketamine, the home and body size: what each answer asks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Action, Answer, Symptom
from intake.rules import IntakePolicy, Reply, ScreeningFacts
from intake.rules.caution import LOWER_START_KEYS, reduced_start_reasons
from intake.rules.dates import YearMonth
from intake.rules.facts import ListedMedicine
from intake.rules.history.findings import history_findings
from intake.rules.history.model import (
    HistoryFacts,
    KetamineUse,
    OpioidLine,
    PainFacts,
    TreatmentFacts,
)
from intake.rules.questions import BY_KEY
from intake.rules.questions.home import AT_HOME
from intake.rules.questions.pain import PAIN_FEATURES
from intake.rules.replies import reply_finding
from intake.rules.vitals import PressureReading

TODAY = date(2026, 6, 1)
POLICY = IntakePolicy()
OXYCODONE = OpioidLine("Oxycodone", "10 mg", "3 times a day")
HISTORY = HistoryFacts(
    pain=PainFacts(("Fibromyalgia",), YearMonth(2019, 5)),
    treatments=TreatmentFacts({"snri": "stopped"}),
    opioids=(),
    weight_g=70_000,
    height_mm=1_700,
)
REPLIES = {
    "pain_burning": Reply(Answer.YES),
    **{q.key: Reply(Answer.NO) for q in PAIN_FEATURES if q.key != "pain_burning"},
    "opioid_use": Reply(Answer.NO),
    "locked_storage_confirmed": Reply(Answer.YES),
}
LACKING = {
    "has_validated_upper_arm_cuff": Action.NOTE,
    "cuff_technique_shown": Action.NOTE,
    "has_phone": Action.REVIEW,
    "has_adult_sitter_contact": Action.REVIEW,
    "emergency_address_on_file": Action.REVIEW,
    "locked_storage_confirmed": Action.NOTE,
}
RISKS = {"children_or_pets_at_home": Action.NOTE, "others_might_take_it": Action.REVIEW}


def made(replies=None, readings=(), medicines=(), **changes):
    facts = ScreeningFacts(
        replies=REPLIES | (replies or {}),
        readings=readings,
        medicines=medicines,
        history=replace(HISTORY, **changes),
    )
    return list(history_findings(facts, POLICY, TODAY))


def found(**changes):
    return {finding.key: finding.action for finding in made(**changes)}


def test_an_ordinary_history_asks_nothing():
    assert found() == {}


def test_a_history_that_nobody_told_is_not_taken_for_a_good_one():
    facts = ScreeningFacts()
    keys = {finding.key: finding.action for finding in history_findings(facts, POLICY, TODAY)}
    assert keys == {
        "pain_duration": Action.REVIEW,
        "pain_condition": Action.REVIEW,
        "neuropathic_features": Action.REVIEW,
        "treatments_tried": Action.NOTE,
        "opioid_use": Action.REVIEW,
        "body_mass_index": Action.REVIEW,
    }


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        pytest.param(None, Action.REVIEW, id="not known"),
        pytest.param(YearMonth(2026, 6), Action.REVIEW, id="this month"),
        pytest.param(YearMonth(2026, 3), Action.REVIEW, id="three months, perhaps less"),
        pytest.param(YearMonth(2026, 2), None, id="longer, whatever the day"),
        pytest.param(YearMonth(1999, 1), None, id="long ago"),
    ],
)
def test_how_long_the_pain_has_lasted(began, expected):
    assert found(pain=PainFacts(("Sciatica",), began)).get("pain_duration") == expected


def test_the_clinics_own_months_count():
    facts = ScreeningFacts(
        replies=REPLIES, history=replace(HISTORY, pain=PainFacts(("x",), YearMonth(2025, 12)))
    )
    stricter = replace(POLICY, chronic_pain_months=12)
    assert list(history_findings(facts, POLICY, TODAY)) == []
    (finding,) = history_findings(facts, stricter, TODAY)
    assert "less than 12 months" in finding.sentence


def test_without_a_condition_the_type_of_pain_has_to_be_found():
    assert found(pain=PainFacts((), YearMonth(2019, 5))) == {"pain_condition": Action.REVIEW}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.YES, None),
        (Answer.NO, Action.NOTE),
        (Answer.NOT_SURE, Action.REVIEW),
        ("", Action.REVIEW),
    ],
    ids=["yes", "no", "not sure", "missing"],
)
@pytest.mark.parametrize("key", [q.key for q in PAIN_FEATURES])
def test_the_signs_of_nerve_pain(key, answer, expected):
    others = {q.key: Reply(Answer.NO) for q in PAIN_FEATURES}
    given_now = found(replies=others | {key: Reply(answer)})
    assert given_now.get("neuropathic_features") == expected


@pytest.mark.parametrize("question", PAIN_FEATURES, ids=lambda question: question.key)
@pytest.mark.parametrize("answer", ["", *Answer.values])
def test_one_sign_alone_makes_no_finding_of_its_own(question, answer):
    assert reply_finding(question, Reply(answer), POLICY, TODAY) is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(TreatmentFacts({"snri": "helped"}), None, id="helped"),
        pytest.param(TreatmentFacts({"snri": "helped_a_little"}), None, id="helped a little"),
        pytest.param(TreatmentFacts({"snri": "did_not_help"}), None, id="did not help"),
        pytest.param(TreatmentFacts({"snri": "stopped"}), None, id="stopped"),
        pytest.param(TreatmentFacts({}, "A TENS device"), None, id="only in words"),
        pytest.param(TreatmentFacts({"snri": "not_tried"}), Action.NOTE, id="not tried"),
        pytest.param(TreatmentFacts({"snri": "not_sure"}), Action.NOTE, id="not sure"),
        pytest.param(TreatmentFacts({"snri": ""}), Action.NOTE, id="open"),
        pytest.param(None, Action.NOTE, id="missing"),
    ],
)
def test_whether_anything_was_tried(told, expected):
    assert found(treatments=told).get("treatments_tried") == expected


MEDICINE = (ListedMedicine("Oxycodone", ("opioid",)),)


@pytest.mark.parametrize(
    ("answer", "opioids", "medicines", "expected"),
    [
        pytest.param(Answer.NO, (), (), {}, id="none at all"),
        pytest.param(
            Answer.YES, (OXYCODONE,), MEDICINE, {"opioid_use": Action.REVIEW}, id="all agree"
        ),
        pytest.param(
            Answer.NO,
            (OXYCODONE,),
            MEDICINE,
            {"opioid_use": Action.REVIEW, "opioid_mismatch": Action.REVIEW},
            id="listed, but no",
        ),
        pytest.param(
            Answer.YES, (), (), {"opioid_mismatch": Action.REVIEW}, id="yes, but none listed"
        ),
        pytest.param(
            Answer.YES,
            (OXYCODONE,),
            (),
            {"opioid_use": Action.REVIEW, "opioid_mismatch": Action.REVIEW},
            id="not among the medicines",
        ),
        pytest.param(
            Answer.NO, (), MEDICINE, {"opioid_mismatch": Action.REVIEW}, id="only a medicine"
        ),
        pytest.param(Answer.NOT_SURE, (), (), {}, id="not sure is judged by its question"),
        pytest.param(Answer.NO, None, (), {"opioid_use": Action.REVIEW}, id="page missing"),
    ],
)
def test_opioids_and_the_question_about_them(answer, opioids, medicines, expected):
    replies = {"opioid_use": Reply(answer)}
    assert found(replies=replies, opioids=opioids, medicines=medicines) == expected


def test_the_daily_amount_is_shown_as_given():
    (finding,) = made(
        replies={"opioid_use": Reply(Answer.YES)}, opioids=(OXYCODONE,), medicines=MEDICINE
    )
    assert "Oxycodone 10 mg, 3 times a day" in finding.sentence
    assert "30" not in finding.sentence


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        pytest.param((), None, id="none"),
        pytest.param((KetamineUse("Infusion", "40 mg", "It helped"),), Action.NOTE, id="well"),
        pytest.param(
            (KetamineUse("Infusion"), KetamineUse("Spravato", reaction="Panic")),
            Action.REVIEW,
            id="a bad reaction once",
        ),
        pytest.param((KetamineUse("Oral", was_stopped=True),), Action.REVIEW, id="stopped"),
    ],
)
def test_earlier_ketamine(uses, expected):
    assert found(ketamine=uses).get("prior_ketamine") == expected


def home(key, answer):
    finding = reply_finding(BY_KEY[key], Reply(answer), POLICY, TODAY)
    return finding.action if finding else None


def test_each_question_about_the_home_is_in_these_tables():
    assert {q.key for q in AT_HOME} == set(LACKING) | set(RISKS)


@pytest.mark.parametrize("key", LACKING)
def test_what_should_be_in_place_at_home(key):
    answers = [Answer.YES, Answer.NO, Answer.NOT_SURE, ""]
    lacking = LACKING[key]
    assert [home(key, answer) for answer in answers] == [None, lacking, lacking, lacking]


@pytest.mark.parametrize("key", RISKS)
def test_what_asks_for_care_at_home(key):
    answers = [Answer.NO, Answer.YES, Answer.NOT_SURE, ""]
    risk = RISKS[key]
    assert [home(key, answer) for answer in answers] == [None, risk, risk, risk]


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        (Answer.YES, None),
        (Answer.NO, Action.REVIEW),
        (Answer.NOT_SURE, Action.REVIEW),
        ("", Action.REVIEW),
    ],
)
def test_others_at_home_and_no_locked_place(risk, locked, expected):
    replies = {risk: Reply(Answer.YES), "locked_storage_confirmed": Reply(locked)}
    assert found(replies=replies).get("locked_storage_confirmed") == expected


@pytest.mark.parametrize(
    ("weight_g", "height_mm", "expected"),
    [
        pytest.param(63_999, 2_000, Action.REVIEW, id="just under 16"),
        pytest.param(64_000, 2_000, None, id="16"),
        pytest.param(159_999, 2_000, None, id="just under 40"),
        pytest.param(160_000, 2_000, Action.REVIEW, id="40"),
        pytest.param(None, 1_700, Action.REVIEW, id="weight missing"),
        pytest.param(70_000, None, Action.REVIEW, id="height missing"),
    ],
)
def test_body_mass_index(weight_g, height_mm, expected):
    assert found(weight_g=weight_g, height_mm=height_mm).get("body_mass_index") == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param((120, 80), {"reading_symptoms": Action.REVIEW}, id="ordinary"),
        pytest.param((179, 119), {"reading_symptoms": Action.REVIEW}, id="just under"),
        pytest.param((180, 80), {"bp_emergency": Action.EXCLUDE}, id="180"),
        pytest.param((150, 120), {"bp_emergency": Action.EXCLUDE}, id="120"),
    ],
)
def test_symptoms_told_with_the_readings(reading, expected):
    symptoms = frozenset({Symptom.NUMBNESS.value})
    assert found(symptoms=symptoms, readings=(PressureReading(*reading),)) == expected


@given(st.integers(30_000, 300_000), st.integers(0, 100_000))
def test_more_weight_above_the_range_never_lowers_the_action(weight_g, more):
    def is_found(grams):
        return "body_mass_index" in found(weight_g=grams, height_mm=1_700)

    heavy = weight_g >= 80_000
    assert not heavy or is_found(weight_g + more) >= is_found(weight_g)


@pytest.mark.parametrize(
    ("answer", "opioids", "is_reason"),
    [
        (Answer.NO, (), False),
        (Answer.NO, None, False),
        (Answer.NO, (OXYCODONE,), True),
        (Answer.YES, (), True),
        (Answer.NOT_SURE, (), True),
    ],
)
def test_a_listed_opioid_lowers_the_start_whatever_was_ticked(answer, opioids, is_reason):
    calm = {key: Reply(Answer.NO) for key in LOWER_START_KEYS}
    facts = ScreeningFacts(
        date_of_birth=date(1980, 4, 12),
        replies=calm | {"opioid_use": Reply(answer)},
        history=replace(HISTORY, opioids=opioids),
    )
    reasons = reduced_start_reasons(facts, POLICY, TODAY)
    assert (reasons == ("Opioid pain medicine",)) is is_reason
