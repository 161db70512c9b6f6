"""When something that is not of this hour is told: in the morning, by a person's clock. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# When a clinic can be called, and nobody is woken.
TOLD_AT = time(10)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """That day's morning there. No zone changes its clocks at this hour."""
    return datetime.combine(day, TOLD_AT, tzinfo=zone)


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """The first morning that is not over: today's, or tomorrow's."""
    today = now.astimezone(zone).date()
    coming = morning_of(today, zone)
    return coming if coming >= now else morning_of(today + timedelta(days=1), zone)
