"""The whole application in, the findings out."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Action, Answer, PainType, SexAtBirth
from intake.rules import IntakePolicy, Reply, ScreeningFacts, decision_findings, findings
from intake.rules.dates import YearMonth
from intake.rules.facts import ListedMedicine
from intake.rules.instruments import BY_SECTION
from intake.rules.medicines import class_keys_of
from intake.rules.questions import QUESTIONS
from intake.rules.questions.pain import PAIN_FEATURES
from intake.rules.screening import ACTION_ORDER, asked_of
from intake.rules.vitals import PressureReading
from intake.selectors.history import history_from
from tests.factories.intake_answers import SOUND_YES, calm_items, normal_answers

TODAY = date(2026, 6, 1)
POLICY = IntakePolicy()
HEALTHY = ScreeningFacts(
    date_of_birth=date(1980, 4, 12),
    sex_at_birth=SexAtBirth.FEMALE,
    state_of_residence="NY",
    states_served=("NY",),
    replies={
        q.key: Reply(answer=Answer.YES if q.key in SOUND_YES else Answer.NO) for q in QUESTIONS
    },
    readings=(PressureReading(122, 78), PressureReading(120, 76)),
    takes_no_medicine=True,
    history=history_from(normal_answers()),
    instruments={
        definition.key.value: calm_items(section) for section, definition in BY_SECTION.items()
    },
)


def found(**changes):
    """Findings of the healthy applicant with these changes, as {key: action}."""
    facts = replace(HEALTHY, **changes)
    return {finding.key: finding.action for finding in findings(facts, POLICY, TODAY)}


def pair(systolic, diastolic, second=None):
    return (
        PressureReading(systolic, diastolic),
        PressureReading(*(second or (systolic, diastolic))),
    )


def test_a_healthy_applicant_has_no_finding():
    assert found() == {}


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param(pair(139, 89), None, id="just under"),
        pytest.param(pair(139, 80, (140, 80)), None, id="139.5 is under 140"),
        pytest.param(pair(140, 80), Action.REVIEW, id="140"),
        pytest.param(pair(120, 89, (120, 90)), None, id="89.5 is under 90"),
        pytest.param(pair(120, 90), Action.REVIEW, id="diastolic 90"),
        pytest.param(pair(159, 80), Action.REVIEW, id="159"),
        pytest.param(pair(159, 80, (160, 80)), Action.REVIEW, id="159.5 is under 160"),
        pytest.param(pair(160, 80), Action.EXCLUDE, id="160"),
        pytest.param(pair(150, 99, (150, 100)), Action.REVIEW, id="99.5 is under 100"),
        pytest.param(pair(150, 100), Action.EXCLUDE, id="diastolic 100"),
        pytest.param(pair(170, 70), Action.EXCLUDE, id="the worse of the two"),
        pytest.param((), Action.EXCLUDE, id="no reading"),
        pytest.param((PressureReading(120, 80),), Action.EXCLUDE, id="one reading"),
        pytest.param(pair(120, 80, (131, 80)), Action.EXCLUDE, id="far apart, no third"),
    ],
)
def test_the_mean_of_the_pair(readings, expected):
    assert found(readings=readings).get("bp_uncontrolled") == expected


def test_a_confirmed_unusual_reading_is_judged_and_shown():
    assert found(readings=pair(300, 80)) == {
        "bp_uncontrolled": Action.EXCLUDE,
        "entry_implausible": Action.REVIEW,
    }


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param(date(2008, 6, 1), {}, id="18 today"),
        pytest.param(date(2008, 6, 2), {"age_under_18": Action.EXCLUDE}, id="18 tomorrow"),
        pytest.param(date(1961, 6, 2), {}, id="65 tomorrow"),
        pytest.param(date(1961, 6, 1), {"falls_frailty_65": Action.REVIEW}, id="65 today"),
        pytest.param(None, {"age_under_18": Action.EXCLUDE}, id="not known"),
        pytest.param(date(2026, 6, 2), {"age_under_18": Action.EXCLUDE}, id="not born yet"),
    ],
)
def test_age(born, expected):
    assert found(date_of_birth=born) == expected


@pytest.mark.parametrize("state", ["TX", ""], ids=["not served", "unknown"])
def test_residence(state):
    assert found(state_of_residence=state) == {"state_not_served": Action.EXCLUDE}


def taking(*names):
    """The facts of a list with these lines, as typed."""
    lines = tuple(ListedMedicine(name, class_keys_of(name)) for name in names)
    return {"medicines": lines, "takes_no_medicine": False}


def test_what_the_table_lacks_goes_to_a_person():
    assert found(**taking("Vitamin D")) == {"cyp_unknown": Action.REVIEW}


@pytest.mark.parametrize("name", ["Theophylline ER 300", "AMINOPHYLLINE", "old theophylline"])
def test_theophylline_in_the_list_excludes_whatever_was_ticked(name):
    assert found(**taking(name))["theophylline_aminophylline"] == Action.EXCLUDE


def test_one_finding_a_key_and_the_strictest_wins():
    replies = HEALTHY.replies | {"theophylline": Reply(answer=Answer.NOT_SURE)}
    facts = replace(HEALTHY, replies=replies, **taking("theophylline", "aminophylline"))
    keys = [finding.key for finding in findings(facts, POLICY, TODAY)]
    assert keys.count("theophylline") == keys.count("theophylline_aminophylline") == 1


def test_findings_come_most_urgent_first():
    replies = HEALTHY.replies | {
        "prior_ketamine": Reply(answer=Answer.YES, option="no_reaction"),
        "opioid_use": Reply(answer=Answer.YES),
        "porphyria": Reply(answer=Answer.YES),
    }
    actions = list(found(replies=replies).values())
    assert actions == sorted(actions, key=ACTION_ORDER.index)
    assert set(actions) == set(ACTION_ORDER)


def test_unanswered_questions_are_findings():
    signs = {question.key for question in PAIN_FEATURES}
    asked = {question.key for question in asked_of(SexAtBirth.FEMALE)} - signs
    assert set(found(replies={})) == asked | {"neuropathic_features"}


def test_men_are_not_judged_on_pregnancy():
    assert found(sex_at_birth=SexAtBirth.MALE, replies=HEALTHY.replies) == {}
    assert "pregnant" not in found(sex_at_birth=SexAtBirth.MALE, replies={})


def test_the_clinics_own_limits_count():
    policy = replace(POLICY, pressure_exclude_systolic=150)
    facts = replace(HEALTHY, readings=pair(150, 80))
    (finding,) = findings(facts, policy, TODAY)
    assert finding.action == Action.EXCLUDE
    assert "150/100" in finding.sentence


@pytest.mark.parametrize(
    ("pain_type", "understands", "expected"),
    [
        (PainType.NEUROPATHIC, True, []),
        (PainType.CHRONIC_PRIMARY, True, ["pain_type"]),
        ("", True, ["pain_type"]),
        (PainType.CRPS, False, ["cannot_consent"]),
        (PainType.CANCER, None, ["cannot_consent"]),
        (PainType.CHRONIC_PRIMARY, False, ["cannot_consent", "pain_type"]),
    ],
)
def test_the_clinicians_own_items(pain_type, understands, expected):
    made = decision_findings(pain_type, understands_risks=understands)
    assert [finding.key for finding in made] == expected


def rank(key, **changes):
    """How urgent this key's finding is; nothing found is the least."""
    action = found(**changes).get(key)
    return len(ACTION_ORDER) if action is None else ACTION_ORDER.index(action)


