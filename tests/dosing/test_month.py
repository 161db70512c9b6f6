"""A month in whole weeks, each day counted in words."""

from datetime import date, timedelta

import pytest

from dosing.choices import Stretch
from dosing.presenters import schedule_month, schedule_title
from dosing.rules import days_of
from dosing.selectors import schedule_facts
from tests.factories.dosing import TODAY, DoseLogFactory, ScheduledDoseFactory

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("stretch", "day", "first", "count", "before", "after"),
    [
        (Stretch.DAY, "2026-06-01", "2026-06-01", 1, "2026-05-31", "2026-06-02"),
        (Stretch.WEEK, "2026-06-03", "2026-06-03", 7, "2026-05-27", "2026-06-10"),
        (Stretch.MONTH, "2026-06-30", "2026-05-31", 35, "2026-05-01", "2026-07-01"),
        (Stretch.MONTH, "2026-02-14", "2026-02-01", 28, "2026-01-01", "2026-03-01"),
        (Stretch.MONTH, "2026-08-01", "2026-07-26", 42, "2026-07-01", "2026-09-01"),
        (Stretch.MONTH, "2026-12-31", "2026-11-29", 35, "2026-11-01", "2027-01-01"),
        (Stretch.MONTH, "2028-02-29", "2028-01-30", 35, "2028-01-01", "2028-03-01"),
    ],
)
def test_which_days_are_shown(stretch, day, first, count, before, after):
    days = days_of(stretch, date.fromisoformat(day))
    assert (days.first, days.count) == (date.fromisoformat(first), count)
    assert (days.before, days.after) == (date.fromisoformat(before), date.fromisoformat(after))


@pytest.mark.parametrize("week_begins", range(7))
@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_whole_weeks_around_all_of_its_days(month, week_begins):
    begins = date(2026, month, 1)
    days = days_of(Stretch.MONTH, begins, week_begins=week_begins)
    assert days.count % 7 == 0
    assert days.first.isoweekday() % 7 == week_begins
    assert days.first <= begins < days.first + 7 * DAY
    assert days.first + days.count * DAY >= days.after > days.first + (days.count - 7) * DAY


@pytest.mark.parametrize(
    ("stretch", "day", "title"),
    [
        (Stretch.DAY, TODAY, "Today, Monday, June 1"),
        (Stretch.DAY, date(2027, 1, 1), "Friday, January 1, 2027"),
        (Stretch.WEEK, TODAY, "June 1 to June 7"),
        (Stretch.MONTH, TODAY, "June 2026"),
    ],
)
def test_what_the_page_is_called(stretch, day, title):
    assert schedule_title(stretch, day, TODAY) == title


@pytest.mark.django_db
class TestCells:
    def cells(self, plan, now):
        days = days_of(Stretch.MONTH, TODAY)
        facts = schedule_facts(plan.patient, now, first=days.first, days=days.count)
        month = schedule_month(facts, TODAY)
        assert [len(week) for week in month.weeks] == [7] * 5
        return month, {cell.day: cell for week in month.weeks for cell in week}

    def test_the_table_names_its_columns_and_its_month(self, plan, now):
        month, cells = self.cells(plan, now)
        assert (month.title, month.names[0]) == ("June 2026", ("Su", "Sunday"))
        assert [day for day, cell in cells.items() if cell.is_today] == [TODAY]
        assert [day.day for day, cell in cells.items() if not cell.is_in_month] == [31, 1, 2, 3, 4]

    def test_a_day_without_a_dose_is_empty(self, plan, now):
        _month, cells = self.cells(plan, now)
        assert {(cell.kind, cell.short, cell.words) for cell in cells.values()} == {("", "", "")}

    @pytest.mark.parametrize(
        ("taken", "kind", "short", "words"),
        [(2, "go", "2/2", "2 of 2 taken"), (1, "wait", "1/2", "1 of 2 taken")],
    )
    def test_a_day_that_is_over_counts_what_was_taken(self, plan, now, taken, kind, short, words):
        for count in range(2):
            slot = ScheduledDoseFactory(plan=plan, at=now - DAY + count * 5 * HOUR)
            if count < taken:
                DoseLogFactory(slot=slot)
        _month, cells = self.cells(plan, now)
        cell = cells[TODAY - DAY]
        assert (cell.kind, cell.short, cell.words) == (kind, short, words)

    def test_a_day_with_a_dose_to_come_counts_its_plan(self, plan, now):
        DoseLogFactory(slot=ScheduledDoseFactory(plan=plan, at=now - 5 * HOUR))
        ScheduledDoseFactory(plan=plan, at=now)
        ScheduledDoseFactory(plan=plan, at=now + 3 * DAY)
        _month, cells = self.cells(plan, now)
        assert cells[TODAY].words == "2 doses"
        assert (cells[TODAY + 3 * DAY].short, cells[TODAY + 3 * DAY].words) == ("1", "1 dose")

    def test_a_dose_that_is_left_out_is_not_counted(self, plan, now):
        ScheduledDoseFactory(plan=plan, at=now + DAY, not_offered="interval")
        _month, cells = self.cells(plan, now)
        assert cells[TODAY + DAY].words == ""
