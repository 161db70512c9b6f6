"""Every limit with its value and how near it is, kept or not; and the first dose of a plan."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.choices import PlanMode
from dosing.rules import (
    DosingPolicy,
    Level,
    PlanContext,
    first_dose,
    limit_standings,
    plan_findings,
)
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
HEAVY = PlanContext(today=TODAY, weight_g=100_000, weight_age_days=1, days_since_last_step=30)
EVERY_ROW = {
    # The rows of clinical basis §2.4 that have levels, by the policy's names.
    "start_single_dose": ("ug", "ug_per_kg"),
    "start_single_dose_reduced": ("ug",),
    "max_single_dose": ("ug", "ug_per_kg"),
    "max_daily_dose": ("ug", "ug_per_kg"),
    "max_doses_per_day": ("",),
    "min_interval": ("minutes",),
    "max_step_per_dose": ("ug",),
    "max_step_daily": ("ug",),
    "max_step": ("percent",),
    "min_days_between_steps": ("",),
    "weight_max_age": ("days",),
    "session_max_dose": ("ug",),
    "session_min_interval": ("minutes",),
    "restart_lower_after_gap": ("days",),
}


def standings(plan, context=HEAVY):
    return {each.key: each for each in limit_standings(plan, context, POLICY)}


def test_the_policy_has_every_row_of_the_table():
    named = {field.name.replace("_soft", "_") for field in fields(DosingPolicy)}
    for row, suffixes in EVERY_ROW.items():
        for suffix in suffixes:
            assert f"{row}_" + (f"_{suffix}" if suffix else "") in named


@pytest.mark.parametrize(
    ("plan", "context", "keys"),
    [
        pytest.param(
            solution(),
            HEAVY,
            {"start_single_dose_mg", "start_single_dose_mg_per_kg"},
            id="a start",
        ),
        pytest.param(
            solution(),
            replace(HEAVY, reduced_start_reasons=("opioid_use",)),
            {"start_single_dose_mg_reduced", "start_single_dose_mg_per_kg"},
            id="a cautious start",
        ),
        pytest.param(
            solution(dose_ug=35_000),
            replace(HEAVY, baseline=solution()),
            {
                "max_step_per_dose_mg",
                "max_step_daily_mg",
                "max_step_percent",
                "min_days_between_steps",
            },
            id="a step up",
        ),
        pytest.param(solution(), replace(HEAVY, baseline=solution()), set(), id="no change"),
    ],
)
def test_the_limits_that_apply(plan, context, keys):
    always = {
        "weight_max_age_days",
        "max_single_dose_mg",
        "max_single_dose_mg_per_kg",
        "max_daily_dose_mg",
        "max_daily_dose_mg_per_kg",
        "max_doses_per_day",
        "min_interval_hours",
    }
    assert set(standings(plan, context)) == always | keys


def test_a_session_has_limits_of_its_own():
    plan = solution(mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=7)
    found = standings(plan)
    assert {"session_mode_max_dose_mg", "session_mode_min_hours_between"} <= set(found)
    assert not {"max_single_dose_mg", "min_interval_hours"} & set(found)


def test_without_a_weight_nothing_is_held_against_one():
    found = standings(solution(), replace(HEAVY, weight_g=None))
    assert not {key for key in found if "per_kg" in key or "weight" in key}


@pytest.mark.parametrize(
    ("mg", "level", "closeness"),
    [
        pytest.param(25, "", Fraction(1, 2), id="half of soft"),
        pytest.param(50, "", Fraction(1), id="at soft"),
        pytest.param(75, Level.SOFT, Fraction(3, 4), id="over soft: towards hard"),
        pytest.param(120, Level.CEILING, Fraction(4, 5), id="over ceiling: towards the bound"),
        pytest.param(300, Level.BOUND, Fraction(2), id="twice the last one"),
    ],
)
def test_how_near_a_limit_is(mg, level, closeness):
    standing = standings(solution(dose_ug=mg * 1_000), replace(HEAVY, baseline=solution()))
    found = standing["max_single_dose_mg"]
    assert (found.level, found.closeness) == (level, closeness)
    assert found.limits == {"soft": 50_000, "hard": 100_000, "ceiling": 100_000, "bound": 150_000}


@pytest.mark.parametrize(
    ("times", "level", "closeness"),
    [
        pytest.param(("08:00", "20:00"), "", Fraction(1, 2), id="twice the least"),
        pytest.param(("08:00", "14:00"), "", Fraction(1), id="at soft"),
        pytest.param(("08:00", "13:00"), Level.SOFT, Fraction(4, 5), id="towards hard"),
        pytest.param(("08:00", "09:00"), Level.BOUND, Fraction(2), id="half of the bound"),
    ],
)
def test_a_floor_is_near_from_above(times, level, closeness):
    found = standings(solution(dose_ug=10_000, times_of_day=times))["min_interval_hours"]
    assert (found.level, found.closeness, found.is_floor) == (level, closeness, True)


def test_no_day_since_the_last_step_is_as_near_as_can_be():
    context = replace(HEAVY, baseline=solution(), days_since_last_step=0)
    found = standings(solution(dose_ug=35_000), context)["min_days_between_steps"]
    assert (found.level, found.closeness) == (Level.CEILING, 2)


def test_a_smaller_dose_more_often_has_no_negative_nearness():
    plan = solution(dose_ug=20_000, times_of_day=("00:00", "06:00", "12:00", "18:00"))
    context = replace(HEAVY, baseline=solution())
    assert standings(plan, context)["max_step_per_dose_mg"].closeness == 0


@given(mg=st.integers(1, 200), weight_kg=st.none() | st.integers(30, 200))
def test_what_is_shown_is_what_is_judged(mg, weight_kg):
    weight_g = weight_kg * 1_000 if weight_kg else None
    plan, context = solution(dose_ug=mg * 1_000), replace(HEAVY, weight_g=weight_g)
    shown = {each.key: each.level for each in limit_standings(plan, context, POLICY) if each.level}
    judged = {each.key: each.level for each in plan_findings(plan, context, POLICY)}
    judged.pop("weight_missing", None)
    assert shown == judged


class TestFirstDose:
    """10:00 on Monday, as the patient's clock shows it."""

    NOW = datetime(2026, 6, 1, 10, 0)  # noqa: DTZ001 -- a wall clock has no zone

    @pytest.mark.parametrize(
        ("changes", "at", "passed"),
        [
            pytest.param({}, (1, 14), ("08:00",), id="the first time has passed"),
            pytest.param({"times_of_day": ("08:00",)}, (2, 8), ("08:00",), id="tomorrow"),
            pytest.param({"times_of_day": ("10:00",)}, (1, 10), (), id="this very minute"),
            pytest.param({"starts_on": TODAY + timedelta(days=3)}, (4, 8), (), id="on Thursday"),
            pytest.param(
                {"times_of_day": ("08:00",), "weekdays": (1,)}, (8, 8), ("08:00",), id="next week"
            ),
            pytest.param({"weekdays": (3,)}, (3, 8), (), id="today is no dose day"),
            pytest.param({"every_days": 30, "times_of_day": ("08:00",)}, None, ("08:00",), id="30"),
        ],
    )
    def test_when_it_is_due_and_what_has_passed(self, changes, at, passed):
        first = first_dose(terms(**changes), self.NOW)
        assert first.passed == passed
        assert first.at is not None
        assert at is None or (first.at.day, first.at.hour) == at

    def test_a_time_has_passed_a_second_after_it(self):
        first = first_dose(terms(times_of_day=("10:00",)), self.NOW + timedelta(seconds=1))
        assert (first.passed, first.at.day) == (("10:00",), 2)

    def test_a_plan_that_ends_before_any_dose_has_none(self):
        plan = terms(times_of_day=("08:00",), ends_on=TODAY)
        assert first_dose(plan, self.NOW).at is None
