"""The limits on a step, a session, a weight, a restart; and that lowering is always possible."""

from dataclasses import replace

import pytest

from dosing.choices import AfterHold, Enantiomer, Formulation, PlanMode, Route
from dosing.rules import DosingPolicy, Level, PlanContext, plan_findings, refused
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
# 100 kg and more count as 100 kg, so that only the milligram limits speak.
HEAVY = PlanContext(today=TODAY, weight_g=100_000, weight_age_days=1, days_since_last_step=30)
MG = 1_000
UNDER_THE_TONGUE = {
    "route": Route.SUBLINGUAL,
    "hold_minutes": 10,
    "after_hold": AfterHold.SPIT,
}


def found(plan, context, policy=POLICY):
    """key -> level of every finding."""
    return {each.key: each.level for each in plan_findings(plan, context, policy)}


def running(**changes):
    """The facts of a patient on 25 mg three times a day."""
    return replace(HEAVY, baseline=solution(), **changes)


def at_dose(mg, **changes):
    return solution(dose_ug=round(mg * MG), **changes)


@pytest.mark.parametrize(
    ("key", "mg", "level"),
    [
        pytest.param("max_step_per_dose_mg", 50, None, id="+10 mg is at soft"),
        pytest.param("max_step_per_dose_mg", 51, Level.SOFT, id="over soft"),
        pytest.param("max_step_per_dose_mg", 65, Level.SOFT, id="+25 mg is at hard"),
        pytest.param("max_step_per_dose_mg", 66, Level.CEILING, id="over hard and ceiling"),
        pytest.param("max_step_daily_mg", 50, None, id="+30 mg a day is at soft"),
        pytest.param("max_step_daily_mg", 51, Level.SOFT, id="over soft a day"),
        pytest.param("max_step_daily_mg", 53, Level.SOFT, id="+39 mg a day is under hard"),
        pytest.param("max_step_daily_mg", 54, Level.HARD, id="+42 mg a day is over hard"),
        pytest.param("max_step_daily_mg", 65, Level.HARD, id="+75 mg a day is at ceiling"),
        pytest.param("max_step_daily_mg", 66, Level.CEILING, id="over ceiling a day"),
        pytest.param("max_step_percent", 60, None, id="+50% is at soft"),
        pytest.param("max_step_percent", 61, Level.SOFT, id="over soft percent"),
        pytest.param("max_step_percent", 80, Level.SOFT, id="+100% is at hard"),
        pytest.param("max_step_percent", 81, Level.CEILING, id="over hard percent and ceiling"),
    ],
)
def test_a_step_up_from_40_mg(key, mg, level):
    context = replace(HEAVY, baseline=at_dose(40))
    assert found(at_dose(mg), context).get(key) == level


def test_the_larger_of_the_two_percentages_counts():
    twice_a_day = at_dose(20, times_of_day=("08:00", "20:00"))
    context = replace(HEAVY, baseline=twice_a_day)
    three_times = at_dose(21)
    assert found(three_times, context)["max_step_percent"] == Level.SOFT


@pytest.mark.parametrize(
    ("days", "level"),
    [
        pytest.param(7, None, id="at soft"),
        pytest.param(6, Level.SOFT, id="under soft"),
        pytest.param(3, Level.SOFT, id="at hard"),
        pytest.param(2, Level.HARD, id="under hard"),
        pytest.param(1, Level.CEILING, id="under ceiling"),
        pytest.param(None, Level.CEILING, id="unknown counts as today"),
    ],
)
def test_days_between_steps(days, level):
    context = running(days_since_last_step=days)
    assert found(at_dose(30), context).get("min_days_between_steps") == level


@pytest.mark.parametrize(
    ("mg", "level"),
    [
        pytest.param(100, None, id="at soft"),
        pytest.param(101, Level.SOFT, id="over soft"),
        pytest.param(150, Level.SOFT, id="at hard and bound"),
        pytest.param(151, Level.BOUND, id="over the bound in code"),
    ],
)
def test_a_session_dose(mg, level):
    plan = at_dose(mg, mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=3)
    keys = found(plan, running())
    assert keys.get("session_mode_max_dose_mg") == level
    assert "max_single_dose_mg" not in keys


