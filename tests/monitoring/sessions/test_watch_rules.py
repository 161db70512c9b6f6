"""Which checks follow a dose, and when one counts as missed."""

from datetime import timedelta

import pytest

from monitoring.sessions.choices import WatchKind
from monitoring.sessions.rules import (
    SessionPolicy,
    expected,
    expected_checks,
    is_answered_by,
    more_checks,
    still_possible,
)
from tests.factories.dosing import NOW

POLICY = SessionPolicy()
PRESSURE, FEELING = WatchKind.PRESSURE, WatchKind.FEELING


def minutes(count):
    return timedelta(minutes=count)


def test_a_dose_asks_for_five_checks_at_the_minutes_of_the_policy():
    found = expected_checks(NOW, POLICY)
    assert [(each.kind, each.minutes) for each in found] == [
        (FEELING, 30),
        (PRESSURE, 40),
        (FEELING, 60),
        (PRESSURE, 120),
        (FEELING, 120),
    ]
    assert [each.due_at - NOW for each in found] == [minutes(each.minutes) for each in found]
    assert {each.missed_at - each.due_at for each in found} == {minutes(20)}


def test_another_policy_asks_at_other_minutes():
    found = expected_checks(NOW, SessionPolicy(feeling_first=45, missed_after=5))
    assert (found[1].kind, found[1].minutes) == (FEELING, 45)
    assert found[1].missed_at == NOW + minutes(50)


@pytest.mark.parametrize(
    ("repeat_after", "asked"), [(15, [55, 240]), (None, [240])], ids=["with a repeat", "without"]
)
def test_a_raised_pressure_asks_for_more(repeat_after, asked):
    found = more_checks(NOW, NOW + minutes(40), repeat_after, POLICY)
    assert [(each.kind, each.minutes) for each in found] == [(PRESSURE, each) for each in asked]


@pytest.mark.parametrize(
    ("early", "is_answered"),
    [(11, False), (10, True), (0, True), (-45, True)],
    ids=["too early", "a little early", "on time", "late"],
)
def test_what_is_recorded_answers_what_was_due(early, is_answered):
    assert is_answered_by(NOW + minutes(early), NOW) is is_answered


@pytest.mark.parametrize(
    ("after", "count"), [(0, 5), (49, 5), (50, 4), (139, 2), (140, 0)], ids=lambda n: str(n)
)
def test_a_dose_told_late_asks_for_nothing_that_is_over(after, count):
    assert len(still_possible(expected_checks(NOW, POLICY), NOW + minutes(after))) == count


def test_the_key_is_what_and_when():
    assert expected(PRESSURE, NOW, 40, POLICY).key == ("pressure", 40)
