"""The schedule as a calendar file: a time and the word "Reminder", and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dosing.models import ScheduledDose

LASTS = timedelta(minutes=15)
ASK_AGAIN = timedelta(hours=1)


def calendar_file(slots: Iterable[ScheduledDose], now: datetime) -> bytes:
    """Moments stand in UTC, so that no calendar needs our zone to be right across a clock change.

    A dose keeps its identity as long as its row lives: a moved one moves, a cancelled one vanishes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Reminders"))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for slot in slots:
        calendar.add_component(_event(slot, now))
    return bytes(calendar.to_ical())


def _event(slot: ScheduledDose, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{slot.public_id}@reminders")
    event.add("summary", _("Reminder"))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", slot.due_at.astimezone(UTC))
    event.add("dtend", (slot.due_at + LASTS).astimezone(UTC))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
