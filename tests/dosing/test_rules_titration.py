"""Planned steps: what is impossible, how each would be judged on its day, what it waits for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dosing.choices import PlanMode, StepCondition
from dosing.rules import (
    DosingPolicy,
    Level,
    PlanContext,
    TitrationStep,
    next_step_terms,
    plan_findings,
    projected_doses,
    shape_findings,
    step_due_on,
    unmet_conditions,
)
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
DAY = timedelta(days=1)
HEAVY = PlanContext(today=TODAY, weight_g=100_000, weight_age_days=1)


def climbing(*rows, **changes):
    """25 mg three times a day, and then each (mg, days)."""
    steps = tuple(TitrationStep(round(mg * 1_000), days) for mg, days in rows)
    return solution(**({"steps": steps} | changes))


def keys(plan):
    return [(each.field, each.key) for each in shape_findings(plan, POLICY, TODAY)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(climbing((35, 7), (45, 7)), [], id="rising"),
        pytest.param(climbing((35, 1), (45, 90)), [], id="1 and 90 days"),
        pytest.param(climbing((25, 7)), [("steps.1.dose_ug", "step_falls")], id="the same again"),
        pytest.param(climbing((35, 7), (30, 7)), [("steps.2.dose_ug", "step_falls")], id="a fall"),
        pytest.param(climbing((0, 7)), [("steps.1.dose_ug", "step_falls")], id="0 mg"),
        pytest.param(climbing((35.05, 7)), [("steps.1.dose_ug", "not_dispensable")], id="3.505 mL"),
        pytest.param(climbing((35, 0)), [("steps.1.after_days", "step_days")], id="at once"),
        pytest.param(climbing((35, 91)), [("steps.1.after_days", "step_days")], id="91 days"),
        pytest.param(
            climbing((35, 10**12), ends_on=TODAY + 8 * DAY),
            [("steps.1.after_days", "step_days")],
            id="absurdly late",
        ),
        pytest.param(climbing((35, 7), ends_on=TODAY + 7 * DAY), [], id="begins on the last day"),
        pytest.param(
            climbing((30, 4), (35, 4), ends_on=TODAY + 7 * DAY),
            [("steps.2.after_days", "step_after_end")],
            id="begins after the last day",
        ),
        pytest.param(
            climbing(*((30 + number, 7) for number in range(7))),
            [("steps.1.dose_ug", "steps_too_many")],
            id="seven steps",
        ),
        pytest.param(
            solution(steps=(TitrationStep(35_000, 7, ("full_moon",)),)),
            [("step_conditions", "step_condition")],
            id="an unknown condition",
        ),
    ],
)
def test_the_shape_of_the_steps(plan, expected):
    assert keys(plan) == expected


def test_a_step_that_cannot_be_measured_names_the_nearest():
    plan = terms(strength_ug=30_000, dose_ug=30_000, steps=(TitrationStep(70_000, 7),))
    (finding,) = shape_findings(plan, POLICY, TODAY)
    assert finding.sentence.endswith("The nearest: 60 mg, 90 mg.")


class TestProjection:
    """Each step as if the one before it were in force."""

    def test_days_doses_and_weight_add_up(self):
        doses = projected_doses(climbing((35, 7), (45, 14)), HEAVY, POLICY)
        assert [each.number for each in doses] == [0, 1, 2]
        assert [each.first_day for each in doses] == [TODAY, TODAY + 7 * DAY, TODAY + 21 * DAY]
        assert [each.dose_text for each in doses] == ["25 mg", "35 mg", "45 mg"]
        assert [each.single_ug_per_kg for each in doses] == [250, 350, 450]
        assert [each.daily_ug_per_kg for each in doses] == [750, 1_050, 1_350]

    @pytest.mark.parametrize(
        ("rows", "levels"),
        [
            pytest.param([(35, 7), (45, 7)], ["", "", ""], id="+10 mg a week"),
            pytest.param([(36, 7)], ["", Level.SOFT], id="+11 mg"),
            pytest.param([(35, 6)], ["", Level.SOFT], id="after six days"),
            pytest.param([(35, 2)], ["", Level.HARD], id="after two days"),
            pytest.param([(35, 1)], ["", Level.CEILING], id="after one day"),
            pytest.param([(39, 7)], ["", Level.HARD], id="+42 mg a day"),
            pytest.param([(35, 7), (61, 7)], ["", "", Level.CEILING], id="+26 mg"),
            pytest.param([(35, 91 - 2)], ["", ""], id="the weight is 90 days old then"),
            pytest.param([(35, 90)], ["", Level.SOFT], id="the weight is 91 days old then"),
        ],
    )
    def test_the_level_that_each_reaches(self, rows, levels):
        doses = projected_doses(climbing(*rows), HEAVY, POLICY)
        assert [each.level for each in doses] == levels

    def test_the_lower_of_mg_and_mg_per_kg_wins(self):
        light = replace(HEAVY, weight_g=30_000)
        start, step = projected_doses(climbing((35, 7), dose_ug=10_000), light, POLICY)
        assert start.level == ""
        assert "max_single_dose_mg_per_kg" in {each.key for each in step.findings}

    def test_without_a_weight_nothing_is_said_per_kg(self):
        start, step = projected_doses(climbing((35, 7)), PlanContext(today=TODAY), POLICY)
        assert start.single_ug_per_kg is None
        assert step.level == Level.BOUND

    def test_a_session_plan_is_judged_as_one(self):
        plan = climbing(
            (60, 7), (101, 7), mode=PlanMode.SESSION, times_of_day=("10:00",), every_days=7
        )
        last = projected_doses(plan, HEAVY, POLICY)[-1]
        assert "session_mode_max_dose_mg" in {each.key for each in last.findings}


class TestSigning:
    """Only a step that nobody could ever release stands against the signature."""

    def found(self, *rows, context=HEAVY):
        plan = climbing(*rows)
        return {each.key: each for each in plan_findings(plan, context, POLICY)}

    @pytest.mark.parametrize("rows", [[(36, 7)], [(39, 7)]], ids=["soft", "hard"])
    def test_what_can_be_approved_later_is_signed_now(self, rows):
        assert self.found(*rows) == {}

    def test_a_step_past_the_ceiling_is_refused_now(self):
        finding = self.found((35, 7), (61, 7))["step_past_ceiling"]
        assert (finding.level, finding.field) == (Level.CEILING, "steps.2.dose_ug")
        assert finding.sentence.startswith("Step 2 (61 mg) would pass a limit")

    def test_a_weight_that_will_be_old_is_judged_at_the_release(self):
        assert self.found((35, 90), context=replace(HEAVY, weight_age_days=90)) == {}


class TestTheNextStep:
    PLAN = climbing(
        (35, 7),
        (45, 10),
        limits_reason="Tolerated.",
        change_reason="Less pain.",
        ends_on=TODAY + 60 * DAY,
    )

    def test_its_terms_take_the_dose_and_keep_what_remains(self):
        released = next_step_terms(self.PLAN, TODAY + 8 * DAY)
        assert (released.dose_ug, released.starts_on) == (35_000, TODAY + 8 * DAY)
        assert [step.dose_ug for step in released.steps] == [45_000]
        assert (released.limits_reason, released.change_reason) == ("", "")
        assert released.ends_on == self.PLAN.ends_on

    def test_the_last_one_leaves_no_steps(self):
        last = next_step_terms(next_step_terms(self.PLAN, TODAY), TODAY)
        assert last.steps == ()

    def test_its_days_count_from_when_the_dose_before_it_began(self):
        assert step_due_on(self.PLAN, TODAY + 3 * DAY) == TODAY + 10 * DAY

    @pytest.mark.parametrize(
        ("met", "unmet"),
        [
            ((), ["no_raised_bp", "pain_review"]),
            (("pain_review",), ["no_raised_bp"]),
            (("pain_review", "no_raised_bp", "no_hold"), []),
        ],
    )
    def test_what_nobody_has_said_is_not_true(self, met, unmet):
        wanted = (str(StepCondition.NO_RAISED_BP), str(StepCondition.PAIN_REVIEW))
        plan = solution(steps=(TitrationStep(35_000, 7, wanted),))
        assert unmet_conditions(plan, met) == unmet
