"""Scores beside the start, in words: better and worse only from the change that patients notice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from intake.rules.instruments import GAD7, PEG, PHQ9
from monitoring.checkins.selectors import Score
from monitoring.clinic.presenters.moments import peg_moments
from monitoring.clinic.presenters.scores import LISTED, score_card, scores
from monitoring.clinic.selectors import CheckInRow, ScoreFacts

# Half past ten at night in New York: the patient's own day is still March 1.
NOW = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
PATIENT = UUID(int=1)


def row(weeks_ago=0, peg="6.3", phq9=None, gad7=None, change=""):
    kind = "monthly" if phq9 else "weekly"
    mood = [None if score is None else Decimal(score) for score in (phq9, gad7)]
    at = NOW - weeks_ago * WEEK
    return CheckInRow(
        kind, at, UUID(int=100 + weeks_ago), date(2026, 3, 1), UUID(int=9), change, Decimal(peg),
        *mood,
    )  # fmt: skip


def first(**given):
    return {key: Score(NOW - 12 * WEEK, Decimal(text), "") for key, text in given.items()}


def shown(*rows, at_first=None):
    return scores(ScoreFacts(rows, (), at_first or {}), PATIENT, "America/New_York")


PEG_NOTICED = "A change of about 1 to 1.75 is what patients notice."


@pytest.mark.parametrize(
    ("definition", "now", "start", "kind", "sentence"),
    [
        (PEG, "6.3", "8.0", "go", f"1.7 lower than at the start (8). {PEG_NOTICED}"),
        (PEG, "7.0", "8.0", "go", f"1 lower than at the start (8). {PEG_NOTICED}"),
        (PEG, "7.1", "8.0", "quiet", f"0.9 lower than at the start (8). {PEG_NOTICED}"),
        (PEG, "8.0", "8.0", "quiet", f"The same as at the start (8). {PEG_NOTICED}"),
        (PEG, "8.9", "8.0", "quiet", f"0.9 higher than at the start (8). {PEG_NOTICED}"),
        (PEG, "9.0", "8.0", "stop", f"1 higher than at the start (8). {PEG_NOTICED}"),
        (
            PHQ9, "12.0", "7.0", "stop",
            "5 higher than at the start (7). A change of about 5 is what patients notice.",
        ),
        (
            PHQ9, "11.0", "7.0", "quiet",
            "4 higher than at the start (7). A change of about 5 is what patients notice.",
        ),
        (
            GAD7, "3.0", "7.0", "go",
            "4 lower than at the start (7). A change of about 4 is what patients notice.",
        ),
        (PEG, "0.0", None, "quiet", ""),
    ],
)  # fmt: skip
def test_now_beside_the_start(definition, now, start, kind, sentence):
    card = score_card(definition, Decimal(now), Decimal(start) if start else None, "Mar 1, 2026")
    assert (card.kind, card.sentence) == (kind, sentence)


@pytest.mark.parametrize(
    ("definition", "score", "words"),
    [
        (PEG, "6.3", "6.3 of 10"),
        (PHQ9, "9.0", "9 of 27, mild"),
        (PHQ9, "10.0", "10 of 27, moderate"),
        (GAD7, "0.0", "0 of 21, none or minimal"),
    ],
)
def test_a_score_says_of_how_many_and_what_it_is_called(definition, score, words):
    assert score_card(definition, Decimal(score), None, "").score == words


def test_each_card_has_the_newest_score_of_its_questionnaire():
    found = shown(row(0), row(1, "7.0", "12", "4"), at_first=first(peg="8", phq9="7"))
    assert [(card.name, card.score, card.day) for card in found.cards] == [
        ("PEG", "6.3 of 10", "Mar 1, 2026"),
        ("PHQ-9", "12 of 27, moderate", "Feb 22, 2026"),
        ("GAD-7", "4 of 21, none or minimal", "Feb 22, 2026"),
    ]
    assert [card.word for card in found.cards] == [
        "Better than at the start",
        "Worse than at the start",
        "Nothing to compare with yet",
    ]


def test_before_the_first_check_in_the_application_stands_alone():
    found = shown(at_first=first(peg="8"))
    assert [(card.score, card.sentence) for card in found.cards] == [("8 of 10", "")]
    assert (found.lines, found.first.what) == ([], "At the application")
    assert shown().is_empty


def test_a_line_has_what_was_asked_and_nothing_for_what_was_not():
    week, month = shown(row(0), row(4, "7.0", "12", "4", "much_better")).lines
    assert (week.what, week.scores, week.change) == ("Weekly check-in", ("6.3", "", ""), "")
    assert (month.what, month.scores, month.change) == (
        "Monthly check-in", ("7", "12", "4"), "Much better",
    )  # fmt: skip
    assert week.url == f"/clinic/patients/{PATIENT}/checkins/{UUID(int=100)}/"


@pytest.mark.parametrize(("count", "older"), [(LISTED, 0), (LISTED + 1, 1)])
def test_what_is_older_than_a_quarter_is_folded_away(count, older):
    found = shown(*(row(number) for number in range(count)))
    assert (len(found.lines), len(found.older)) == (LISTED, older)


def test_each_peg_is_a_moment_of_the_time_line():
    (moment,) = peg_moments([row()])
    assert (moment.at, moment.peg, moment.word) == (NOW, Decimal("6.3"), "Check-in: PEG 6.3")
