"""Words of choices and moments, formatted once for many rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.defaultfilters import date
from django.utils import timezone

from monitoring.checkins.choices import Outcome
from monitoring.checkins.models import PressureCheck
from monitoring.clinic.presenters.words import Clock, words_of

SPRING_FORWARD = datetime(2026, 3, 8, 6, 59, tzinfo=UTC)


@pytest.mark.parametrize("outcome", [*Outcome.values, "long forgotten"])
def test_a_word_is_the_one_that_django_gives(outcome):
    check = PressureCheck(outcome=outcome)
    assert words_of(Outcome)[outcome] == check.get_outcome_display()


@pytest.mark.parametrize("day_format", ["M j", "D M j"])
@pytest.mark.parametrize(
    "at",
    [
        pytest.param(SPRING_FORWARD, id="before the clock goes forward"),
        pytest.param(SPRING_FORWARD + timedelta(minutes=1), id="after it went forward"),
        pytest.param(datetime(2026, 3, 8, 4, 59, tzinfo=UTC), id="the evening before"),
        pytest.param(datetime(2026, 12, 31, 12, 5, tzinfo=UTC), id="another day"),
    ],
)
def test_a_moment_reads_as_the_date_filter_writes_it(at, day_format):
    with timezone.override("America/New_York"):
        written = date(timezone.localtime(at), f"{day_format}, H:i")
    clock = Clock("America/New_York", day_format)
    assert clock.text(at) == clock.text(at) == written
