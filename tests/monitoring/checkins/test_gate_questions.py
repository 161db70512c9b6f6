"""The gate's answer to the questions and the new symptoms: §3.2, §11.5, 18, 20, 21, 22, 24."""

from datetime import timedelta

import pytest

from intake.choices import Symptom
from monitoring.checkins.choices import FindingKey as Key
from monitoring.checkins.choices import Notice, Outcome, Question, Tier
from monitoring.checkins.rules import (
    Block,
    CheckPolicy,
    DayPair,
    evaluate_check,
    questions_for,
)
from tests.factories.monitoring import check_facts, good_answers, reading

POLICY = CheckPolicy()


def answer(*texts, **changes):
    return evaluate_check(check_facts(*texts, **changes), POLICY)


def replying(key, value, tier=Tier.ENHANCED, **changes):
    return answer(tier=tier, answers=good_answers(**{key: value}), **changes)


@pytest.mark.parametrize(
    ("key", "value", "outcome", "notice"),
    [
        (Question.CHEST, True, Outcome.EMERGENCY, Notice.EMERGENCY),
        (Question.FEELING, True, Outcome.PLAN_HOLD, Notice.SAME_DAY),
        (Question.MOOD, True, Outcome.PLAN_HOLD, Notice.SAME_DAY),
        (Question.BLADDER, True, Outcome.PLAN_HOLD, Notice.SAME_DAY),
        (Question.MEDICINES, True, Outcome.PLAN_HOLD, Notice.SAME_DAY),
        (Question.PREGNANT, True, Outcome.PLAN_HOLD, Notice.SAME_DAY),
        (Question.ALCOHOL, True, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
        (Question.GRAPEFRUIT, True, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
        (Question.FOOD, False, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
        (Question.SITTER, False, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
        (Question.ADULT_REACHABLE, False, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
        (Question.SAFE_PLACE, False, Outcome.SLOT_HOLD, Notice.LOG_ONLY),
    ],
)
def test_each_worrying_answer(key, value, outcome, notice):
    decision = replying(key, value)
    assert (decision.outcome, decision.main.key, decision.notice) == (outcome, key, notice)


def test_thoughts_of_self_harm_are_seen_within_fifteen_minutes():
    assert replying(Question.MOOD, True).main.acknowledge_minutes == 15


def test_a_clinic_may_only_note_grapefruit():
    facts = check_facts(answers=good_answers(**{Question.GRAPEFRUIT: True}))
    assert evaluate_check(facts, CheckPolicy(grapefruit_holds=False)).outcome == Outcome.GO


@pytest.mark.parametrize(
    "key", [rule.question for rule in questions_for(Tier.ENHANCED, is_pregnancy_asked=True)]
)
def test_a_question_without_an_answer_refuses_and_is_named(key):
    decision = replying(key, None, is_pregnancy_asked=True)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, (key,))


def test_the_closely_watched_dose_asks_for_the_helper_and_the_standard_one_for_an_adult():
    close = {r.question for r in questions_for(Tier.ENHANCED, is_pregnancy_asked=False)}
    standard = {r.question for r in questions_for(Tier.STANDARD, is_pregnancy_asked=False)}
    assert close - standard == {Question.FOOD, Question.SITTER}
    assert standard - close == {Question.ADULT_REACHABLE}


def test_the_emergency_question_comes_first():
    assert questions_for(Tier.STANDARD, is_pregnancy_asked=False)[0].question == Question.CHEST


def test_a_check_for_no_dose_asks_nothing():
    assert questions_for(None, is_pregnancy_asked=True) == ()


def test_symptoms_that_nobody_answered_are_missing():
    assert answer(symptoms=None).missing == ("symptoms",)


@pytest.mark.parametrize(
    "symptom",
    ["chest_pain", "breathless", "weakness", "speech", "severe_headache", "fainting"],
)
def test_a_warning_symptom_is_an_emergency_at_any_pressure(symptom):
    assert answer(symptoms=frozenset({symptom})).outcome == Outcome.EMERGENCY


@pytest.mark.parametrize("symptom", ["back_pain", "numbness", "vision", "vomiting", "dizziness"])
def test_a_new_symptom_at_a_normal_pressure_holds_this_dose(symptom):
    decision = answer(symptoms=frozenset({symptom}))
    assert (decision.outcome, decision.notice) == (Outcome.SLOT_HOLD, Notice.SAME_DAY)


@pytest.mark.parametrize("symptom", ["back_pain", "numbness", "vision", "vomiting", "confusion"])
@pytest.mark.parametrize("text", ["180/100", "150/120"])
def test_a_symptom_at_180_or_120_is_an_emergency(symptom, text):
    decision = answer(text, text, symptoms=frozenset({symptom}))
    assert (decision.outcome, decision.main.key) == (Outcome.EMERGENCY, Key.BP_EMERGENCY)


def test_a_mean_just_under_180_with_a_symptom_holds_the_plan():
    decision = answer("180/100", "179/100", symptoms=frozenset({Symptom.BACK_PAIN}))
    assert decision.outcome == Outcome.PLAN_HOLD


def test_an_emergency_does_not_wait_for_the_second_reading():
    one = (reading("182/100"),)
    assert answer(readings=one, symptoms=frozenset({"vision"})).outcome == Outcome.EMERGENCY


def test_an_unlikely_entry_with_a_symptom_is_still_an_emergency():
    decision = answer("270/120", "150/90", symptoms=frozenset({"vomiting"}))
    assert decision.outcome == Outcome.EMERGENCY


def test_an_emergency_answer_needs_no_other_fact():
    decision = answer(readings=(), answers={str(Question.CHEST): True}, symptoms=None)
    assert decision.outcome == Outcome.EMERGENCY


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("120/80", Outcome.PLAN_HOLD),
        ("90/60", Outcome.PLAN_HOLD),
        ("89/60", Outcome.EMERGENCY),
        ("180/90", Outcome.EMERGENCY),
        ("150/120", Outcome.EMERGENCY),
    ],
)
@pytest.mark.parametrize("how", ["confusion", "feeling"])
def test_confusion_and_feeling_unwell_far_out_of_range(how, text, outcome):
    told = (
        {"symptoms": frozenset({Symptom.CONFUSION})}
        if how == "confusion"
        else {"answers": good_answers(predose_feeling=True)}
    )
    assert answer(text, text, **told).outcome == outcome


# --- order ---


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"predose_chest": True, "predose_meds": True}, Outcome.EMERGENCY),
        ({"predose_meds": True, "predose_alcohol": True}, Outcome.PLAN_HOLD),
        ({"predose_alcohol": True, "predose_food": None}, Outcome.SLOT_HOLD),
        ({"predose_food": None}, Outcome.INCOMPLETE),
        ({}, Outcome.REPEAT),
    ],
    ids=["emergency first", "then the plan", "then this dose", "then what is missing", "repeat"],
)
def test_the_order_when_several_things_are_true(changes, outcome):
    decision = answer("145/85", "145/85", answers=good_answers(**changes))
    assert decision.outcome == outcome


