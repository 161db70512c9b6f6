"""Lengths of time are cut down, never rounded up."""

from datetime import UTC, datetime, timedelta

import pytest

from monitoring.clinic.presenters.spans import ago_text, span_text, until_text

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        pytest.param(timedelta(seconds=-5), "0 min", id="a clock that ran ahead"),
        pytest.param(timedelta(0), "0 min", id="nothing"),
        pytest.param(timedelta(minutes=59, seconds=59), "59 min", id="just under an hour"),
        pytest.param(timedelta(hours=1), "1 h", id="an hour"),
        pytest.param(timedelta(hours=2, minutes=10), "2 h 10 min", id="hours and minutes"),
        pytest.param(timedelta(hours=5, minutes=59), "5 h 59 min", id="just under six hours"),
        pytest.param(timedelta(hours=6, minutes=59), "6 h", id="from six hours on, no minutes"),
        pytest.param(timedelta(hours=23, minutes=59), "23 h", id="just under a day"),
        pytest.param(timedelta(days=1), "1 day", id="a day"),
        pytest.param(timedelta(days=3, hours=23), "3 days", id="days"),
    ],
)
def test_span_text(span, text):
    assert span_text(span) == text


@pytest.mark.parametrize(
    ("at", "ago", "until"),
    [
        pytest.param(None, "", "", id="unknown"),
        pytest.param(NOW - timedelta(hours=2), "2 h ago", "due 2 h ago", id="past"),
        pytest.param(NOW, "0 min ago", "due 0 min ago", id="now"),
        pytest.param(NOW + timedelta(minutes=30), "0 min ago", "in 30 min", id="coming"),
    ],
)
def test_ago_and_until(at, ago, until):
    assert ago_text(at, NOW) == ago
    assert until_text(at, NOW) == until
