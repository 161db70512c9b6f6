"""The sums that every limit rests on."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.choices import Enantiomer, Formulation, Route
from dosing.rules import DosingPolicy, PlanContext, is_lowering, plan_findings, refused
from dosing.rules.terms import (
    daily_racemic_ug,
    dose_rate,
    dose_step_ug,
    is_increase,
    nearest_possible_ug,
    racemic_ug,
    same_medicine,
    shortest_gap_minutes,
    single_racemic_ug,
)
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
doses = st.integers(min_value=1, max_value=300).map(lambda mg: mg * 1_000)
times = st.lists(
    st.sampled_from([f"{hour:02}:00" for hour in range(24)]), min_size=1, max_size=6, unique=True
).map(tuple)
weights = st.none() | st.integers(min_value=30_000, max_value=250_000)
liquids = st.builds(
    lambda dose, labels, days: solution(dose_ug=dose, times_of_day=labels, every_days=days),
    doses,
    times,
    st.integers(min_value=1, max_value=7),
)


def test_a_day_is_the_sum_of_its_doses():
    assert terms().daily_ug == 75_000
    assert daily_racemic_ug(terms(enantiomer=Enantiomer.S_KETAMINE)) == 150_000


def test_s_ketamine_counts_twice():
    assert racemic_ug(25_000, Enantiomer.S_KETAMINE) == 50_000
    assert racemic_ug(25_000, Enantiomer.RACEMIC) == 25_000


@pytest.mark.parametrize(
    ("labels", "every_days", "minutes"),
    [
        pytest.param(("08:00", "14:00", "20:00"), 1, 360, id="even"),
        pytest.param(("20:00", "08:00", "14:30"), 1, 330, id="any order"),
        pytest.param(("22:00", "02:00"), 1, 240, id="across midnight"),
        pytest.param(("08:00",), 1, 1_440, id="once a day"),
        pytest.param(("08:00",), 3, 4_320, id="every third day"),
        pytest.param(("22:00", "02:00"), 2, 1_200, id="every second day"),
    ],
)
def test_the_shortest_gap(labels, every_days, minutes):
    plan = terms(times_of_day=labels, every_days=every_days)
    assert shortest_gap_minutes(plan) == minutes


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"dose_ug": 50_000}, True),
        ({"strength_ug": 50_000}, True),
        ({"route": Route.SUBLINGUAL}, False),
        ({"enantiomer": Enantiomer.S_KETAMINE}, False),
        ({"formulation": Formulation.TROCHE}, False),
    ],
)
def test_what_makes_it_another_medicine(change, same):
    assert same_medicine(replace(terms(), **change), terms()) is same


def test_the_smallest_step_is_a_unit_or_a_tenth_of_a_millilitre():
    assert dose_step_ug(terms()) == 25_000
    assert dose_step_ug(solution()) == 1_000
    assert dose_step_ug(solution(concentration_ug_per_ml=33_333)) == Fraction(33_333, 10)
    assert dose_step_ug(solution(concentration_ug_per_ml=None)) is None


def test_plans_of_different_rhythm_compare_by_the_day():
    assert dose_rate(terms(every_days=3)) == 25_000
    assert is_increase(terms(), terms(every_days=3))
    assert not is_increase(terms(every_days=3), terms())


@given(plan=liquids)
def test_a_plan_never_raises_itself(plan):
    assert not is_increase(plan, plan)
    assert is_lowering(plan, plan)


@given(plan=liquids, other=liquids)
def test_lowering_and_raising_exclude_each_other(plan, other):
    assert is_lowering(plan, other) is not is_increase(plan, other)


@given(plan=liquids, other=liquids)
def test_what_lowers_is_at_or_below_in_every_dose(plan, other):
    if is_lowering(plan, other):
        assert single_racemic_ug(plan) <= single_racemic_ug(other)
        assert daily_racemic_ug(plan) <= daily_racemic_ug(other)
        assert dose_rate(plan) <= dose_rate(other)


@given(dose=st.integers(min_value=1, max_value=500_000), strength=st.integers(1, 200_000))
def test_the_nearest_amounts_stand_on_either_side(dose, strength):
    nearest = nearest_possible_ug(terms(dose_ug=dose, strength_ug=strength))
    assert all(amount % strength == 0 and amount > 0 for amount in nearest)
    assert all(abs(amount - dose) <= strength for amount in nearest)


@given(plan=liquids, weight_g=weights)
def test_nothing_new_is_ever_signable_past_a_bound(plan, weight_g):
    context = PlanContext(today=TODAY, weight_g=weight_g, weight_age_days=1)
    if refused(plan_findings(plan, context, POLICY)):
        return
    assert weight_g is not None
    assert single_racemic_ug(plan) <= POLICY.start_single_dose_ceiling_ug
    assert daily_racemic_ug(plan) <= POLICY.max_daily_dose_hard_ug
    assert single_racemic_ug(plan) * 1_000 <= POLICY.max_single_dose_hard_ug_per_kg * weight_g
    assert shortest_gap_minutes(plan) >= POLICY.min_interval_hard_minutes


@given(plan=liquids, baseline=liquids, weight_g=weights)
def test_lowering_is_never_refused_for_amount_or_weight(plan, baseline, weight_g):
    if not is_lowering(plan, baseline):
        return
    context = PlanContext(today=TODAY, weight_g=weight_g, weight_age_days=999, baseline=baseline)
    crowding = {"min_interval_hours", "max_doses_per_day"}
    assert {each.key for each in refused(plan_findings(plan, context, POLICY))} <= crowding
