"""When a patient is told of their supply: on their own clock, and at once when it is late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dosing.rules import DosingPolicy
from dosing.rules.supply.reminding import HELPS_FOR, supply_tellings
from tests.factories.dosing import NOW, TODAY

DAY = timedelta(days=1)
NEW_YORK, SYDNEY = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")


def told(refill=None, runs_out=None, zone=NEW_YORK, policy=None):
    found = supply_tellings(refill, runs_out, zone, NOW, policy or DosingPolicy())
    return {each.purpose: each for each in found}


@pytest.mark.parametrize(
    ("zone", "hour"), [(NEW_YORK, 14), (SYDNEY, 0)], ids=["new york", "sydney"]
)
def test_at_ten_in_the_morning_where_the_patient_is(zone, hour):
    (found,) = told(refill=date(2026, 6, 11), zone=zone).values()
    assert found.purpose == "refill_due"
    assert found.due_at == datetime(2026, 6, 11, hour, tzinfo=UTC)
    assert found.not_after == found.due_at + HELPS_FOR


@pytest.mark.parametrize("days", [0, 1, 7])
def test_the_end_is_told_as_long_before_as_the_policy_says(days):
    policy = DosingPolicy(run_out_reminder_days=days)
    found = told(runs_out=TODAY + 10 * DAY, policy=policy)["supply_run_out"]
    assert found.due_at == NOW + (10 - days) * DAY


def test_what_has_come_about_already_is_told_at_once():
    found = told(refill=TODAY - 3 * DAY, runs_out=TODAY)
    assert {each.due_at for each in found.values()} == {NOW}


def test_nothing_is_told_of_a_day_that_nobody_knows():
    assert told() == {}
    assert list(told(refill=TODAY)) == ["refill_due"]
    assert list(told(runs_out=TODAY)) == ["supply_run_out"]
