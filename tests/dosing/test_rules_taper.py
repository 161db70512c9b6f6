"""Tapers: falling, measurable, in the plan's rhythm, and never above the plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.rules import mg_text
from dosing.rules.taper import TaperAsked, taper_steps
from dosing.rules.terms import is_dispensable, is_lowering, shortest_gap_minutes
from tests.factories.dosing import TODAY, solution, terms

START = TODAY + timedelta(days=1)
DAY = timedelta(days=1)


def taper(plan, percent=25, days=7, starts_on=START, strength_ug=None):
    return taper_steps(plan, TaperAsked(starts_on, percent, days, strength_ug))


def told(steps):
    """[("25 mg", ["08:00"]), …]: what each step says."""
    return [(mg_text(step.dose_ug), list(step.times_of_day)) for step in steps]


def test_a_liquid_falls_evenly():
    assert told(taper(solution(dose_ug=40_000))) == [
        ("30 mg", ["08:00", "14:00", "20:00"]),
        ("20 mg", ["08:00", "14:00", "20:00"]),
        ("10 mg", ["08:00", "14:00", "20:00"]),
    ]


def test_whole_capsules_fall_by_leaving_doses_out():
    """25 mg capsules cannot be halved: 75, 50 and 25 mg a day, and a step that lasts twice."""
    steps = taper(terms(), percent=25)
    assert told(steps) == [("25 mg", ["08:00", "20:00"]), ("25 mg", ["08:00"])]
    assert [(step.starts_on, step.ends_on) for step in steps] == [
        (START, START + 6 * DAY),
        (START + 7 * DAY, START + 13 * DAY),
    ]


def test_a_smaller_unit_makes_finer_steps():
    steps = taper(terms(), strength_ug=1_000)
    assert told(steps)[0] == ("18 mg", ["08:00", "14:00", "20:00"])
    assert all(step.strength_ug == 1_000 for step in steps)


def test_one_capsule_a_day_cannot_be_made_smaller():
    assert taper(terms(times_of_day=("08:00",))) == []


def test_equal_totals_are_one_longer_step():
    steps = taper(terms(times_of_day=("08:00", "20:00")), percent=10)
    assert told(steps) == [("25 mg", ["08:00"])]
    assert steps[0].ends_on == START + (5 * 7 - 1) * DAY


def test_steps_follow_each_other_without_a_day_between():
    steps = taper(solution(dose_ug=40_000), percent=20, days=5)
    days = [(step.starts_on, step.ends_on) for step in steps]
    assert days[0] == (START, START + 4 * DAY)
    assert all(later[0] == before[1] + DAY for before, later in zip(days, days[1:], strict=False))


@pytest.mark.parametrize(
    ("changes", "starts_on", "length"),
    [
        pytest.param({"every_days": 3}, TODAY + 3 * DAY, 9, id="every third day"),
        pytest.param({"weekdays": (1, 4)}, START, 7, id="Monday and Thursday"),
        pytest.param({}, START, 7, id="every day"),
    ],
)
def test_a_step_keeps_the_rhythm_of_the_plan(changes, starts_on, length):
    steps = taper(solution(dose_ug=40_000, **changes))
    assert steps[0].starts_on == starts_on
    assert (steps[0].ends_on - steps[0].starts_on).days + 1 == length


def test_planned_steps_up_and_old_reasons_are_left_behind():
    steps = taper(solution(dose_ug=40_000, limits_reason="Good effect.", ends_on=date(2026, 6, 3)))
    assert all(step.limits_reason == "" and step.steps == () for step in steps)


@given(
    units=st.integers(1, 12),
    times=st.sampled_from([("08:00",), ("08:00", "20:00"), ("06:00", "12:00", "18:00", "23:00")]),
    percent=st.integers(5, 50),
    days=st.integers(2, 28),
    per_ml=st.sampled_from([7_000, 10_000, 12_500]),
)
def test_every_taper_falls_in_amounts_that_can_be_measured(units, times, percent, days, per_ml):
    plan = solution(
        concentration_ug_per_ml=per_ml, dose_ug=units * per_ml // 10, times_of_day=times
    )
    before = plan
    for number, step in enumerate(taper(plan, percent, days), start=1):
        assert is_dispensable(step)
        assert is_lowering(step, before)
        assert step.daily_ug < before.daily_ug
        assert step.daily_ug * 100 <= plan.daily_ug * (100 - number * percent)
        assert shortest_gap_minutes(step) >= shortest_gap_minutes(plan)
        before = step