@pytest.mark.parametrize(
    ("days", "level"),
    [
        pytest.param(3, None, id="72 hours are at soft"),
        pytest.param(2, Level.SOFT, id="48 hours are at hard"),
        pytest.param(1, Level.HARD, id="24 hours are at ceiling"),
    ],
)
def test_time_between_sessions(days, level):
    plan = at_dose(25, mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=days)
    assert found(plan, HEAVY).get("session_mode_min_hours_between") == level


def test_start_limits_bind_in_session_mode_too():
    plan = at_dose(51, mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=3)
    assert found(plan, HEAVY)["start_single_dose_mg"] == Level.CEILING


@pytest.mark.parametrize(
    ("mg", "facts", "key", "level"),
    [
        pytest.param(75, {"weight_g": 50_000}, "max_single_dose_mg_per_kg", Level.SOFT, id="1.5"),
        pytest.param(76, {"weight_g": 50_000}, "max_single_dose_mg_per_kg", Level.CEILING, id="+"),
        pytest.param(
            15, {"baseline": None}, "start_single_dose_mg_reduced", Level.SOFT, id="cautious"
        ),
        pytest.param(
            16, {"baseline": None}, "start_single_dose_mg_reduced", Level.HARD, id="cautious +"
        ),
    ],
)
def test_weight_and_a_cautious_start_bind_in_session_mode_too(mg, facts, key, level):
    plan = at_dose(mg, mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=3)
    context = replace(running(reduced_start_reasons=("opioid_use",)), **facts)
    assert found(plan, context)[key] == level


@pytest.mark.parametrize(
    ("age", "level"),
    [
        pytest.param(90, None, id="at soft"),
        pytest.param(91, Level.SOFT, id="over soft"),
        pytest.param(180, Level.SOFT, id="at hard"),
        pytest.param(181, Level.CEILING, id="over hard and ceiling"),
    ],
)
def test_the_age_of_the_weight(age, level):
    assert found(at_dose(25), replace(HEAVY, weight_age_days=age)).get("weight_max_age_days") == (
        level
    )


@pytest.mark.parametrize("missing", ["weight_g", "weight_age_days"])
def test_without_a_weight_no_new_plan_passes(missing):
    assert found(at_dose(10), replace(HEAVY, **{missing: None}))["weight_missing"] == Level.BOUND


def test_without_a_weight_no_higher_plan_passes():
    context = running(weight_g=None)
    assert found(at_dose(30), context)["weight_missing"] == Level.BOUND


def test_a_heavy_patient_is_judged_at_100_kg():
    context = running(weight_g=160_000)
    assert "max_single_dose_mg_per_kg" in found(at_dose(101), context)
    assert "max_single_dose_mg_per_kg" not in found(at_dose(100), context)


def test_s_ketamine_counts_twice():
    plan = at_dose(26, enantiomer=Enantiomer.S_KETAMINE)
    finding = next(
        each for each in plan_findings(plan, HEAVY, POLICY) if each.key == "start_single_dose_mg"
    )
    assert finding.value == 52_000
    assert finding.level == Level.CEILING


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(UNDER_THE_TONGUE, id="route"),
        pytest.param({"enantiomer": Enantiomer.S_KETAMINE, "dose_ug": 30_000}, id="enantiomer"),
        pytest.param(
            {
                "formulation": Formulation.TROCHE,
                "strength_ug": 60_000,
                "concentration_ug_per_ml": None,
            },
            id="formulation",
        ),
    ],
)
def test_another_medicine_is_a_new_start(change):
    context = replace(HEAVY, baseline=at_dose(60))
    plan = solution(**({"dose_ug": 60_000} | change))
    assert found(plan, context)["start_single_dose_mg"] == Level.CEILING


def test_a_policy_is_obeyed():
    strict = replace(POLICY, max_single_dose_soft_ug=20_000)
    assert found(at_dose(21), running(), strict)["max_single_dose_mg"] == Level.SOFT


