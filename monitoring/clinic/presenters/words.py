"""The words of stored choices, and moments on a patient's clock, for lists of many rows.

Django translates a model's whole list of choices for each row that names one of them, and formats
each moment letter by letter; on a chart of two weeks that was a fifth of the page.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.formats import date_format


class Words(dict[str, str]):
    """Stored values and their words; a value that is no choice stands for itself, as in Django."""

    def __missing__(self, value: str) -> str:
        return value


def words_of(choices: type[TextChoices]) -> Words:
    """Each stored value with its words in the reader's language."""
    return Words((value, str(label)) for value, label in choices.choices)


class Clock:
    """Moments on one zone's clock; the name of a day is formatted once, not once a row."""

    def __init__(self, zone: str, day_format: str) -> None:
        """`day_format` is Django's, as in the `date` filter."""
        self.zone, self.day_format = ZoneInfo(zone), day_format
        self.days: dict[date, str] = {}

    def text(self, at: datetime) -> str:
        """The day, and the time of day to the minute."""
        local = at.astimezone(self.zone)
        day = local.date()
        if day not in self.days:
            self.days[day] = date_format(day, self.day_format)
        return f"{self.days[day]}, {local:%H:%M}"
