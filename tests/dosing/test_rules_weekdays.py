"""Plans on weekdays: their days, the gaps between them, and what they count as a day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.choices import AfterHold, PlanMode, Route
from dosing.rules import DosingPolicy, Level, PlanContext, plan_days, plan_findings, shape_findings
from dosing.rules.terms import dose_rate, is_increase, same_medicine, shortest_gap_minutes
from tests.factories.dosing import TODAY, solution, terms

POLICY = DosingPolicy()
MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 1, 3, 5, 6, 7
HEAVY = PlanContext(today=TODAY, weight_g=100_000, weight_age_days=1, days_since_last_step=30)
HOURS = 60


def keys(plan):
    return {(each.field, each.key) for each in shape_findings(plan, POLICY, TODAY)}


@pytest.mark.parametrize(
    ("weekdays", "times", "minutes"),
    [
        pytest.param((MONDAY, FRIDAY), ("08:00",), 72 * HOURS, id="Friday to Monday"),
        pytest.param((SATURDAY, SUNDAY), ("08:00",), 24 * HOURS, id="two days in a row"),
        pytest.param((MONDAY, SUNDAY), ("08:00",), 24 * HOURS, id="Sunday to Monday"),
        pytest.param((SUNDAY, MONDAY), ("08:00",), 24 * HOURS, id="in any order"),
        pytest.param((WEDNESDAY,), ("08:00",), 168 * HOURS, id="once a week"),
        pytest.param((SUNDAY, MONDAY), ("22:00", "02:00"), 4 * HOURS, id="across midnight"),
        pytest.param((MONDAY, FRIDAY), ("22:00", "02:00"), 20 * HOURS, id="no day after a day"),
        pytest.param(tuple(range(1, 8)), ("22:00", "02:00"), 4 * HOURS, id="every weekday"),
    ],
)
def test_the_shortest_gap(weekdays, times, minutes):
    assert shortest_gap_minutes(terms(weekdays=weekdays, times_of_day=times)) == minutes


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        pytest.param(TODAY, TODAY + timedelta(days=7), [1, 5, 8], id="from Monday"),
        pytest.param(date(2026, 6, 2), date(2026, 6, 7), [5], id="from Tuesday"),
        pytest.param(date(2026, 5, 1), date(2026, 6, 5), [1, 5], id="never before the first day"),
        pytest.param(date(2026, 6, 6), date(2026, 6, 7), [], id="only a weekend"),
        pytest.param(date(2026, 6, 12), date(2026, 7, 1), [12], id="not after the last day"),
    ],
)
def test_the_dose_days(first, last, days):
    plan = terms(weekdays=(MONDAY, FRIDAY), ends_on=date(2026, 6, 14))
    assert [day.day for day in plan_days(plan, first, last)] == days


@given(weekdays=st.sets(st.integers(1, 7), min_size=1), first=st.dates(date(2026, 1, 1), TODAY))
def test_a_fortnight_has_each_weekday_twice(weekdays, first):
    plan = terms(weekdays=tuple(weekdays), starts_on=first)
    days = list(plan_days(plan, first, first + timedelta(days=13)))
    assert len(days) == 2 * len(weekdays)
    assert {day.isoweekday() for day in days} == weekdays


def test_plans_of_different_rhythm_compare_by_the_average_day():
    twice_a_week = terms(weekdays=(MONDAY, FRIDAY))
    assert dose_rate(twice_a_week) == Fraction(75_000 * 2, 7)
    assert is_increase(terms(weekdays=(MONDAY, WEDNESDAY, FRIDAY)), twice_a_week)
    assert not is_increase(twice_a_week, terms(every_days=3))
    assert dose_rate(terms(weekdays=tuple(range(1, 8)))) == dose_rate(terms())


@pytest.mark.parametrize(
    ("weekdays", "level"),
    [
        pytest.param((MONDAY, WEDNESDAY, FRIDAY), None, id="+50% is at soft"),
        pytest.param((MONDAY, 2, WEDNESDAY, FRIDAY), Level.SOFT, id="+100% is at hard"),
        pytest.param((MONDAY, 2, 3, 4, FRIDAY), Level.CEILING, id="+150%"),
    ],
)
def test_more_dose_days_are_a_step(weekdays, level):
    before = solution(dose_ug=10_000, weekdays=(MONDAY, FRIDAY))
    context = PlanContext(
        today=TODAY,
        weight_g=100_000,
        weight_age_days=1,
        baseline=before,
        days_since_last_step=30,
    )
    plan = solution(dose_ug=10_000, weekdays=weekdays)
    found = {each.key: each.level for each in plan_findings(plan, context, POLICY)}
    assert found.get("max_step_percent") == level


@pytest.mark.parametrize(
    ("weekdays", "level"),
    [
        pytest.param((MONDAY, 4), None, id="72 hours are at soft"),
        pytest.param((MONDAY, WEDNESDAY), Level.SOFT, id="48 hours are at hard"),
        pytest.param((MONDAY, 2), Level.HARD, id="24 hours are at ceiling"),
        pytest.param((MONDAY, SUNDAY), Level.HARD, id="24 hours over the end of the week"),
    ],
)
def test_time_between_sessions_on_weekdays(weekdays, level):
    plan = solution(
        dose_ug=25_000, mode=PlanMode.SESSION, times_of_day=("10:00",), weekdays=weekdays
    )
    found = {each.key: each.level for each in plan_findings(plan, HEAVY, POLICY)}
    assert found.get("session_mode_min_hours_between") == level


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        pytest.param({"weekdays": (1,), "every_days": 2}, "weekdays", "two_rhythms", id="both"),
        pytest.param({"weekdays": (0,)}, "weekdays", "weekdays_unreadable", id="day 0"),
        pytest.param({"weekdays": (8,)}, "weekdays", "weekdays_unreadable", id="day 8"),
        pytest.param({"weekdays": (1, 1)}, "weekdays", "weekdays_unreadable", id="twice"),
        pytest.param(
            {"weekdays": (SUNDAY,), "ends_on": TODAY + timedelta(days=5)},
            "weekdays",
            "no_dose_day",
            id="ends on Saturday",
        ),
    ],
)
def test_an_impossible_rhythm_names_the_field(changes, field, key):
    assert keys(terms(**changes)) == {(field, key)}


def test_one_dose_day_is_enough():
    assert keys(terms(weekdays=(SUNDAY,), ends_on=TODAY + timedelta(days=6))) == set()


class TestUnderTheTongue:
    HELD = {"route": Route.SUBLINGUAL, "hold_minutes": 10, "after_hold": AfterHold.SPIT}

    @pytest.mark.parametrize("minutes", [1, 30])
    def test_it_says_for_how_long_and_what_becomes_of_the_rest(self, minutes):
        assert keys(terms(**self.HELD | {"hold_minutes": minutes})) == set()

    @pytest.mark.parametrize("minutes", [None, 0, 31])
    def test_the_minutes_are_asked(self, minutes):
        plan = terms(**self.HELD | {"hold_minutes": minutes})
        assert keys(plan) == {("hold_minutes", "hold_minutes")}

    def test_the_rest_is_asked(self):
        plan = terms(**self.HELD | {"after_hold": AfterHold.NONE})
        assert keys(plan) == {("after_hold", "after_hold")}

    def test_a_swallowed_dose_has_neither(self):
        plan = terms(**self.HELD | {"route": Route.SWALLOW})
        assert {field for field, _ in keys(plan)} == {"hold_minutes", "after_hold"}

    def test_swallowing_what_was_spat_out_is_another_medicine(self):
        spit = terms(**self.HELD)
        assert not same_medicine(spit, terms(**self.HELD | {"after_hold": AfterHold.SWALLOW}))
        assert same_medicine(spit, terms(**self.HELD | {"hold_minutes": 5}))
