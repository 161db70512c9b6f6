"""After a report: guidance for exactly its case, and nothing that contradicts it."""

from datetime import timedelta

import pytest

from dosing.choices import LogMark, Outcome
from dosing.models import DoseLog
from dosing.presenters import mark_words
from monitoring.patient.presenters.guidance import guidance, needs_poison_help
from tests.factories.dosing import NOW

SAFE = "Rest somewhere safe. Do not drive, cook or bathe."


def lines(*marks, outcome=Outcome.TAKEN, hours=0, is_on_hold=False):
    is_taken = outcome in (Outcome.TAKEN, Outcome.PARTLY_TAKEN, Outcome.VOMITED)
    taken_at = NOW - timedelta(hours=hours) if is_taken else None
    log = DoseLog(outcome=outcome, taken_at=taken_at, marks=[str(mark) for mark in marks])
    return guidance(log, NOW, is_on_hold=is_on_hold)


def test_a_dose_as_planned_asks_for_rest_only():
    assert lines() == [SAFE]


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (LogMark.TOO_SOON, "Take no more now"),
        (LogMark.EXTRA, "Take no other dose to even it out"),
        (LogMark.OVER_PLAN, "no more than your plan says"),
        (LogMark.EARLY, "A dose opens at its time"),
        (LogMark.LATE, "Do not double the next dose"),
        (LogMark.UNCLEARED, "Do the check before each dose"),
        (LogMark.ON_HOLD, "no dose until the clinic has spoken to you"),
        (LogMark.NOT_OFFERED, "too close to another one"),
        (LogMark.OFF_PLAN, "Only the plan under Schedule counts"),
    ],
)
def test_each_mark_has_its_guidance_and_its_reason(mark, text):
    assert any(text in line for line in lines(mark))
    assert mark_words(mark)


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Outcome.VOMITED, "Do not take another dose to make up for it."),
        (Outcome.PARTLY_TAKEN, "Do not take the rest later."),
        (Outcome.SKIPPED, "Do not double the next dose."),
        (Outcome.NOT_TAKEN, "Do not double the next dose."),
    ],
)
def test_each_outcome_has_its_guidance(outcome, text):
    assert text in lines(outcome=outcome)


def test_nothing_is_said_of_the_next_dose_while_doses_are_on_hold():
    assert "The next dose is as planned." in lines(outcome=Outcome.PARTLY_TAKEN)
    assert "The next dose is as planned." not in lines(
        outcome=Outcome.PARTLY_TAKEN, is_on_hold=True
    )


@pytest.mark.parametrize(("hours", "is_said"), [(0, True), (23.9, True), (24, False), (48, False)])
def test_what_to_do_right_after_a_dose_is_said_for_a_day(hours, is_said):
    assert (SAFE in lines(LogMark.EXTRA, hours=hours)) is is_said
    assert any("very sleepy" in line for line in lines(LogMark.EXTRA, hours=hours)) is is_said


@pytest.mark.parametrize("mark", LogMark)
def test_poison_control_stands_where_more_went_in_than_planned(mark):
    expected = mark in (LogMark.EXTRA, LogMark.OVER_PLAN, LogMark.TOO_SOON)
    assert needs_poison_help(DoseLog(marks=[str(mark)])) is expected
