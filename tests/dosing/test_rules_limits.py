"""The limits on a dose, a day and an interval: at each limit and just over it."""

from dataclasses import replace

import pytest

from dosing.rules import DosingPolicy, Level, PlanContext, plan_findings
from tests.factories.dosing import TODAY, solution

POLICY = DosingPolicy()
# 100 kg and more count as 100 kg, so that only the milligram limits speak.
HEAVY = PlanContext(today=TODAY, weight_g=100_000, weight_age_days=1, days_since_last_step=30)
MG = 1_000


def found(plan, context, policy=POLICY):
    """key -> level of every finding."""
    return {each.key: each.level for each in plan_findings(plan, context, policy)}


def running(**changes):
    """The facts of a patient on 25 mg three times a day."""
    return replace(HEAVY, baseline=solution(), **changes)


def at_dose(mg, **changes):
    return solution(dose_ug=round(mg * MG), **changes)


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(25, None, id="at soft"),
        pytest.param(26, Level.SOFT, id="over soft"),
        pytest.param(50, Level.SOFT, id="at hard"),
        pytest.param(51, Level.CEILING, id="over hard, where the ceiling is equal and wins"),
    ],
)
def test_the_first_dose(mg, level):
    assert found(at_dose(mg), HEAVY).get("start_single_dose_mg") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(10, None, id="at soft"),
        pytest.param(11, Level.SOFT, id="over soft"),
        pytest.param(15, Level.SOFT, id="at hard"),
        pytest.param(16, Level.HARD, id="over hard"),
        pytest.param(25, Level.HARD, id="at ceiling"),
        pytest.param(26, Level.CEILING, id="over ceiling"),
    ],
)
def test_the_first_dose_of_a_cautious_start(mg, level):
    context = replace(HEAVY, reduced_start_reasons=("opioid_use",))
    assert found(at_dose(mg), context).get("start_single_dose_mg_reduced") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(20, None, id="0.4 mg/kg is at soft"),
        pytest.param(21, Level.SOFT, id="over soft"),
        pytest.param(25, Level.SOFT, id="0.5 mg/kg is at hard"),
        pytest.param(26, Level.CEILING, id="over hard and ceiling"),
    ],
)
def test_the_first_dose_by_weight(mg, level):
    context = replace(HEAVY, weight_g=50_000)
    assert found(at_dose(mg), context).get("start_single_dose_mg_per_kg") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(50, None, id="at soft"),
        pytest.param(51, Level.SOFT, id="over soft"),
        pytest.param(100, Level.SOFT, id="at hard"),
        pytest.param(101, Level.CEILING, id="over hard and ceiling"),
        pytest.param(150, Level.CEILING, id="at the bound in code"),
        pytest.param(151, Level.BOUND, id="over the bound in code"),
    ],
)
def test_a_single_dose(mg, level):
    assert found(at_dose(mg), running()).get("max_single_dose_mg") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(50, None, id="1.0 mg/kg is at soft"),
        pytest.param(51, Level.SOFT, id="over soft"),
        pytest.param(75, Level.SOFT, id="1.5 mg/kg is at hard"),
        pytest.param(76, Level.CEILING, id="over hard and ceiling"),
        pytest.param(100, Level.CEILING, id="2 mg/kg is at the bound in code"),
        pytest.param(101, Level.BOUND, id="over the bound in code"),
    ],
)
def test_a_single_dose_by_weight(mg, level):
    context = running(weight_g=50_000)
    assert found(at_dose(mg), context).get("max_single_dose_mg_per_kg") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(50, None, id="200 mg is at soft"),
        pytest.param(51, Level.SOFT, id="over soft"),
        pytest.param(75, Level.SOFT, id="300 mg is at hard"),
        pytest.param(76, Level.HARD, id="over hard"),
        pytest.param(100, Level.HARD, id="400 mg is at ceiling and bound"),
        pytest.param(101, Level.BOUND, id="over the bound in code"),
    ],
)
def test_a_daily_total_of_four_doses(mg, level):
    plan = at_dose(mg, times_of_day=("00:00", "06:00", "12:00", "18:00"))
    assert found(plan, running()).get("max_daily_dose_mg") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(50, None, id="3.0 mg/kg is at soft"),
        pytest.param(51, Level.SOFT, id="over soft"),
        pytest.param(66.6, Level.SOFT, id="under hard"),
        pytest.param(66.7, Level.CEILING, id="over hard and ceiling"),
        pytest.param(83.3, Level.CEILING, id="under the bound in code"),
        pytest.param(83.4, Level.BOUND, id="over the bound in code"),
    ],
)
def test_a_daily_total_by_weight(mg, level):
    plan = at_dose(mg, concentration_ug_per_ml=1_000)
    assert found(plan, running(weight_g=50_000)).get("max_daily_dose_mg_per_kg") == level


@pytest.mark.parametrize(
    ("times", "level"),
    [
        pytest.param(("06:00", "12:00", "18:00"), None, id="three are at soft"),
        pytest.param(("00:00", "06:00", "12:00", "18:00"), Level.SOFT, id="four are at hard"),
        pytest.param(
            ("00:00", "04:45", "09:30", "14:15", "19:00"), Level.HARD, id="five are at ceiling"
        ),
        pytest.param(
            ("00:00", "04:00", "08:00", "12:00", "16:00", "20:00"), Level.CEILING, id="six"
        ),
    ],
)
def test_doses_a_day(times, level):
    plan = at_dose(10, times_of_day=times)
    assert found(plan, HEAVY).get("max_doses_per_day") == level


@pytest.mark.parametrize(
    ("times", "level"),
    [
        pytest.param(("08:00", "14:00"), None, id="six hours are at soft"),
        pytest.param(("08:00", "13:59"), Level.SOFT, id="under soft"),
        pytest.param(("08:00", "12:00"), Level.SOFT, id="four hours are at hard"),
        pytest.param(("08:00", "11:59"), Level.CEILING, id="under hard and ceiling"),
        pytest.param(("08:00", "10:00"), Level.CEILING, id="two hours are at the bound"),
        pytest.param(("08:00", "09:59"), Level.BOUND, id="under the bound in code"),
        pytest.param(("22:00", "04:00"), None, id="six hours across midnight"),
        pytest.param(("22:00", "01:59"), Level.CEILING, id="under four hours across midnight"),
        pytest.param(("12:00",), None, id="one dose a day"),
    ],
)
def test_the_interval_between_doses(times, level):
    plan = at_dose(10, times_of_day=times)
    assert found(plan, HEAVY).get("min_interval_hours") == level
