"""A row says in words whom to look at, and never invents what is not known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from intake.models import Patient
from ketaclinic.accounts.models import User
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.presenters.rows import Addresses, pain_trend, row

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


ROSA = Patient(
    user=User(email="rosa@clinic.test"),
    first_name="Rosa",
    last_name="Marin",
    date_of_birth=date(1981, 3, 3),
)


def row_of(**values):
    return row(PatientSummary(patient=ROSA, **values), NOW, Addresses({"show": "needs"}))


def test_a_patient_with_nothing_recorded_has_empty_cells():
    cells = row_of()
    assert (cells.name, cells.age) == ("Rosa Marin", "44 years")
    assert (cells.tag_kind, cells.tag_word) == ("quiet", "No alerts")
    assert cells.why == "Nothing open"
    assert cells.pain_now == cells.pain_was == cells.last_dose == cells.next_dose == ""
    assert cells.trend is None
    assert cells.waiting == cells.standing == ""
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
    assert (cells.tag_word, cells.why) == ("On hold", "Too high.")


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
    assert cells.why == "Nothing open; last pressure 168.5/104, 20 min ago"
    assert cells.last_dose == "25 mg, 9 h ago"
    assert cells.next_dose == "next 12.5 mg, in 3 h"
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
    assert (cells.standing == "overdue") is overdue


@pytest.mark.parametrize(
    ("severity", "unseen", "standing"),
    [
        pytest.param("routine", 0, "seen", id="everything open was seen"),
        pytest.param("routine", 1, "", id="one is unseen"),
        pytest.param("", 0, "", id="nothing was open"),
    ],
)
def test_what_was_seen_is_said(severity, unseen, standing):
    assert row_of(worst_severity=severity, unacknowledged_count=unseen).standing == standing


def test_an_alerts_reason_stands_before_the_holds():
    cells = row_of(why="Silent for two days", hold_sentence="Too high.")
    assert cells.why == "Silent for two days"


def test_pain_is_shown_beside_what_it_was():
    cells = row_of(pain_now=0, pain_baseline=Decimal("6.70"))
    assert (cells.pain_now, cells.pain_was) == ("0", "was 6.7")


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
    links, key = row_of().links, str(ROSA.public_id)
    assert links.look == f"/clinic/?show=needs&patient={key}"
    assert links.chart == f"/clinic/patients/{key}/"
    way_back = f"/clinic/%3Fshow%3Dneeds%26patient%3D{key}"
    assert links.panel == f"/clinic/patients/{key}/panel/?next={way_back}"


def test_a_name_in_the_query_is_carried_whole():
    kept = {"show": "all", "q": "Ann & Bo", "page": "2"}
    panel = row(PatientSummary(patient=ROSA), NOW, Addresses(kept)).links.panel
    assert dict(parse_qsl(urlsplit(panel).query)) == {
        "next": f"/clinic/?{urlencode({**kept, 'patient': ROSA.public_id})}"
    }
