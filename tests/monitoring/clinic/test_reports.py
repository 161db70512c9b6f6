"""The chart's lists of checks and side effects."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitoring.checkins.choices import Outcome
from monitoring.checkins.models import PressureCheck
from monitoring.clinic.presenters.reports import check_rows, report_rows
from monitoring.clinic.selectors import Grade, ListedReport

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def check(**values):
    usual = {"kind": "predose", "outcome": "go", "recorded_at": NOW}
    return PressureCheck(**{**usual, **values})


def report(*grades, urgent=(), note=""):
    return ListedReport(NOW, list(urgent), note, tuple(Grade(*each) for each in grades))


def check_row(checked):
    (found,) = check_rows([checked], "America/New_York")
    return found


def report_row(reported):
    (found,) = report_rows([reported], "America/New_York")
    return found


def test_a_check_shows_its_mean_and_the_readings_behind_it():
    found = check_row(
        check(
            systolic_1=128, diastolic_1=82, systolic_2=127, diastolic_2=83,
            mean_systolic=Decimal("127.5"), mean_diastolic=Decimal("82.5"),
        )
    )  # fmt: skip
    assert found.mean == "127.5/82.5"
    assert found.readings == "128/82, 127/83"
    assert (found.tag_kind, found.outcome_word) == ("go", "Go")
    assert (found.when, found.kind_word) == ("Mar 2, 07:00", "Before a dose")


def test_a_check_without_numbers_says_so():
    found = check_row(check(outcome="incomplete"))
    assert (found.mean, found.readings) == ("no pressure", "")


@pytest.mark.parametrize("outcome", Outcome.values)
def test_every_outcome_has_a_tag(outcome):
    assert check_row(check(outcome=outcome)).tag_kind in {"go", "wait", "stop", "call"}


def test_only_findings_that_say_something_are_listed():
    found = check_row(
        check(
            findings=[
                {"sentence": "In range.", "outcome": "go"},
                {"sentence": "Too high.", "outcome": "plan_hold"},
                {"sentence": "", "outcome": "slot_hold"},
            ]
        )
    )
    assert found.sentences == ("Too high.",)


def test_side_effects_stand_worst_first_and_none_is_left_out():
    found = report_row(report(("nausea", 1), ("dizziness", 3), ("headache", 0)))
    assert [(effect.word, effect.kind, effect.anchor) for effect in found.effects] == [
        ("Dizziness, grade 3", "stop", "Hard to wash, dress or stand"),
        ("Nausea, grade 1", "quiet", "Queasy, but eating as usual"),
    ]


def test_an_urgent_symptom_comes_first():
    found = report_row(report(("nausea", 4), urgent=["chest_pain"]))
    assert found.effects[0].word == "Chest pain or pressure"
    assert found.effects[0].kind == "call"
