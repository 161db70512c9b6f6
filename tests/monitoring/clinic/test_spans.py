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
        pytest.param(timedelta(minutes=119, seconds=59), "119 min", id="just under two hours"),
        pytest.param(timedelta(hours=2), "2 h", id="two hours"),
        pytest.param(timedelta(hours=2, minutes=59), "2 h", id="cut down"),
        pytest.param(timedelta(hours=47, minutes=59), "47 h", id="just under two days"),
        pytest.param(timedelta(days=2), "2 days", id="two days"),
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
