"""What is made of a measured night: its rows beside the others, and its words."""

import pytest

from tests.bench.night import MOST_MORE_KILOBYTES, night_rows, night_words
from tests.bench.report import COLUMNS, table

MEASURED = {
    "plans": 10_000,
    "slots": 412_500,
    "reminders": 1_237_500,
    "extend_seconds": 180.0,
    "bare_seconds": 120.0,
    "few_plans": 500,
    "peak_few_kilobytes": 102_400,
    "peak_kilobytes": 103_424,
}


def word(**changes):
    """The verdicts alone: of the time, and of the memory."""
    return [line.split(":")[0] for line in night_words(MEASURED | changes)[1:]]


def test_a_night_is_told_in_milliseconds_a_plan_and_against_the_bare_inserts():
    extend, bare = night_rows(MEASURED)
    assert (extend["name"], extend["median_ms"], extend["ratio"]) == ("schedule_extend", 18.0, 1.5)
    assert (bare["name"], bare["median_ms"], bare["ratio"]) == ("bare_bulk_create", 12.0, 1.0)
    assert tuple(extend) == tuple(bare) == COLUMNS


def test_its_rows_stand_in_the_one_table():
    lines = table(night_rows(MEASURED)).splitlines()
    assert lines[1].split() == ["schedule_extend", "18.0", "-", "-", "-", "1.5"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(239.0, "holds", id="just under twice"),
        pytest.param(240.0, "holds", id="at twice"),
        pytest.param(242.0, "DOES NOT HOLD", id="just over twice"),
    ],
)
def test_the_time_is_judged_against_the_bare_inserts(seconds, expected):
    assert word(extend_seconds=seconds) == [expected, "holds"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(-1, "holds", id="just under"),
        pytest.param(0, "holds", id="at"),
        pytest.param(1, "DOES NOT HOLD", id="just over"),
    ],
)
def test_the_memory_is_judged_against_that_of_a_few_plans(more, expected):
    peak = MEASURED["peak_few_kilobytes"] + MOST_MORE_KILOBYTES + more
    assert word(peak_kilobytes=peak) == ["holds", expected]


def test_the_words_say_how_much_was_laid_out():
    told, _, memory = night_words(MEASURED)
    assert "10000 plans: 412500 doses and 1237500 reminders in 180 s" in told
    assert "it needs 1 MB more than the 100 MB of a night of 500 plans" in memory
