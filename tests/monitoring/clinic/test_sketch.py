"""The side panel's drawing keeps every mark inside its box."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from monitoring.checkins.rules import CheckPolicy, PatientLimits, limits_for
from monitoring.clinic.presenters.sketch import (
    DOSE_BOTTOM,
    DOSE_TOP,
    HEIGHT,
    PRESSURE_BOTTOM,
    PRESSURE_TOP,
    WIDTH,
    sketch,
)
from monitoring.clinic.presenters.timeline import DoseMark, Kind, Moment, timeline

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
START = NOW - timedelta(days=14)
LIMITS = limits_for(PatientLimits(), CheckPolicy())


def drawn(*moments):
    return sketch(timeline(moments, zone="UTC", starts_at=START, ends_at=NOW, limits=LIMITS))


def pressure(systolic, at=NOW):
    return Moment(at, Kind.PRESSURE, "", Decimal(systolic), Decimal(60))


def test_nothing_recorded_is_empty():
    assert drawn().is_empty


def test_time_runs_from_edge_to_edge():
    points = drawn(pressure(120, START), pressure(120, NOW)).systolic.split()
    assert [point.split(",")[0] for point in points] == ["4", str(WIDTH - 4)]


@pytest.mark.parametrize("systolic", [20, 40, 120, 190, 260])
def test_pressures_stay_inside_the_box(systolic):
    y = int(drawn(pressure(systolic)).systolic.split(",")[1])
    assert PRESSURE_TOP <= y <= PRESSURE_BOTTOM


def test_a_higher_pressure_is_drawn_higher():
    low, high = (int(drawn(pressure(mmhg)).systolic.split(",")[1]) for mmhg in (120, 170))
    assert high < low


def test_a_dose_without_a_pressure_leaves_a_gap_not_a_zero():
    assert drawn(Moment(NOW, Kind.DOSE, "", amount_ug=25_000)).systolic == ""


def test_bars_are_scaled_to_the_largest_dose():
    half, whole = drawn(
        Moment(START, Kind.DOSE, "", amount_ug=10_000, mark=DoseMark.TAKEN),
        Moment(NOW, Kind.DOSE, "", amount_ug=20_000, mark=DoseMark.EXTRA),
    ).bars
    assert (whole.y, whole.height, whole.mark) == (DOSE_TOP, DOSE_BOTTOM - DOSE_TOP, "extra")
    assert half.height * 2 == whole.height


def test_a_missed_dose_has_a_mark_and_no_height():
    (bar,) = drawn(Moment(NOW, Kind.DOSE, "", mark=DoseMark.MISSED)).bars
    assert (bar.height, bar.mark) == (0, "missed")


def test_the_limit_lines_stand_at_the_limits():
    picture = drawn(pressure(140))
    assert picture.systolic == f"{WIDTH - 4},{picture.systolic_limit}"
    assert picture.height == HEIGHT
