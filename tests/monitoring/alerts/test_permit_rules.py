"""What stands against an increase, as far as monitoring knows."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from monitoring.alerts.rules import AlertPolicy, PermitFacts, PermitLimits, permit_refusals

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
LIMITS = PermitLimits(recent_bp_days=7, is_any_alert_a_bar=True)
CLEAR = PermitFacts(
    now=NOW, last_bp_at=NOW - timedelta(days=1), open_alerts=0, blocking_alerts=0, open_holds=0
)


def test_a_patient_with_nothing_open_and_a_recent_pressure_may_go_up():
    assert permit_refusals(CLEAR, LIMITS) == ()


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        pytest.param({"last_bp_at": None}, ("bp_missing",), id="no pressure at all"),
        pytest.param({"last_bp_at": NOW - timedelta(days=7)}, (), id="seven days old"),
        pytest.param({"last_bp_at": NOW - timedelta(days=7, seconds=1)}, ("bp_old",), id="older"),
        pytest.param({"open_alerts": 1}, ("alert_open",), id="an open alert"),
        pytest.param({"blocking_alerts": 1}, ("no_increase",), id="a no-increase flag"),
        pytest.param({"open_holds": 1}, ("hold_open",), id="an open hold"),
        pytest.param(
            {"last_bp_at": None, "open_alerts": 2, "open_holds": 1},
            ("bp_missing", "alert_open", "hold_open"),
            id="each reason is named",
        ),
    ],
)
def test_what_stands_against_an_increase(changes, refusals):
    assert permit_refusals(replace(CLEAR, **changes), LIMITS) == refusals


def test_a_clinic_may_let_harmless_alerts_stand_but_never_a_no_increase_flag():
    lenient = replace(LIMITS, is_any_alert_a_bar=False)
    assert permit_refusals(replace(CLEAR, open_alerts=3), lenient) == ()
    assert permit_refusals(replace(CLEAR, open_alerts=3, blocking_alerts=1), lenient) == (
        "no_increase",
    )


@pytest.mark.parametrize("field", fields(AlertPolicy), ids=lambda field: field.name)
def test_every_limit_has_bounds_a_unit_and_a_source_and_lies_within(field):
    meta = field.metadata
    assert meta["low"] <= field.default <= meta["high"]
    assert meta["unit"]
    assert meta["source"]


@pytest.mark.parametrize(
    ("name", "highest"),
    [("same_day_acknowledge_minutes", 1_440), ("emergency_acknowledge_minutes", 30)],
)
def test_no_clinic_can_take_longer_to_see_an_alert(name, highest):
    (field,) = [field for field in fields(AlertPolicy) if field.name == name]
    assert field.metadata["high"] == highest
