"""Recorded rows become moments: every report once, with its word and its mark."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dosing.models import DosingPlan
from monitoring.checkins.models import PressureCheck
from monitoring.clinic.presenters.moments import (
    dose_moments,
    missed_moments,
    move_moments,
    pain_moments,
    plan_moments,
    pressure_moments,
)
from monitoring.clinic.presenters.timeline import DoseMark, Kind
from monitoring.clinic.selectors import Pain, Report, SignedPlan, ZoneMoved

LATE = "After the dose time closed"
EXTRA = "Taken, An extra dose"
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def check(**values):
    usual = {"kind": "predose", "outcome": "go", "recorded_at": NOW}
    return PressureCheck(**{**usual, **values})


def log(**values):
    usual = {"outcome": "taken", "taken_at": NOW, "recorded_at": NOW, "amount_ug": 25_000}
    return Report(**{"marks": [], "is_extra": False, "due_at": None, **usual, **values})


def test_a_check_without_a_mean_is_not_drawn():
    assert list(pressure_moments([check(outcome="incomplete")])) == []


def test_a_check_says_why_it_was_taken_and_what_it_answered():
    (moment,) = pressure_moments(
        [
            check(
                mean_systolic=Decimal("128.5"),
                mean_diastolic=Decimal(82),
                mean_pulse=Decimal("70.5"),
            )
        ]
    )
    assert moment.word == "Before a dose: Go"
    assert (moment.pressure, moment.pulse) == ("128.5/82", 70)


@pytest.mark.parametrize(
    ("values", "mark", "word"),
    [
        pytest.param({}, DoseMark.TAKEN, "Taken", id="taken"),
        pytest.param({"marks": ["late"]}, DoseMark.TAKEN, f"Taken, {LATE}", id="late"),
        pytest.param({"is_extra": True, "marks": ["extra"]}, DoseMark.EXTRA, EXTRA, id="extra"),
        pytest.param(
            {"marks": ["on_hold"]}, DoseMark.EXTRA, "Taken, While doses were on hold", id="on hold"
        ),
        pytest.param(
            {"outcome": "skipped", "taken_at": None, "amount_ug": None},
            DoseMark.MISSED,
            "Skipped",
            id="skipped",
        ),
    ],
)  # fmt: skip
def test_a_report_is_drawn_as_what_it_is(values, mark, word):
    (moment,) = dose_moments([log(**values)])
    assert (moment.mark, moment.word) == (mark, word)


def test_a_dose_not_taken_stands_at_the_time_that_it_was_due():
    due = NOW - timedelta(hours=2)
    (moment,) = dose_moments([log(outcome="not_taken", taken_at=None, amount_ug=None, due_at=due)])
    assert moment.at == due


def test_a_dose_without_a_report_is_marked_as_missed():
    (moment,) = missed_moments([NOW])
    assert (moment.at, moment.mark, moment.amount) == (NOW, DoseMark.MISSED, "")


def test_a_move_to_another_zone_is_marked_with_its_place():
    (moment,) = move_moments([ZoneMoved(NOW, "America/Los_Angeles")])
    assert (moment.at, moment.kind) == (NOW, Kind.PLAN)
    assert moment.word == "Doses follow the clock of Los Angeles"


def test_a_pain_score_is_a_number_and_a_word():
    (moment,) = pain_moments([Pain(NOW, 0)])
    assert (moment.pain, moment.word) == (0, "Pain score")


def plan(stopped_at=None):
    version = DosingPlan(
        version=2, dose_ug=25_000, times_of_day=["08:00", "20:00"], effective_at=NOW
    )
    return SignedPlan(version, over_at=stopped_at, stopped_at=stopped_at)


def test_a_plan_is_marked_from_when_it_counts():
    (moment,) = plan_moments([plan()])
    assert (moment.at, moment.word) == (NOW, "Plan 2: 25 mg × 2")


def test_a_stopped_plan_is_marked_where_it_was_stopped():
    later = NOW + timedelta(days=3)
    _, stop = plan_moments([plan(stopped_at=later)])
    assert (stop.at, stop.word) == (later, "Plan stopped")
