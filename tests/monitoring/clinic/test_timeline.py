"""One computation feeds the chart, its table twin and the JSON."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from monitoring.checkins.rules import CheckPolicy, PatientLimits, limits_for
from monitoring.clinic.presenters.timeline import (
    DoseMark,
    Kind,
    Moment,
    timeline,
    without_empty_start,
)
from monitoring.clinic.presenters.twin import twin_rows

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIMITS = limits_for(PatientLimits(), CheckPolicy())


def pressure(at=NOON, systolic="128.0", diastolic="82.0"):
    return Moment(at, Kind.PRESSURE, "In range", Decimal(systolic), Decimal(diastolic), pulse=72)


def dose(at=NOON, amount_ug=25_000, mark=DoseMark.TAKEN):
    return Moment(at, Kind.DOSE, "Taken", amount_ug=amount_ug, mark=mark)


def pain(at=NOON, score=5):
    return Moment(at, Kind.PAIN, "Pain", pain=score)


def of(*moments, days=7):
    return timeline(
        moments,
        zone="America/Chicago",
        starts_at=NOON - timedelta(days=days),
        ends_at=NOON,
        limits=LIMITS,
    )


def test_moments_come_in_order_and_the_table_has_the_newest_first():
    early, late = pain(NOON - timedelta(days=2)), pain(NOON, 6)
    line = of(late, early)
    assert line.moments == (early, late)
    assert [found.cells[3] for found in twin_rows(line)] == ["6", "5"]


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        pytest.param(NOON - timedelta(days=7), True, id="on the first instant"),
        pytest.param(NOON - timedelta(days=7, seconds=1), False, id="just before"),
        pytest.param(NOON, True, id="on the last instant"),
        pytest.param(NOON + timedelta(seconds=1), False, id="just after"),
    ],
)
def test_only_the_asked_stretch_is_shown(at, inside):
    assert (len(of(pain(at)).moments) == 1) is inside


def test_json_has_every_table_row_once():
    peg = Moment(NOON, Kind.PEG, "Check-in: PEG 6.3", peg=Decimal("6.3"))
    data = of(pressure(), dose(), pain(), peg, Moment(NOON, Kind.PLAN, "Plan 2")).as_json()
    seconds = int(NOON.timestamp())
    assert data["pressure"] == {
        "x": [seconds],
        "systolic": [128],
        "diastolic": [82],
        "word": ["In range"],
    }
    assert data["doses"] == {
        "x": [seconds],
        "amount_ug": [25_000],
        "mark": ["taken"],
        "word": ["Taken"],
    }
    assert data["pain"] == {"x": [seconds], "score": [5]}
    assert data["peg"] == {"x": [seconds], "score": [6.3]}
    assert data["plans"] == [{"at": seconds, "word": "Plan 2"}]


@pytest.mark.parametrize(
    ("mean", "drawn"),
    [
        pytest.param("139.5", 139.5, id="a half is kept"),
        pytest.param("140.0", 140, id="a whole number has no point"),
    ],
)
def test_a_mean_is_drawn_unrounded(mean, drawn):
    assert of(pressure(systolic=mean)).as_json()["pressure"]["systolic"] == [drawn]


def test_a_dose_that_was_not_taken_has_no_bar_but_a_mark():
    data = of(dose(amount_ug=None, mark=DoseMark.MISSED)).as_json()["doses"]
    assert data["amount_ug"] == [0]
    assert data["mark"] == ["missed"]


def test_the_tables_cells_are_exact_and_missing_stays_missing():
    assert dose(amount_ug=12_500).amount == "12.5 mg"
    assert dose(amount_ug=None).amount == ""
    assert pressure(systolic="139.5").pressure == "139.5/82"
    assert dose().pressure == ""


def test_limits_and_the_patients_zone_travel_with_the_series():
    data = of().as_json()
    assert data["zone"] == "America/Chicago"
    assert data["limits"]["raised_systolic"] == 140
    assert data["pressure"]["x"] == data["doses"]["x"] == data["pain"]["x"] == []


def test_an_empty_start_is_cut_off():
    line = without_empty_start(of(pain(NOON - timedelta(days=2)), pain(NOON)))
    assert line.starts_at == NOON - timedelta(days=2, hours=12)


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param([], id="nothing recorded"),
        pytest.param([pain(NOON - timedelta(days=7))], id="recorded from the first instant"),
    ],
)
def test_a_full_or_empty_line_keeps_its_stretch(moments):
    assert without_empty_start(of(*moments)).starts_at == NOON - timedelta(days=7)


def test_a_row_of_the_table_is_on_the_patients_clock_and_told_to_machines_in_full():
    (found,) = twin_rows(of(pressure(NOON - timedelta(hours=8))))
    assert found.iso == "2026-03-02T04:00:00+00:00"
    assert found.when == "Sun Mar 1, 22:00"
    assert found.cells == ("128/82", "72", "", "", "In range")
