"""How a version stands to the one before it, and what a report is marked with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dosing.choices import Enantiomer, LogMark, PlanChange, Route
from dosing.rules import PlanContext, TakenDose, dose_marks, needs_reason, plan_change, refused
from dosing.rules.findings import Level, LimitFinding
from tests.factories.dosing import NOW, terms

BASELINE = terms(dose_ug=50_000)
INTERVAL = timedelta(hours=4)


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        pytest.param({}, PlanChange.SAME, id="nothing"),
        pytest.param({"times_of_day": ("09:00", "15:00", "21:00")}, PlanChange.SAME, id="times"),
        pytest.param({"dose_ug": 75_000}, PlanChange.INCREASE, id="a higher dose"),
        pytest.param(
            {"times_of_day": ("00:00", "06:00", "12:00", "18:00")},
            PlanChange.INCREASE,
            id="oftener",
        ),
        pytest.param(
            {"dose_ug": 75_000, "times_of_day": ("08:00",)},
            PlanChange.INCREASE,
            id="a higher dose in a lower total",
        ),
        pytest.param(
            {"times_of_day": ("00:00", "06:00", "12:00", "18:00"), "every_days": 2},
            PlanChange.INCREASE,
            id="a higher day in a lower week",
        ),
        pytest.param({"dose_ug": 25_000}, PlanChange.DECREASE, id="a lower dose"),
        pytest.param({"times_of_day": ("08:00",)}, PlanChange.DECREASE, id="seldomer"),
        pytest.param({"every_days": 2}, PlanChange.DECREASE, id="every second day"),
        pytest.param({"route": Route.SUBLINGUAL}, PlanChange.START, id="another route"),
        pytest.param(
            {"enantiomer": Enantiomer.S_KETAMINE}, PlanChange.INCREASE, id="twice as potent"
        ),
    ],
)
def test_plan_change(changes, change):
    context = PlanContext(baseline=BASELINE)
    assert plan_change(replace(BASELINE, **changes), context) == change


def test_without_a_plan_in_force_it_is_a_start():
    assert plan_change(BASELINE, PlanContext()) == PlanChange.START


@pytest.mark.parametrize(
    ("level", "is_refused", "asks"),
    [
        (Level.SOFT, False, True),
        (Level.HARD, True, False),
        (Level.CEILING, True, False),
        (Level.BOUND, True, False),
    ],
)
def test_with_one_prescriber_hard_means_no(level, is_refused, asks):
    finding = LimitFinding("key", level, "A message.")
    assert (refused([finding]) == [finding]) is is_refused
    assert needs_reason([finding]) is asks


PLANNED = TakenDose(
    taken_at=NOW,
    amount_ug=25_000,
    is_extra=False,
    is_cleared=True,
    is_held=False,
    is_on_plan=True,
    window_opens_at=NOW - timedelta(hours=1),
    window_closes_at=NOW + timedelta(hours=2),
    planned_ug=25_000,
    gap_to_nearest=timedelta(hours=6),
)


def test_a_dose_as_planned_earns_no_mark():
    assert dose_marks(PLANNED, INTERVAL) == []


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        pytest.param({"taken_at": NOW - timedelta(minutes=61)}, LogMark.EARLY, id="early"),
        pytest.param({"taken_at": NOW + timedelta(hours=2)}, LogMark.LATE, id="late"),
        pytest.param({"gap_to_nearest": timedelta(minutes=239)}, LogMark.TOO_SOON, id="too soon"),
        pytest.param({"is_cleared": False}, LogMark.UNCLEARED, id="uncleared"),
        pytest.param({"is_held": True}, LogMark.ON_HOLD, id="on hold"),
        pytest.param({"is_extra": True}, LogMark.EXTRA, id="extra"),
        pytest.param({"amount_ug": 25_001}, LogMark.OVER_PLAN, id="more than planned"),
        pytest.param({"is_offered": False}, LogMark.NOT_OFFERED, id="not offered"),
        pytest.param({"is_on_plan": False}, LogMark.OFF_PLAN, id="not on the plan"),
    ],
)
def test_a_mark(changes, mark):
    assert dose_marks(replace(PLANNED, **changes), INTERVAL) == [mark]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"taken_at": NOW - timedelta(hours=1)}, id="as the window opens"),
        pytest.param({"taken_at": NOW + timedelta(minutes=119)}, id="before it closes"),
        pytest.param({"gap_to_nearest": INTERVAL}, id="at the interval"),
        pytest.param({"gap_to_nearest": None}, id="no other dose"),
        pytest.param({"amount_ug": None}, id="unknown amount"),
        pytest.param({"window_opens_at": None, "window_closes_at": None}, id="no slot"),
    ],
)
def test_no_mark(changes):
    assert dose_marks(replace(PLANNED, **changes), INTERVAL) == []
