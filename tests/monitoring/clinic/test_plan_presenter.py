"""Findings and versions as the plan editor shows them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dosing.models import DosingPlan
from dosing.rules import LimitFinding
from ketaclinic.accounts.models import User
from monitoring.clinic.presenters.numbers import amount_text, number_text, pressure_text
from monitoring.clinic.presenters.plan import finding_row, version_rows

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


def finding(level="soft", **details):
    return LimitFinding(
        key="max_single_dose_mg",
        level=level,
        message="A single dose of %(value)s is above %(limit)s.",
        details={"value": "60 mg", "limit": "50 mg", **details},
        source="Clinical basis §2.4",
    )


@pytest.mark.parametrize(
    ("level", "kind", "word"),
    [
        ("soft", "wait", "Needs a reason"),
        ("hard", "stop", "Needs a second prescriber"),
        ("ceiling", "stop", "Above the clinic's ceiling"),
        ("bound", "stop", "Beyond what the system allows"),
    ],
)
def test_a_finding_shows_value_limit_level_and_source(level, kind, word):
    row = finding_row(finding(level))
    assert (row.kind, row.level_word) == (kind, word)
    assert row.sentence == "A single dose of 60 mg is above 50 mg."
    assert (row.value, row.limit, row.source) == ("60 mg", "50 mg", "Clinical basis §2.4")


def test_a_finding_without_numbers_has_empty_cells():
    row = finding_row(LimitFinding(key="weight_missing", level="hard", message="No weight."))
    assert (row.value, row.limit) == ("", "")


def version(end=(None, None, None), **values):
    """A version as the history gives it, with the end that counts."""
    plan = DosingPlan(
        pk=1,
        version=1,
        change="start",
        formulation="capsule",
        route="swallow",
        strength_ug=25_000,
        dose_ug=25_000,
        times_of_day=["08:00"],
        starts_on=date(2026, 2, 21),
        signed_by=User(email="p@clinic.test", full_name="Dr Priya Raman"),
        signed_at=NOW - timedelta(days=9),
        effective_at=NOW - timedelta(days=9),
        **values,
    )
    plan.ended_at, plan.end_kind, plan.end_reason = end
    return plan


def end(days, kind="superseded", reason=""):
    return NOW + timedelta(days=days), kind, reason


@pytest.mark.parametrize(
    ("ended", "word", "is_in_force"),
    [
        pytest.param((None, None, None), "", True, id="running"),
        pytest.param(end(-1), "Replaced by a newer version", False, id="replaced"),
        pytest.param(end(0, "stopped", "x"), "Stopped", False, id="stopped now"),
        pytest.param(end(1), "Replaced by a newer version", True, id="to be replaced"),
    ],
)
def test_a_version_says_how_it_ended(ended, word, is_in_force):
    (row,) = version_rows([version(ended)], NOW, ZONE)
    assert (row.end, row.is_in_force) == (word, is_in_force)


def test_a_stopped_version_gives_its_reason():
    (row,) = version_rows([version(end(-1, "stopped", "Bladder."))], NOW, ZONE)
    assert row.end_reason == "Bladder."


def test_a_version_that_has_not_begun_is_not_in_force():
    (row,) = version_rows([version()], NOW - timedelta(days=10), ZONE)
    assert not row.is_in_force
    assert row.is_coming


def test_a_first_version_says_what_starts_and_when():
    (row,) = version_rows([version()], NOW, ZONE)
    assert row.sentence == "Start: 25 mg once a day from Saturday, February 21, 8 am"
    assert row.change_word == "Start"


def test_a_released_step_says_that_it_was_planned():
    (row,) = version_rows([version(step_conditions=[])], NOW, ZONE)
    assert row.change_word == "Start, planned step"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (140, "140"), ("139.50", "139.5"), ("20", "20"), ("0", "0")]
)
def test_numbers_have_no_trailing_zeros(value, text):
    assert number_text(value) == text


def test_half_a_pressure_is_none():
    assert pressure_text(128, None) == pressure_text(None, 82) == ""


@pytest.mark.parametrize(("amount", "text"), [(None, ""), (12_500, "12.5 mg"), (20_000, "20 mg")])
def test_amounts_are_milligrams(amount, text):
    assert amount_text(amount) == text