@given(
    systolic=st.integers(90, 230),
    diastolic=st.integers(40, 89),
    more=st.integers(0, 40),
)
def test_more_pressure_never_lowers_the_action(systolic, diastolic, more):
    before = rank("bp_uncontrolled", readings=pair(systolic, diastolic))
    after = rank("bp_uncontrolled", readings=pair(systolic + more, diastolic + more))
    assert after <= before


@given(st.sampled_from([q.key for q in QUESTIONS if q.key not in SOUND_YES]))
def test_saying_yes_never_lowers_the_action(key):
    no = rank(key, replies=HEALTHY.replies | {key: Reply(answer=Answer.NO)})
    unsure = rank(key, replies=HEALTHY.replies | {key: Reply(answer=Answer.NOT_SURE)})
    assert unsure <= no
    if key not in {"prior_ketamine"}:
        assert rank(key, replies=HEALTHY.replies | {key: Reply(answer=Answer.YES)}) <= unsure


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_more_recent_stroke_never_lowers_the_action(months_ago, later):
    def at(months):
        year, month = divmod(2026 * 12 + 5 - months, 12)
        reply = Reply(answer=Answer.YES, month=YearMonth(year, month + 1))
        return rank("stroke_tia", replies=HEALTHY.replies | {"stroke_tia": reply})

    assert at(min(months_ago, later)) <= at(max(months_ago, later))
