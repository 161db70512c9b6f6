"""The gap after which a plan may not go on, and the run after which it does not end at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dosing.rules import DosingPolicy
from dosing.rules.restart import (
    asks_for_taper,
    continuous_days,
    days_to_read,
    gap_limit_days,
    is_judged_restart,
    rest_days,
    restart_gap_days,
)
from tests.factories.dosing import TODAY, terms

POLICY = DosingPolicy()


def ago(days):
    return TODAY - timedelta(days=days)


def gap(last, rest=1, policy=POLICY):
    day = None if last is None else ago(last)
    return restart_gap_days(day, today=TODAY, rest_days=rest, policy=policy)


def judged(effective, known=12, last=12, rest=1):
    return is_judged_restart(
        None if known is None else ago(known),
        ago(last),
        effective_day=ago(effective),
        rest_days=rest,
        policy=POLICY,
    )


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(None, None, id="never dosed"),
        pytest.param(0, None, id="today"),
        pytest.param(6, None, id="under"),
        pytest.param(7, None, id="at the limit"),
        pytest.param(8, 8, id="over"),
        pytest.param(40, 40, id="long over"),
    ],
)
def test_a_gap_asks_for_a_new_step(last, expected):
    assert gap(last) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"effective": 5}, False, id="from a day at the limit"),
        pytest.param({"effective": 4}, True, id="from a day over it"),
        pytest.param({"effective": 0}, True, id="from today"),
        pytest.param({"effective": 4, "rest": 9}, False, id="rest days are no gap"),
        pytest.param({"effective": 0, "known": 3}, False, id="on a report corrected since"),
        pytest.param({"effective": 0, "known": None}, False, id="before any dose"),
        pytest.param({"effective": 4, "known": 30, "last": 6}, False, id="before the last dose"),
        pytest.param({"effective": 4, "known": 30}, True, id="a dose in the gap told later"),
    ],
)
def test_only_a_version_that_was_judged_as_a_restart_lifts_it(facts, expected):
    assert judged(**facts) is expected


@pytest.mark.parametrize(
    ("rest", "last", "expected"),
    [
        pytest.param(14, 14, None, id="the plan's own rest"),
        pytest.param(14, 15, 15, id="a session left out"),
        pytest.param(3, 7, None, id="a short rest does not shorten the limit"),
    ],
)
def test_the_rest_days_of_a_plan_are_no_gap(rest, last, expected):
    assert gap(last, rest=rest) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, 1, id="every day"),
        pytest.param({"every_days": 3}, 3, id="every third day"),
        pytest.param({"weekdays": (1, 3, 5)}, 3, id="over the weekend"),
        pytest.param({"weekdays": (2,)}, 7, id="once a week"),
        pytest.param({"weekdays": (1, 2)}, 6, id="two days in a row"),
    ],
)
def test_the_longest_rest_of_a_plan(changes, expected):
    assert rest_days(terms(**changes)) == expected


def test_the_limit_is_the_clinics():
    assert gap(4, policy=replace(POLICY, restart_lower_after_gap_soft_days=3)) == 4
    assert gap_limit_days(1, POLICY) == 7


def run(*days, rest=1):
    return continuous_days([ago(day) for day in days], rest_days=rest, policy=POLICY)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param((), 0, id="none"),
        pytest.param((3,), 1, id="one day"),
        pytest.param((3, 3, 3), 1, id="three doses on one day"),
        pytest.param(range(21), 21, id="every day"),
        pytest.param((0, 7, 14, 21), 22, id="a week between is no break"),
        pytest.param((0, 1, 9, 10), 2, id="eight days are a break"),
        pytest.param((30, 20), 1, id="only the newest run counts"),
    ],
)
def test_the_newest_run(days, expected):
    assert run(*days) == expected


def test_sessions_run_on_over_their_own_rest():
    assert run(0, 14, 28, rest=14) == 29


@pytest.mark.parametrize(("days", "expected"), [(20, False), (21, False), (22, True)])
def test_more_than_three_weeks_ask_for_a_taper(days, expected):
    assert asks_for_taper(days, POLICY) is expected


def test_what_is_read_tells_a_run_that_is_just_too_long():
    """Doses a week apart, the first just within reach, are told to be more than three weeks."""
    reach = days_to_read(1, POLICY)
    seen = [day for day in (0, 7, 14, 21, 28, 35) if day <= reach]
    assert asks_for_taper(run(*seen), POLICY)