def test_the_most_urgent_notice_wins():
    decision = answer("150/80", "150/80", answers=good_answers(predose_meds=True))
    assert decision.notice == Notice.SAME_DAY


# --- the standard tier rests on the pair of today ---


def pair(hours=6, **changes):
    facts = {"is_in_range": True, "is_from_repeat": False} | changes
    return DayPair(age=timedelta(hours=hours), **facts)


def later_dose(**changes):
    return answer(tier=Tier.STANDARD, readings=(), **changes)


@pytest.mark.parametrize(
    ("day_pair", "outcome"),
    [
        pytest.param(pair(), Outcome.GO, id="today's pair in range"),
        pytest.param(pair(14), Outcome.GO, id="14 hours old"),
        pytest.param(pair(14.01), Outcome.INCOMPLETE, id="older than 14 hours"),
        pytest.param(pair(is_in_range=False), Outcome.INCOMPLETE, id="out of range"),
        pytest.param(pair(is_from_repeat=True), Outcome.INCOMPLETE, id="cleared by a repeat only"),
        pytest.param(None, Outcome.INCOMPLETE, id="the first dose of the day"),
    ],
)
def test_a_later_dose_of_the_day(day_pair, outcome):
    assert later_dose(day_pair=day_pair).outcome == outcome


def test_any_new_symptom_asks_for_a_fresh_pair():
    decision = later_dose(day_pair=pair(), symptoms=frozenset({Symptom.DIZZINESS}))
    assert (decision.outcome, decision.missing) == (Outcome.SLOT_HOLD, ("reading_1", "reading_2"))


def test_a_closely_watched_dose_never_rests_on_an_earlier_pair():
    assert answer(readings=(), day_pair=pair()).outcome == Outcome.INCOMPLETE


# --- what stands already ---

BLOCK = Block("window", "Opens at 1:00 pm.")


def test_outside_the_window_is_a_hold_of_this_dose_that_is_not_counted():
    decision = answer(blocks=(BLOCK,))
    assert decision.outcome == Outcome.SLOT_HOLD
    assert (decision.holds, decision.is_counted_hold, decision.notice) == ((), False, "log_only")
    assert decision.main.sentence == BLOCK.sentence


@pytest.mark.parametrize(("before", "is_told"), [(1, False), (2, True), (3, True)])
def test_three_held_doses_in_a_week_are_told_the_same_day(before, is_told):
    decision = replying(Question.ALCOHOL, True, recent_slot_holds=before)
    assert (Key.SLOT_HOLDS in {item.key for item in decision.findings}) is is_told
    assert (decision.notice == Notice.SAME_DAY) is is_told


def test_a_hold_that_is_not_counted_tells_nobody():
    assert answer(blocks=(BLOCK,), recent_slot_holds=5).notice == Notice.LOG_ONLY
