"""The pure parts of the bench: what is made of samples, and how a browser's form is filled."""

import pytest

from tests.bench.client import filled
from tests.bench.report import (
    COLUMNS,
    ORDER,
    POSTS,
    Sample,
    engine_rows,
    engine_words,
    page_rows,
    percentile,
    rate,
    table,
    verdicts,
)

ROUNDS = [
    {"reminders": 1000.0, "noops": 400.0, "post_office": 800.0},
    {"reminders": 2000.0, "noops": 500.0, "post_office": 900.0},
    {"reminders": 500.0, "noops": 300.0, "post_office": 700.0},
]
ENGINE = {
    "rounds": ROUNDS,
    "provider": 250.0,
    "queued_seconds": 0.25,
    "beat_per_patient": 50.0,
    "burst": {"reminders": 20_000, "p99_lag_seconds": 12.34},
    "tick_ms": {"10000": 20.0, "1000000": 22.0, "whole_scans": 0},
}


def samples_of(**ms):
    """Three samples of every page: 10 ms unless said otherwise, 4 queries, 2 KB."""
    return {
        name: [Sample(ms.get(name, 10.0) + extra, 4, 2048) for extra in (0, 5, -5)]
        for name in ORDER
    }


def row_of(rows, name):
    return next(row for row in rows if row["name"] == name)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        pytest.param([7], 0.95, 7, id="one value is every percentile"),
        pytest.param(range(1, 101), 0.95, 95, id="95 of 100"),
        pytest.param(range(1, 101), 1.0, 100, id="all of 100"),
        pytest.param([3, 1, 2], 0.5, 2, id="order does not matter"),
        pytest.param([3, 1, 2], 0.0, 1, id="no share is the least"),
        pytest.param(range(1, 21), 0.951, 20, id="just over a step takes the next"),
    ],
)
def test_percentile(values, share, expected):
    assert percentile(list(values), share) == expected


def test_every_name_has_a_row_in_order_with_every_column():
    rows = page_rows(samples_of())
    assert [row["name"] for row in rows] == list(ORDER)
    assert all(tuple(row) == COLUMNS for row in rows)


def test_a_page_is_held_against_the_bare_list():
    rows = page_rows(samples_of(bare_list=20.0, bare_post=5.0, worklist=60.0))
    worklist = row_of(rows, "worklist")
    assert worklist["ratio"] == 3.0
    assert (worklist["median_ms"], worklist["p95_ms"]) == (60.0, 65.0)
    assert (worklist["queries"], worklist["kilobytes"]) == (4, 2.0)


@pytest.mark.parametrize("name", POSTS[1:])
def test_a_post_is_held_against_the_bare_post(name):
    rows = page_rows(samples_of(bare_list=20.0, bare_post=8.0, **{name: 24.0}))
    assert row_of(rows, name)["ratio"] == 3.0


def test_the_bare_ones_are_their_own_measure():
    rows = page_rows(samples_of(bare_list=17.0, bare_post=3.0))
    assert row_of(rows, "bare_list")["ratio"] == row_of(rows, "bare_post")["ratio"] == 1.0


def test_reminders_are_told_in_milliseconds_each_and_against_no_ops():
    rows = engine_rows(ENGINE)
    assert [row["name"] for row in rows] == [
        "reminder_send", "post_office", "celery_noop", "stub_provider", "beat_per_patient"
    ]  # fmt: skip
    sent = rows[0]
    assert (rate(ROUNDS, "reminders"), rate(ROUNDS, "noops")) == (1000.0, 400.0)
    assert (sent["median_ms"], sent["p95_ms"], sent["ratio"]) == (1.0, 2.0, 2.5)
    assert (sent["queries"], sent["kilobytes"]) == (None, None)
    assert [row["ratio"] for row in rows[1:]] == [2.0, 1.0, 0.625, 0.125]


def engine_told(start, **changes):
    return next(line for line in engine_words(ENGINE | changes) if start in line)


