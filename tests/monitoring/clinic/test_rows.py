"""A row says in words whom to look at, and never invents what is not known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from intake.models import Patient
from ketaclinic.accounts.models import User
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.presenters.rows import pain_trend, row

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def patient():
    return Patient(
        user=User(email="rosa@clinic.test"),
        first_name="Rosa",
        last_name="Marin",
        date_of_birth=date(1981, 3, 3),
    )


def row_of(**values):
    return row(PatientSummary(patient=patient(), **values), NOW, {"show": "needs"})


def test_a_patient_with_nothing_recorded_has_empty_cells():
    cells = row_of()
    assert (cells.name, cells.age) == ("Rosa Marin", 44)
    assert (cells.tag_kind, cells.tag_word) == ("quiet", "No alerts")
    assert cells.pressure == cells.pain_was == cells.last_dose == cells.next_dose == ""
    assert cells.pain_now is None
    assert cells.trend is None
    assert cells.waiting == ""
    assert not cells.is_overdue


@pytest.mark.parametrize(
    ("severity", "kind", "word"),
    [
        ("emergency", "call", "Emergency"),
        ("same_day", "stop", "Same day"),
        ("routine", "wait", "Routine"),
    ],
)
def test_the_tag_has_a_colour_and_a_word(severity, kind, word):
    cells = row_of(worst_severity=severity)
    assert (cells.tag_kind, cells.tag_word) == (kind, word)


def test_a_hold_without_an_alert_is_named_on_the_tag():
    cells = row_of(open_hold_count=1, has_plan_hold=True, hold_sentence="Too high.")
    assert cells.is_held
    assert (cells.tag_word, cells.hold_sentence) == ("On hold", "Too high.")


def test_pressure_doses_and_waiting_in_words():
    cells = row_of(
        worst_severity="same_day",
        last_systolic=Decimal("168.5"),
        last_diastolic=Decimal("104.0"),
        last_bp_at=NOW - timedelta(minutes=20),
        last_dose_at=NOW - timedelta(hours=9),
        last_dose_ug=25_000,
        next_dose_at=NOW + timedelta(hours=3),
        next_dose_ug=12_500,
        waiting_since=NOW - timedelta(hours=2, minutes=10),
    )
    assert (cells.pressure, cells.pressure_ago) == ("168.5/104", "20 min ago")
    assert cells.last_dose == "25 mg, 9 h ago"
    assert cells.next_dose == "12.5 mg, in 3 h"
    assert cells.waiting == "2 h"


@pytest.mark.parametrize(
    ("due", "unseen", "overdue"),
    [
        pytest.param(NOW - timedelta(seconds=1), 1, True, id="just past and unseen"),
        pytest.param(NOW, 1, False, id="due now"),
        pytest.param(NOW + timedelta(seconds=1), 1, False, id="not yet due"),
        pytest.param(NOW - timedelta(hours=1), 0, False, id="past but seen"),
        pytest.param(None, 0, False, id="nothing due"),
    ],
)
def test_overdue_is_past_due_and_not_acknowledged(due, unseen, overdue):
    cells = row_of(worst_severity="same_day", due_at=due, unacknowledged_count=unseen)
    assert cells.is_overdue is overdue


@pytest.mark.parametrize(
    ("now", "before", "icon", "word"),
    [
        pytest.param(4, "7.0", "down", "3 lower", id="lower"),
        pytest.param(7, "6.0", "up", "1 higher", id="just enough to be higher"),
        pytest.param(6, "5.3", "flat", "as before", id="less than one point"),
        pytest.param(5, "6.7", "down", "1.7 lower", id="a mean keeps its decimal"),
    ],
)
def test_pain_against_the_baseline(now, before, icon, word):
    trend = pain_trend(now, Decimal(before))
    assert (trend.icon, trend.word) == (icon, word)


@pytest.mark.parametrize(("now", "before"), [(None, Decimal(5)), (5, None), (None, None)])
def test_an_unknown_score_has_no_trend(now, before):
    assert pain_trend(now, before) is None


def test_choosing_a_row_keeps_the_filter():
    cells = row_of()
    assert cells.look.startswith("/clinic/?show=needs&patient=")
