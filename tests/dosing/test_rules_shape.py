"""What nobody can carry out is refused at its field, with what to do."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dosing.choices import Formulation
from dosing.rules import (
    DosingPolicy,
    Level,
    PlanContext,
    mg_from_ug,
    mg_text,
    ml_text,
    plan_findings,
    shape_findings,
    ug_from_mg,
    volume_ul,
)
from dosing.rules.terms import is_dispensable, nearest_possible_ug, read_time
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()


def keys(plan, today=TODAY, policy=POLICY):
    return {(each.field, each.key) for each in shape_findings(plan, policy, today)}


def test_an_ordinary_plan_is_possible():
    assert keys(terms()) == set()
    assert keys(solution()) == set()


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        pytest.param({"times_of_day": ()}, "times_of_day", "times_missing", id="no time"),
        pytest.param({"times_of_day": ("25:00",)}, "times_of_day", "times_unreadable", id="25:00"),
        pytest.param({"times_of_day": ("8:00",)}, "times_of_day", "times_unreadable", id="8:00"),
        pytest.param({"times_of_day": ("noon",)}, "times_of_day", "times_unreadable", id="a word"),
        pytest.param(
            {"times_of_day": ("08:00", "08:00")}, "times_of_day", "times_repeated", id="twice"
        ),
        pytest.param(
            {"times_of_day": tuple(f"{hour:02}:00" for hour in range(0, 21, 3))},
            "times_of_day",
            "times_too_many",
            id="seven times",
        ),
        pytest.param({"every_days": 0}, "every_days", "every_days", id="every 0 days"),
        pytest.param({"every_days": 31}, "every_days", "every_days", id="every 31 days"),
        pytest.param({"starts_on": None}, "starts_on", "start_missing", id="no first day"),
        pytest.param(
            {"starts_on": TODAY - timedelta(days=1)}, "starts_on", "start_passed", id="yesterday"
        ),
        pytest.param(
            {"starts_on": TODAY + timedelta(days=91)}, "starts_on", "start_far", id="in 91 days"
        ),
        pytest.param(
            {"ends_on": TODAY - timedelta(days=1)}, "ends_on", "end_before_start", id="ends first"
        ),
        pytest.param(
            {"ends_on": TODAY + timedelta(days=367)}, "ends_on", "end_far", id="ends in 367 days"
        ),
        pytest.param({"ends_on": date(9999, 1, 1)}, "ends_on", "end_far", id="absurd year"),
        pytest.param({"dose_ug": 0}, "dose_ug", "dose_zero", id="0 mg"),
        pytest.param({"dose_ug": -25_000}, "dose_ug", "dose_zero", id="negative dose"),
        pytest.param({"strength_ug": None}, "strength_ug", "strength_ug_missing", id="no strength"),
        pytest.param({"strength_ug": 0}, "strength_ug", "strength_ug_absurd", id="0 mg capsule"),
        pytest.param(
            {"strength_ug": 1_000_001, "dose_ug": 1_000_001},
            "strength_ug",
            "strength_ug_absurd",
            id="1 g capsule",
        ),
        pytest.param(
            {"concentration_ug_per_ml": 10_000},
            "concentration_ug_per_ml",
            "concentration_ug_per_ml_extra",
            id="a capsule with mg/mL",
        ),
        pytest.param(
            {
                "formulation": Formulation.INJECTION_TAKEN_ORALLY,
                "strength_ug": None,
                "concentration_ug_per_ml": 10_000,
            },
            "formulation",
            "formulation_off",
            id="injection fluid",
        ),
        pytest.param({"hold_systolic": 119}, "hold_systolic", "hold_systolic_range", id="119"),
        pytest.param({"hold_systolic": 160}, "hold_systolic", "hold_systolic_range", id="160"),
        pytest.param({"hold_diastolic": 79}, "hold_diastolic", "hold_diastolic_range", id="79"),
        pytest.param({"hold_diastolic": 100}, "hold_diastolic", "hold_diastolic_range", id="100"),
        pytest.param(
            {"usual_low_systolic": 89}, "usual_low_systolic", "usual_low_systolic_range", id="89"
        ),
        pytest.param(
            {"usual_low_diastolic": 49}, "usual_low_diastolic", "usual_low_diastolic_range", id="49"
        ),
    ],
)
def test_an_impossible_plan_names_the_field(changes, field, key):
    assert keys(terms(**changes)) == {(field, key)}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"starts_on": TODAY + timedelta(days=90)}, id="in 90 days"),
        pytest.param({"ends_on": TODAY}, id="one day"),
        pytest.param({"ends_on": TODAY + timedelta(days=366)}, id="a year"),
        pytest.param({"hold_systolic": 120, "hold_diastolic": 80}, id="lowest limits"),
        pytest.param({"hold_systolic": 159, "hold_diastolic": 99}, id="highest limits"),
        pytest.param({"usual_low_systolic": 90, "usual_low_diastolic": 50}, id="lowest usual low"),
        pytest.param({"every_days": 30}, id="every 30 days"),
    ],
)
def test_the_edge_of_what_is_possible(changes):
    assert keys(terms(**changes)) == set()


def test_a_liquid_needs_its_concentration():
    assert keys(solution(concentration_ug_per_ml=None)) == {
        ("concentration_ug_per_ml", "concentration_ug_per_ml_missing")
    }


def test_injection_fluid_by_mouth_can_be_allowed_by_policy():
    plan = solution(formulation=Formulation.INJECTION_TAKEN_ORALLY)
    assert keys(plan, policy=replace(POLICY, allow_injection_taken_orally=True)) == set()


def test_25_37_mg_of_30_mg_capsules_is_refused_with_the_nearest_possible():
    (finding,) = shape_findings(terms(strength_ug=30_000, dose_ug=25_370), POLICY, TODAY)
    assert finding.sentence == "25.37 mg cannot be made from whole units. The nearest: 30 mg."


def test_40_mg_of_30_mg_capsules_has_two_neighbours():
    (finding,) = shape_findings(terms(strength_ug=30_000, dose_ug=40_000), POLICY, TODAY)
    assert finding.sentence.endswith("The nearest: 30 mg, 60 mg.")


def test_a_dose_of_0_05_ml_is_refused():
    (finding,) = shape_findings(solution(dose_ug=500), POLICY, TODAY)
    assert finding.key == "not_dispensable"
    assert finding.sentence == "0.5 mg is not a whole 0.1 mL step. The nearest possible: 1 mg."


@pytest.mark.parametrize(
    ("plan", "possible"),
    [
        pytest.param(terms(dose_ug=75_000), True, id="three capsules"),
        pytest.param(terms(dose_ug=37_500), False, id="one and a half capsules"),
        pytest.param(solution(dose_ug=25_000), True, id="2.5 mL"),
        pytest.param(solution(dose_ug=1_000), True, id="0.1 mL"),
        pytest.param(solution(dose_ug=25_500), False, id="2.55 mL"),
        pytest.param(solution(concentration_ug_per_ml=33_335, dose_ug=10_000), False, id="odd"),
        pytest.param(terms(strength_ug=None), False, id="unknown strength"),
    ],
)
def test_dispensable(plan, possible):
    assert is_dispensable(plan) is possible


def test_nothing_is_near_an_unknown_strength():
    assert nearest_possible_ug(terms(strength_ug=None)) == []


def test_an_impossible_plan_is_not_judged_further():
    context = PlanContext(today=TODAY)
    findings = plan_findings(terms(dose_ug=0), context, POLICY)
    assert [each.key for each in findings] == ["dose_zero"]
    assert all(each.level == Level.BOUND and each.is_refused for each in findings)


def test_every_fault_is_told_at_once():
    plan = terms(times_of_day=(), dose_ug=0, starts_on=None)
    assert {field for field, _ in keys(plan)} == {"times_of_day", "dose_ug", "starts_on"}


@pytest.mark.parametrize("label", ["", "08", "08:0", "08:60", "24:00", "0８:00", "-1:00", " 8:00"])
def test_only_a_clear_time_is_read(label):
    with pytest.raises(ValueError, match=".*"):
        read_time(label)


@pytest.mark.parametrize(
    ("amount_ug", "text"),
    [
        (25_000, "25 mg"),
        (25_370, "25.37 mg"),
        (500, "0.5 mg"),
        (1, "0.001 mg"),
        (100_000, "100 mg"),
    ],
)
def test_milligrams(amount_ug, text):
    assert mg_text(amount_ug) == text
    assert ug_from_mg(mg_from_ug(amount_ug)) == amount_ug


def test_finer_than_a_microgram_is_not_an_amount():
    from decimal import Decimal

    with pytest.raises(ValueError, match="0.0001"):
        ug_from_mg(Decimal("0.0001"))


def test_volumes_are_exact():
    assert volume_ul(25_000, 10_000) == 2_500
    assert volume_ul(10_000, 30_000) == Fraction(1_000, 3)
    assert ml_text(Fraction(1_000, 3)) == "0.333 mL"
    assert ml_text(2_500) == "2.5 mL"