def test_the_engine_is_told_in_words():
    assert "1000 reminders, 800 mails of post_office, 400 no-ops" in engine_told("a second")
    assert "HTTP: 250 text messages" in engine_told("a second to the stub")
    assert "20000: p99 lag 12.3 s" in engine_told("a burst")
    assert "20.0 ms with 10,000 to come, 22.0 ms with 1,000,000; 0 of" in engine_told("a tick: ")


@pytest.mark.parametrize(
    ("start", "changes", "word"),
    [
        ("to celery_noop", {}, "holds"),
        ("to celery_noop", {"rounds": [ROUNDS[2] | {"noops": 251.0}]}, "DOES NOT HOLD"),
        ("to post_office", {}, "holds"),
        ("to post_office", {"rounds": [ROUNDS[2]]}, "DOES NOT HOLD"),
        ("to queue", {"queued_seconds": 1.0}, "holds"),
        ("to queue", {"queued_seconds": 1.01}, "DOES NOT HOLD"),
        ("one at 10,000", {}, "holds"),
        ("one at 10,000", {"tick_ms": ENGINE["tick_ms"] | {"1000000": 31.0}}, "DOES NOT HOLD"),
    ],
)
def test_each_wanted_figure_of_the_engine_is_judged(start, changes, word):
    assert engine_told(start, **changes).startswith(f"{word}: ")


def test_the_table_has_a_line_for_each_row_and_straight_columns():
    lines = table([*page_rows(samples_of()), *engine_rows(ENGINE)]).splitlines()
    assert len(lines) == 1 + len(ORDER) + 5
    assert len({len(line) for line in lines}) == 1
    assert lines[0].split() == list(COLUMNS)
    assert lines[-5].split() == ["reminder_send", "1.0", "2.0", "-", "-", "2.5"]


@pytest.mark.parametrize(
    ("name", "bare", "ms", "word"),
    [
        pytest.param("worklist", 10.0, 30.0, "holds", id="worklist at three"),
        pytest.param("worklist", 10.0, 30.1, "DOES NOT HOLD", id="worklist just over three"),
        pytest.param("chart", 10.0, 29.9, "holds", id="chart just under three"),
        pytest.param("bp_check", 10.0, 50.0, "holds", id="check at five"),
        pytest.param("log_dose", 10.0, 50.1, "DOES NOT HOLD", id="dose just over five"),
    ],
)
def test_a_limit_is_told_in_words(name, bare, ms, word):
    rows = page_rows(samples_of(bare_list=bare, bare_post=bare, **{name: ms}))
    told = next(line for line in verdicts(rows) if f" {name} takes" in line and "bare" in line)
    assert told.startswith(f"{word}: ")


@pytest.mark.parametrize(("queries", "word"), [(15, "holds"), (16, "DOES NOT HOLD")])
def test_queries_are_limited_on_pages_only(queries, word):
    samples = samples_of() | {"article": [Sample(10.0, queries, 1)]}
    told = [line for line in verdicts(page_rows(samples)) if "queries" in line]
    assert len(told) == 4
    assert next(line for line in told if "article" in line).startswith(f"{word}: article takes")


PAGE = """
<form method="post" action="/accounts/logout/">
  <input type="hidden" name="csrfmiddlewaretoken" value="other">
</form>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="secret">
  <input type="hidden" name="token" value="abc">
  <input type="radio" name="outcome" value="taken"><input type="radio" name="outcome" value="no">
  <input type="text" name="note" value=""><textarea name="more"></textarea>
</form>
<input name="outside" value="1">
"""


def test_a_form_is_filled_with_what_it_asks_and_keeps_its_hidden_fields():
    fields = filled(PAGE, {"outcome": "taken", "systolic_1": "120"}, needs="token")
    assert fields == {"csrfmiddlewaretoken": "secret", "token": "abc", "outcome": "taken"}


def test_a_page_without_the_form_is_an_error_that_names_the_field():
    with pytest.raises(LookupError, match="'systolic_1'"):
        filled(PAGE, {}, needs="systolic_1")
