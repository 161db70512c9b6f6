"""The panel beside the editor: every limit, the sums, the titration, the first dose."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from dosing.choices import Enantiomer
from dosing.presenters import brief_text, difference_sentence
from dosing.rules import (
    DosingPolicy,
    PlanContext,
    TitrationStep,
    limit_standings,
    projected_doses,
)
from dosing.selectors import PlanReview
from monitoring.clinic.presenters.judgement import judgement, unfinished
from monitoring.clinic.presenters.limits import NAMES, limit_rows, unit_text, weight_text
from monitoring.clinic.presenters.stairs import stairs
from monitoring.clinic.presenters.titration import dose_rows
from tests.factories.dosing import NOW, TODAY, solution

POLICY = DosingPolicy()
ZONE = ZoneInfo("America/New_York")
CONTEXT = PlanContext(today=TODAY, weight_g=70_000, weight_age_days=3)
TEN_O_CLOCK = datetime(2026, 6, 1, 10, 0)  # noqa: DTZ001 -- a wall clock has no zone
STEPS = (TitrationStep(35_000, 7), TitrationStep(46_000, 14))


def review(plan, context=CONTEXT):
    """A review without gates, as the selector makes it."""
    from dosing.rules import plan_findings

    policy = SimpleNamespace(get=lambda _: POLICY)
    return PlanReview(
        terms=plan,
        change="start",
        context=context,
        findings=plan_findings(plan, context, POLICY),
        gates=[],
        policy=policy,
        effective_at=NOW,
    )


def rows(plan, context=CONTEXT):
    found = limit_rows(limit_standings(plan, context, POLICY), context.weight_g)
    return {row.name: row for row in found}


class TestLimits:
    def test_a_kept_limit_says_its_value_its_limits_and_how_near_it_is(self):
        row = rows(solution())["Single dose"]
        assert (row.value, row.kind, row.word) == ("25 mg", "go", "Within")
        assert row.limits == "reason above 50 mg, ceiling above 100 mg"
        assert (row.near, row.filled) == ("50% of the next limit", 50)

    def test_a_limit_by_weight_says_its_milligrams(self):
        row = rows(solution())["Daily total by weight"]
        assert row.value == "1.071 mg/kg"
        assert row.limits == "reason above 3 mg/kg (210 mg), ceiling above 4 mg/kg (280 mg)"

    def test_a_floor_says_below(self):
        row = rows(solution())["Time between doses"]
        assert (row.value, row.limits) == ("6 h", "reason below 6 h, ceiling below 4 h")

    def test_what_is_past_a_limit_stands_first_and_fills_its_bar(self):
        found = list(rows(solution(dose_ug=200_000)).values())
        assert {row.kind for row in found[:4]} == {"stop"}
        assert found[0].filled == 100
        assert found[-1].word == "Within"

    def test_every_limit_has_a_name(self):
        step = replace(
            CONTEXT,
            baseline=solution(dose_ug=20_000),
            days_since_last_step=9,
            last_taken_racemic_ug=20_000,
            days_since_last_dose=9,
        )
        assert {each.key for each in limit_standings(solution(), step, POLICY)} <= set(NAMES)

    @pytest.mark.parametrize(
        ("value", "unit", "text"),
        [(1, "days", "1 day"), (7, "days", "7 days"), (90, "min", "1.5 h"), (3, "doses", "3")],
    )
    def test_values_have_their_unit(self, value, unit, text):
        assert unit_text(value, unit) == text

    def test_a_missing_weight_is_never_zero(self):
        assert weight_text(None) == "not on file"
        assert weight_text(70_500) == "70.5 kg"


class TestJudgement:
    def test_nothing_stands_in_the_editor_yet(self):
        shown = judgement(None, TEN_O_CLOCK)
        assert (shown.kind, shown.limits) == ("quiet", [])

    def test_a_plan_within_every_limit(self):
        shown = judgement(review(solution(dose_ug=20_000)), TEN_O_CLOCK)
        assert (shown.kind, shown.summary) == ("go", "Within every limit")
        assert dict(shown.facts) == {
            "In one day": "60 mg",
            "Each dose by weight": "0.286 mg/kg",
            "Each day by weight": "0.857 mg/kg",
            "Weight judged with": "70 kg",
        }
        assert shown.stairs is None

    @pytest.mark.parametrize(
        ("mg", "kind", "summary"),
        [
            pytest.param(26, "wait", "1 limit asks for a reason.", id="one soft"),
            pytest.param(30, "wait", "2 limits ask for a reason.", id="two soft"),
            pytest.param(36, "stop", "1 limit stands against this plan.", id="past 0.5 mg/kg"),
        ],
    )
    def test_what_the_limits_ask_for(self, mg, kind, summary):
        shown = judgement(review(solution(dose_ug=mg * 1_000)), TEN_O_CLOCK, is_saved=False)
        assert (shown.kind, shown.summary, shown.is_saved) == (kind, summary, False)

    def test_what_has_passed_today_and_when_it_begins(self):
        notes = judgement(review(solution()), TEN_O_CLOCK).notes
        assert notes == [
            "Today's 8 am has passed: no dose is laid out for it.",
            "Signed now, the first dose is on Monday, June 1 at 2 pm.",
        ]

    def test_a_plan_that_is_over_before_it_begins(self):
        plan = solution(times_of_day=("08:00",), ends_on=TODAY)
        assert judgement(review(plan), TEN_O_CLOCK).notes[-1].startswith("No dose is left")

    def test_s_ketamine_and_a_missing_weight_are_told_in_words(self):
        plan = solution(dose_ug=10_000, enantiomer=Enantiomer.S_KETAMINE)
        shown = judgement(review(plan, replace(CONTEXT, weight_g=None)), TEN_O_CLOCK)
        assert "Counts as 20 mg racemic." in shown.notes
        assert "No weight is on file. Record a weight first." in shown.notes
        assert dict(shown.facts)["Weight judged with"] == "not on file"

    def test_what_nobody_can_carry_out_is_not_judged(self):
        shown = judgement(review(solution(dose_ug=500)), TEN_O_CLOCK)
        assert shown.kind == "stop"
        assert shown.notes[0].endswith("The nearest possible: 1 mg.")
        assert shown.limits == []

    def test_a_half_typed_plan_says_what_is_missing_and_what_is_wrong(self):
        shown = unfinished(["First day"], ["Dose, mg: Write an amount above 0."])
        assert shown.kind == "stop"
        assert shown.notes == ["Dose, mg: Write an amount above 0.", "Still needed: First day."]
        assert unfinished(["First day"], []).kind == "quiet"


class TestTitration:
    DOSES = projected_doses(solution(steps=STEPS), CONTEXT, POLICY)

    def test_the_table_says_each_dose_with_its_day_and_level(self):
        start, first, second = dose_rows(self.DOSES)
        assert (start.name, first.name) == ("Start", "Step 1")
        assert (first.dose, first.daily) == ("35 mg (3.5 mL)", "105 mg")
        assert (first.first_day, first.single_per_kg) == ("Jun 8", "0.5 mg/kg")
        assert (first.kind, second.kind) == ("go", "wait")
        assert "A step of 11 mg a dose is above 10 mg." in second.reasons

    def test_the_stairs_rise_from_left_to_right(self):
        drawing = stairs(self.DOSES, limit_standings(solution(), CONTEXT, POLICY), 70_000)
        points = [tuple(map(int, point.split(","))) for point in drawing.points.split()]
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
        assert [label.text for label in drawing.labels] == ["75 mg", "105 mg", "138 mg"]
        assert [label.text for label in drawing.days] == ["Jun 1", "Jun 8", "Jun 22"]
        assert drawing.lines == []

    def test_the_lower_of_the_limits_by_mg_and_by_weight_is_drawn(self):
        light = replace(CONTEXT, weight_g=40_000)
        drawing = stairs(self.DOSES, limit_standings(solution(), light, POLICY), 40_000)
        assert [line.text for line in drawing.lines] == [
            "120 mg: reason",
            "160 mg: second prescriber",
        ]

    def test_one_dose_is_no_titration(self):
        assert stairs(self.DOSES[:1], [], None) is None


class TestDifference:
    """The history's one sentence."""

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            pytest.param(
                {"dose_ug": 35_000},
                "25 mg three times a day → 35 mg three times a day from Monday, June 8, 8 am",
                id="a step",
            ),
            pytest.param(
                {"times_of_day": ("09:00",), "weekdays": (1, 5)},
                "25 mg three times a day → 25 mg once a day, on Monday and Friday "
                "from Monday, June 8, 9 am",
                id="another rhythm",
            ),
            pytest.param(
                {"place": "clinic"},
                "Where: At home → At the clinic; from Monday, June 8, 8 am",
                id="only the place",
            ),
            pytest.param(
                {},
                "25 mg three times a day, as before, from Monday, June 8, 8 am",
                id="nothing that a patient sees",
            ),
        ],
    )
    def test_what_changed_from_when(self, changes, sentence):
        begins = datetime(2026, 6, 8, 0, 0, tzinfo=ZONE)
        plan = solution(starts_on=begins.date(), **changes)
        assert difference_sentence(plan, solution(), begins, ZONE) == sentence

    def test_four_and_two_times_a_day(self):
        four = ("00:00", "06:00", "12:00", "18:00")
        assert brief_text(solution(times_of_day=four)) == "25 mg 4 times a day"
        assert brief_text(solution(times_of_day=four[:2], every_days=2)) == (
            "25 mg twice a day, every 2 days"
        )
