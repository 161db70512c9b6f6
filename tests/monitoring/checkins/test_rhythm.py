"""When a check-in is due: at, just before and just after each of its days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitoring.checkins.rules import CheckPolicy, Done, HomePlan, checkin_due, home_since

POLICY = CheckPolicy()
SINCE = date(2026, 6, 1)
DAY = timedelta(days=1)


def at(day):
    """Noon, so many days after the first dose."""
    return datetime(2026, 6, 1, 12, tzinfo=UTC) + day * DAY


def due(day, last=None, monthly=None, **changes):
    """What is due so many days after the first dose; `last` and `monthly` are days as well."""
    done = Done(
        None if last is None else SINCE + last * DAY,
        None if monthly is None else SINCE + monthly * DAY,
    )
    return checkin_due(SINCE, SINCE + day * DAY, done, POLICY, **changes)


@pytest.mark.parametrize(
    ("day", "last", "expected"),
    [
        pytest.param(0, None, 7, id="the first day"),
        pytest.param(6, None, 7, id="the day before"),
        pytest.param(7, None, 7, id="its day"),
        pytest.param(13, None, 7, id="until the next is due"),
        pytest.param(14, None, 14, id="the next takes its place"),
        pytest.param(7, 7, 14, id="done"),
        pytest.param(14, 7, 14, id="a week after it was done"),
        pytest.param(40, 7, 35, id="weeks without one"),
    ],
)
def test_the_day_that_it_is_due(day, last, expected):
    found = due(day, last)
    assert found.due_on == SINCE + expected * DAY
    assert found.is_open(SINCE + day * DAY) is (expected <= day)
    assert found.ends_on == found.due_on + 7 * DAY


@pytest.mark.parametrize(
    ("day", "last", "monthly", "kind"),
    [
        pytest.param(27, 21, None, "monthly", id="the fourth comes next"),
        pytest.param(27, 14, None, "weekly", id="the third is open"),
        pytest.param(28, 21, None, "monthly", id="the fourth"),
        pytest.param(35, 21, None, "monthly", id="missed, so it is asked a week later"),
        pytest.param(35, 28, 28, "weekly", id="the fifth"),
        pytest.param(42, 35, 35, "weekly", id="a late one counts for its month"),
        pytest.param(56, 49, 35, "monthly", id="the eighth"),
        pytest.param(56, 49, None, "monthly", id="no monthly one yet"),
    ],
)
def test_each_fourth_is_a_monthly_one(day, last, monthly, kind):
    assert due(day, last, monthly).kind == kind


@pytest.mark.parametrize(("day", "is_late"), [(7, False), (9, False), (10, True)])
def test_three_days_after_its_day_it_is_late(day, is_late):
    assert due(day).is_late(SINCE + day * DAY) is is_late


@pytest.mark.parametrize(("day", "is_late"), [(13, False), (14, True)])
def test_nobody_is_late_for_what_fell_into_a_pause(day, is_late):
    """The pause ended four days after its day, so three more are left."""
    found = due(13, active_since=SINCE + 11 * DAY)
    assert found.is_late(SINCE + day * DAY) is is_late


def plan(starts, ends=None, day=SINCE):
    return HomePlan(day + starts * DAY, at(starts), None if ends is None else at(ends))


@pytest.mark.parametrize(
    ("plans", "now", "since"),
    [
        pytest.param([plan(0)], 3, 0, id="one plan"),
        pytest.param([plan(0)], -1, None, id="not in force yet"),
        pytest.param([plan(0, 20)], 20, None, id="it has ended"),
        pytest.param([plan(10), plan(0, 10)], 30, 0, id="a step goes on"),
        pytest.param([plan(16), plan(0, 10)], 30, 0, id="a break of six days"),
        pytest.param([plan(17), plan(0, 10)], 30, 17, id="a break of a week begins anew"),
        pytest.param([plan(60), plan(12, 20), plan(0, 10)], 70, 60, id="only what is joined"),
        pytest.param([plan(40), plan(0, 40)], 20, 0, id="a step that is still to come"),
        pytest.param([], 5, None, id="no plan at home"),
    ],
)
def test_the_day_on_which_dosing_at_home_began(plans, now, since):
    found = home_since(plans, at(now), POLICY)
    assert found == (None if since is None else SINCE + since * DAY)
