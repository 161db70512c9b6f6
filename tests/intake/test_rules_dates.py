"""Ages and month counts at the edges of the calendar."""

from datetime import date

import pytest

from intake.rules.dates import (
    YearMonth,
    age_in_years,
    counts_as_aged,
    has_turned,
    is_within_months,
    months_later,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 15), 6, date(2026, 7, 15), id="same day"),
        pytest.param(date(2025, 8, 31), 6, date(2026, 2, 28), id="clamped to February"),
        pytest.param(date(2023, 8, 31), 6, date(2024, 2, 29), id="clamped to a leap February"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backwards, clamped"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="over the year's end"),
        pytest.param(date(2026, 1, 10), -1, date(2025, 12, 10), id="back over the year's start"),
        pytest.param(date(2026, 12, 5), 0, date(2026, 12, 5), id="no months in December"),
    ],
)
def test_months_later(day, months, expected):
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("event", "today", "is_within"),
    [
        pytest.param(date(2026, 1, 15), date(2026, 7, 14), True, id="a day short"),
        pytest.param(date(2026, 1, 15), date(2026, 7, 15), False, id="exactly six months"),
        pytest.param(date(2026, 1, 15), date(2026, 7, 16), False, id="a day over"),
        pytest.param(date(2025, 8, 31), date(2026, 2, 28), True, id="month end: one way says less"),
        pytest.param(date(2025, 8, 31), date(2026, 3, 1), False, id="month end: both ways agree"),
        pytest.param(date(2025, 8, 29), date(2026, 2, 28), True, id="29 August, 28 February"),
        pytest.param(date(2025, 8, 28), date(2026, 2, 28), False, id="28 August, 28 February"),
        pytest.param(date(2026, 2, 28), date(2026, 8, 28), False, id="from a short month"),
        pytest.param(date(2026, 6, 2), date(2026, 6, 1), True, id="to come counts as recent"),
    ],
)
def test_is_within_six_months(event, today, is_within):
    assert is_within_months(event, today, 6) is is_within


@pytest.mark.parametrize(
    ("born", "today", "is_eighteen"),
    [
        pytest.param(date(2008, 6, 2), date(2026, 6, 1), False, id="the day before"),
        pytest.param(date(2008, 6, 1), date(2026, 6, 1), True, id="the birthday"),
        pytest.param(date(2008, 2, 29), date(2026, 2, 28), False, id="leap day, 28 February"),
        pytest.param(date(2008, 2, 29), date(2026, 3, 1), True, id="leap day, 1 March"),
    ],
)
def test_a_floor_age_is_reached_late(born, today, is_eighteen):
    assert has_turned(born, 18, today) is is_eighteen


@pytest.mark.parametrize(
    ("born", "today", "is_aged"),
    [
        pytest.param(date(1961, 6, 2), date(2026, 6, 1), False, id="the day before"),
        pytest.param(date(1961, 6, 1), date(2026, 6, 1), True, id="the birthday"),
        pytest.param(date(1960, 2, 29), date(2025, 2, 27), False, id="leap day, 27 February"),
        pytest.param(date(1960, 2, 29), date(2025, 2, 28), True, id="leap day, 28 February"),
    ],
)
def test_a_caution_by_age_begins_early(born, today, is_aged):
    assert counts_as_aged(born, 65, today) is is_aged


@pytest.mark.parametrize(
    ("today", "years"),
    [
        pytest.param(date(2026, 4, 11), 45, id="day before the birthday"),
        pytest.param(date(2026, 4, 12), 46, id="birthday"),
        pytest.param(date(2026, 12, 31), 46, id="later in the year"),
    ],
)
def test_age_in_years(today, years):
    assert age_in_years(date(1980, 4, 12), today) == years


def test_a_month_reads_and_writes_itself():
    month = YearMonth.parse("2024-02")
    assert (str(month), month.words, month.last_day()) == (
        "2024-02",
        "February 2024",
        date(2024, 2, 29),
    )


@pytest.mark.parametrize("text", ["", "2024", "2024-13", "2024-00", "May 2024", "2024-05-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        YearMonth.parse(text)


def test_months_are_in_order():
    assert YearMonth(2025, 12) < YearMonth(2026, 1) < YearMonth(2026, 2)
