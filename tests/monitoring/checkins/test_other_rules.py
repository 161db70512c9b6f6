"""Tiers, the check after a dose, the policy's own bounds, and laws that hold for every pair."""

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Symptom
from monitoring.checkins.choices import Notice, Outcome, Tier
from monitoring.checkins.rules import (
    CheckPolicy,
    FirstMeasurement,
    Mean,
    Reading,
    TierFacts,
    evaluate_check,
    evaluate_post_dose,
    tier_for,
)
from monitoring.checkins.rules.facts import OUTCOME_ORDER
from tests.factories.monitoring import check_facts

POLICY = CheckPolicy()
BEFORE = Mean(Decimal(120), Decimal(75))


@pytest.mark.parametrize(
    ("is_session", "at_home", "on_plan", "tier"),
    [
        pytest.param(False, True, True, Tier.STANDARD, id="a later dose at an unchanged plan"),
        pytest.param(False, True, False, Tier.ENHANCED, id="the first dose of a plan version"),
        pytest.param(False, False, True, Tier.ENHANCED, id="the first dose at home"),
        pytest.param(True, True, True, Tier.ENHANCED, id="every session dose"),
        pytest.param(False, None, True, Tier.ENHANCED, id="unknown whether ever at home"),
        pytest.param(False, True, None, Tier.ENHANCED, id="unknown whether ever on this plan"),
    ],
)
def test_how_closely_a_dose_is_watched(is_session, at_home, on_plan, tier):
    assert tier_for(TierFacts(is_session, at_home, on_plan)) == tier


def after_dose(*texts, before=BEFORE, **changes):
    return evaluate_post_dose(check_facts(*texts, **changes), before, POLICY)


@pytest.mark.parametrize(
    ("texts", "keys"),
    [
        (("159/99", "159/99"), []),
        (("160/80", "159/80"), []),
        (("160/80", "160/80"), ["post_rise", "post_high"]),
        (("130/99", "130/100"), []),
        (("130/100", "130/100"), ["post_rise", "post_high"]),
    ],
)
def test_after_a_dose_the_rise_and_the_height_count(texts, keys):
    decision = after_dose(*texts, before=Mean(Decimal(120), Decimal(75)))
    assert [item.key for item in decision.findings] == keys


@pytest.mark.parametrize(
    ("before", "is_found"),
    [
        (Mean(Decimal("110"), Decimal(75)), True),
        (Mean(Decimal("110.5"), Decimal(75)), False),
        (Mean(Decimal(120), Decimal("55")), True),
        (Mean(Decimal(120), Decimal("55.5")), False),
        (None, False),
    ],
    ids=["+40", "+39.5", "+25 diastolic", "+24.5 diastolic", "no pre-dose pair"],
)
def test_the_rise_from_before_the_dose(before, is_found):
    decision = after_dose("150/80", "150/80", before=before)
    assert ("post_rise" in [item.key for item in decision.findings]) is is_found


def test_a_high_pressure_after_the_dose_is_repeated_in_fifteen_minutes_and_told():
    decision = after_dose("162/84", "164/86")
    assert (decision.outcome, decision.repeat_after_minutes) == (Outcome.REPEAT, 15)
    assert decision.notice == Notice.SAME_DAY


@pytest.mark.parametrize(
    ("texts", "symptoms", "outcome"),
    [
        (("182/90", "182/90"), (), Outcome.PLAN_HOLD),
        (("182/90", "182/90"), (Symptom.VISION,), Outcome.EMERGENCY),
        (("124/80", "124/80"), (Symptom.FAINTING,), Outcome.EMERGENCY),
        (("124/80", "124/80"), (Symptom.DIZZINESS,), Outcome.GO),
        (("88/60", "88/60"), (), Outcome.PLAN_HOLD),
        (("150/90", "130/80"), (), Outcome.INCOMPLETE),
        (("270/90", "130/80"), (), Outcome.INCOMPLETE),
        (("150/90",), (), Outcome.INCOMPLETE),
    ],
    ids=str,
)
def test_what_is_dangerous_is_dangerous_after_a_dose_too(texts, symptoms, outcome):
    assert after_dose(*texts, symptoms=frozenset(symptoms)).outcome == outcome


def test_a_very_fast_pulse_after_a_dose_holds_the_plan():
    assert after_dose("124/80", "124/80", pulse=125).outcome == Outcome.PLAN_HOLD


@pytest.mark.parametrize("field", fields(CheckPolicy), ids=lambda field: field.name)
def test_every_limit_has_bounds_a_unit_and_a_source_and_lies_within(field):
    meta = field.metadata
    assert meta["low"] <= field.default <= meta["high"]
    assert meta["unit"]
    assert meta["source"]


@pytest.mark.parametrize("name", ["severe_systolic", "severe_diastolic"])
def test_no_clinic_can_move_the_emergency_pressure(name):
    (field,) = [f for f in fields(CheckPolicy) if f.name == name]
    assert field.metadata["low"] == field.metadata["high"] == field.default


# --- laws ---

systolics = st.integers(min_value=70, max_value=230)
diastolics = st.integers(min_value=35, max_value=140)


@st.composite
def pairs(draw):
    first = draw(systolics)
    second = draw(st.integers(min_value=max(70, first - 10), max_value=min(230, first + 10)))
    low = min(first, second) - 1
    return tuple(
        Reading(systolic, draw(st.integers(min_value=31, max_value=min(159, low))), 72)
        for systolic in (first, second)
    )


def rank(decision):
    return OUTCOME_ORDER.index(decision.outcome)


@given(pairs())
def test_go_is_only_ever_said_inside_the_range(pair):
    decision = evaluate_check(check_facts(readings=pair), POLICY)
    if decision.outcome == Outcome.GO:
        assert 100 <= decision.mean.systolic < 140
        assert 60 <= decision.mean.diastolic < 90


@given(pairs(), st.sampled_from(Symptom.values))
def test_a_symptom_never_makes_an_answer_milder(pair, symptom):
    without = evaluate_check(check_facts(readings=pair), POLICY)
    told = evaluate_check(check_facts(readings=pair, symptoms=frozenset({symptom})), POLICY)
    assert rank(told) <= rank(without)


@given(pairs(), st.integers(min_value=0, max_value=60))
def test_a_repeat_never_makes_an_answer_milder_than_a_first_check_would(pair, minutes):
    first = FirstMeasurement(timedelta(minutes=minutes), 15)
    alone = evaluate_check(check_facts(readings=pair), POLICY)
    repeated = evaluate_check(check_facts(readings=pair, first=first), POLICY)
    assert rank(repeated) <= rank(alone)


@given(pairs())
def test_from_160_or_100_on_every_dose_is_held_whatever_the_repeat_says(pair):
    decision = evaluate_check(check_facts(readings=pair), POLICY)
    if decision.mean.systolic >= 160 or decision.mean.diastolic >= 100:
        assert decision.outcome == Outcome.PLAN_HOLD


@given(pairs())
def test_a_higher_second_reading_never_makes_an_answer_better_once_raised(pair):
    higher = (pair[0], Reading(pair[1].systolic + 1, pair[1].diastolic, 72))
    before, after = (evaluate_check(check_facts(readings=each), POLICY) for each in (pair, higher))
    if before.mean.systolic >= 140 and not after.needs_third:
        assert rank(after) <= rank(before)


@given(pairs())
def test_the_same_facts_give_the_same_answer(pair):
    facts = check_facts(readings=pair)
    assert evaluate_check(facts, POLICY) == evaluate_check(facts, POLICY)
