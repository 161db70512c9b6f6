"""Ages and month counts, decided on the careful side where a calendar leaves a choice."""

from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True)
class YearMonth:
    """A month that a person remembers when the day is not asked."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-05"; raises ValueError for anything else."""
        year, _, month = text.partition("-")
        found = cls(int(year), int(month))
        date(found.year, found.month, 1)
        return found

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        """For example "May 2026"."""
        return f"{month_name[self.month]} {self.year}"

    def last_day(self) -> date:
        """The latest day that the event can have been on."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day some months on (or back), clamped to the month's end."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_within_months(event: date, today: date, months: int) -> bool:
    """Whether less than `months` have passed; at month ends, by either way of counting."""
    return months_later(event, months) > today or event > months_later(today, -months)


def _birthday(born: date, years: int, *, leap_day_early: bool) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        turned = born.year + years
        return date(turned, 2, 28) if leap_day_early else date(turned, 3, 1)


def has_turned(born: date, years: int, today: date) -> bool:
    """Whether a floor age is reached; a leap-day child reaches it on 1 March."""
    return today >= _birthday(born, years, leap_day_early=False)


def counts_as_aged(born: date, years: int, today: date) -> bool:
    """Whether a caution by age has begun; for a leap-day child it begins on 28 February."""
    return today >= _birthday(born, years, leap_day_early=True)


def age_in_years(born: date, today: date) -> int:
    """Completed years, for display."""
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (0 if had_birthday else 1)
