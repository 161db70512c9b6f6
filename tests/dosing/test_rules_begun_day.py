"""Two versions on one calendar day: the day is held to its limit as a whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from dosing.choices import Enantiomer
from dosing.rules import (
    DosingPolicy,
    Level,
    PlanContext,
    Timing,
    begun_day_racemic_ug,
    plan_findings,
    projected_doses,
)
from dosing.rules.begun_day import TakenToday
from dosing.rules.terms import TitrationStep
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
NEW_YORK = ZoneInfo("America/New_York")
# 10:00 on the patient's clock.
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
TIMING = Timing.of(POLICY, is_session=False)
MG = 1_000
# 100 kg, so that the milligrams speak; on 100 mg three times a day so far.
HEAVY = PlanContext(
    today=TODAY,
    weight_g=100_000,
    weight_age_days=1,
    days_since_last_step=30,
    baseline=solution(dose_ug=100 * MG),
)


def findings(plan, context):
    return {each.key: each for each in plan_findings(plan, context, POLICY)}


def level_of(plan, context, key="begun_day_mg"):
    found = findings(plan, context).get(key)
    return found.level if found else None


def on_a_day_of(mg, **changes):
    return replace(HEAVY, begun_day_racemic_ug=mg * MG, **changes)


class TestTheLimit:
    """A new version of 25 mg three times a day: 75 mg on an ordinary day."""

    # Something else changes too, so that it is no lowering.
    PLAN = solution(dose_ug=25 * MG, route="sublingual", hold_minutes=5, after_hold="swallow")

    @pytest.mark.parametrize(
        ("mg", "level"),
        [
            pytest.param(200, None, id="at soft"),
            pytest.param(201, Level.SOFT, id="over soft"),
            pytest.param(300, Level.SOFT, id="at hard"),
            pytest.param(301, Level.HARD, id="over hard"),
            pytest.param(400, Level.HARD, id="at ceiling and bound"),
            pytest.param(401, Level.BOUND, id="over the bound in code"),
        ],
    )
    def test_in_milligrams(self, mg, level):
        context = on_a_day_of(mg, baseline=solution(dose_ug=10 * MG))
        assert level_of(self.PLAN, context) == level

    @pytest.mark.parametrize(
        ("mg", "level"),
        [
            pytest.param(150, None, id="3.0 mg/kg is at soft"),
            pytest.param(151, Level.SOFT, id="over soft"),
            pytest.param(200, Level.SOFT, id="4.0 mg/kg is at hard"),
            pytest.param(201, Level.CEILING, id="over hard and ceiling"),
            pytest.param(251, Level.BOUND, id="over the bound in code"),
        ],
    )
    def test_by_weight(self, mg, level):
        context = on_a_day_of(mg, weight_g=50_000, baseline=solution(dose_ug=10 * MG))
        assert level_of(self.PLAN, context, "begun_day_mg_per_kg") == level

    def test_without_a_weight_the_milligrams_are_judged(self):
        context = on_a_day_of(401, weight_g=None)
        assert level_of(self.PLAN, context) == Level.BOUND
        assert level_of(self.PLAN, context, "begun_day_mg_per_kg") is None

    @pytest.mark.parametrize(
        ("mg", "is_judged"),
        [(0, False), (240, False), (241, True)],
        ids=["begins with a day", "an ordinary day's total", "just more than an ordinary day"],
    )
    def test_no_more_than_an_ordinary_day_is_judged_once(self, mg, is_judged):
        plan = solution(dose_ug=80 * MG)
        assert ("begun_day_mg" in findings(plan, on_a_day_of(mg))) is is_judged

    @pytest.mark.parametrize(
        ("mg", "level"),
        [
            pytest.param(300, Level.SOFT, id="no more than a day so far"),
            pytest.param(301, Level.HARD, id="more than a day so far"),
        ],
    )
    def test_a_lower_plan_is_refused_only_for_a_higher_day(self, mg, level):
        """§11.26; a day so far has 300 mg. Its own limit is 250 mg here."""
        policy = replace(POLICY, max_daily_dose_hard_ug=250 * MG)
        found = plan_findings(solution(dose_ug=75 * MG), on_a_day_of(mg), policy)
        assert {each.key: each.level for each in found}["begun_day_mg"] == level

    def test_it_says_what_avoids_it(self):
        found = findings(self.PLAN, on_a_day_of(350))["begun_day_mg"]
        assert found.field == "starts_on"
        assert found.sentence == (
            "With what was taken today, the day's total of 350 mg is above 300 mg. "
            "A later first day avoids it."
        )

    def test_a_later_step_begins_with_a_day(self):
        plan = terms(dose_ug=25 * MG, steps=(TitrationStep(30 * MG, 14),))
        signed, step = projected_doses(plan, on_a_day_of(350), POLICY)
        assert "begun_day_mg" in {each.key for each in signed.findings}
        assert "begun_day_mg" not in {each.key for each in step.findings}


def taken(clock, mg=50, label=None):
    at = datetime.combine(TODAY, time.fromisoformat(clock), tzinfo=NEW_YORK)
    return TakenToday(at, mg * MG, label and (TODAY, time.fromisoformat(label)))


@pytest.mark.parametrize(
    ("times", "doses", "mg"),
    [
        pytest.param(("08:00", "14:00", "20:00"), [], 0, id="nothing taken"),
        pytest.param(("08:00", "14:00", "20:00"), [taken("08:00")], 50 + 2 * 25, id="two to come"),
        pytest.param(("10:00",), [taken("02:00")], 50 + 25, id="one at this very moment"),
        pytest.param(("09:59",), [taken("02:00")], 50, id="one a minute ago is not laid out"),
        pytest.param(("11:01",), [taken("09:00")], 50 + 25, id="pushed within its window"),
        pytest.param(("11:00",), [taken("09:00")], 50, id="too near: it is not offered"),
        pytest.param(
            ("11:00", "17:00"), [taken("09:50", label="11:00")], 50 + 25, id="taken early already"
        ),
        pytest.param(
            ("14:00",), [taken("02:00"), taken("06:00", 80)], 50 + 80 + 25, id="several taken"
        ),
    ],
)
def test_the_whole_day_is_what_was_taken_and_what_is_still_offered(times, doses, mg):
    plan = terms(dose_ug=25 * MG, times_of_day=times)
    assert begun_day_racemic_ug(plan, doses, NOW, NEW_YORK, TIMING) == mg * MG


def test_on_a_day_without_doses_only_what_was_taken_counts():
    plan = terms(weekdays=(TODAY.isoweekday() % 7 + 1,))
    assert begun_day_racemic_ug(plan, [taken("08:00")], NOW, NEW_YORK, TIMING) == 50 * MG


def test_s_ketamine_counts_twice():
    plan = terms(dose_ug=25 * MG, times_of_day=("14:00",), enantiomer=Enantiomer.S_KETAMINE)
    total = begun_day_racemic_ug(plan, [taken("02:00")], NOW, NEW_YORK, TIMING)
    assert Fraction(total, MG) == 50 + 2 * 25


def test_the_day_is_the_patients_own():
    """Late in the evening in New York it is tomorrow already by UTC."""
    late = NOW + timedelta(hours=13)
    assert late.date() == date(2026, 6, 2)
    plan = terms(dose_ug=25 * MG, times_of_day=("08:00", "23:30"))
    assert begun_day_racemic_ug(plan, [taken("08:00")], late, NEW_YORK, TIMING) == 75 * MG