class TestLowering:
    """At or below the plan in force is never refused (§11.26)."""

    HIGH = at_dose(90, times_of_day=("00:00", "06:00", "12:00", "18:00"))
    CONTEXT = replace(HEAVY, baseline=HIGH)

    def test_every_amount_asks_at_most_for_a_reason(self):
        lower = replace(self.HIGH, dose_ug=85_000)
        assert set(found(lower, self.CONTEXT).values()) == {Level.SOFT}

    @pytest.mark.parametrize(
        "weight",
        [
            pytest.param({"weight_g": None}, id="no weight"),
            pytest.param({"weight_age_days": 400}, id="stale weight"),
            pytest.param({"weight_g": 35_000}, id="so light that the bound by weight is passed"),
        ],
    )
    def test_it_is_never_refused_for_weight(self, weight):
        findings = plan_findings(self.HIGH, replace(self.CONTEXT, **weight), POLICY)
        assert findings
        assert refused(findings) == []

    def test_the_same_dose_more_often_is_no_lowering(self):
        more_often = replace(self.HIGH, dose_ug=25_000, times_of_day=("00:00", "08:00", "16:00"))
        context = replace(HEAVY, baseline=at_dose(25, times_of_day=("08:00", "20:00")))
        assert found(more_often, replace(context, weight_g=None))["weight_missing"] == Level.BOUND

    def test_times_may_not_crowd(self):
        crowded = replace(self.HIGH, dose_ug=10_000, times_of_day=("08:00", "11:00"))
        assert found(crowded, self.CONTEXT)["min_interval_hours"] == Level.CEILING

    def test_fewer_days_do_not_make_a_higher_day_lower(self):
        """Not even a reason is asked where a second prescriber must answer."""
        context = replace(HEAVY, baseline=at_dose(90))
        oftener = replace(self.HIGH, every_days=2)
        assert found(oftener, context)["max_daily_dose_mg"] == Level.HARD

    def test_no_dose_keeps_the_limits_of_a_session_outside_of_it(self):
        once = {"times_of_day": ("10:00",), "every_days": 3}
        context = replace(HEAVY, baseline=at_dose(120, mode=PlanMode.SESSION, **once))
        assert found(at_dose(120, **once), context)["max_single_dose_mg"] == Level.CEILING
        assert "max_single_dose_mg" not in found(at_dose(50, **once), context)

    def test_no_session_keeps_the_interval_of_low_doses(self):
        context = replace(HEAVY, baseline=at_dose(25))
        session = at_dose(25, mode=PlanMode.SESSION)
        assert found(session, context)["session_mode_min_hours_between"] == Level.CEILING

    def test_the_same_dose_every_day_instead_of_every_third_is_higher(self):
        context = replace(HEAVY, baseline=at_dose(20, every_days=3), weight_g=None)
        assert found(at_dose(20), context)["weight_missing"] == Level.BOUND


@pytest.mark.parametrize(
    ("mg", "gap", "level"),
    [
        pytest.param(25, 7, None, id="at soft"),
        pytest.param(25, 8, Level.SOFT, id="over soft"),
        pytest.param(25, 14, Level.SOFT, id="at hard"),
        pytest.param(25, 15, Level.HARD, id="over hard"),
        pytest.param(24, 15, None, id="any lower dose restarts"),
        pytest.param(25, None, None, id="never dosed"),
    ],
)
def test_restart_after_a_gap(mg, gap, level):
    context = replace(HEAVY, last_taken_racemic_ug=25_000, days_since_last_dose=gap)
    assert found(at_dose(mg), context).get("restart_lower_after_gap_days") == level


def test_an_ordinary_plan_goes_past_nothing():
    assert plan_findings(terms(), replace(HEAVY, weight_g=70_000), POLICY) == []


def test_a_finding_explains_itself():
    (finding,) = plan_findings(at_dose(30), HEAVY, POLICY)
    assert finding.sentence == "A first dose of 30 mg is above 25 mg."
    assert (finding.value, finding.limit, finding.unit) == (30_000, 25_000, "ug")
    assert "Maudlin" in finding.source
    assert finding.field == "dose_ug"
