"""Moments in the words of the patient's own clock, for sentences that say when."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def clock_text(clock: time) -> str:
    """A time of day without full stops inside, so that a sentence can end with it: "1:30 pm"."""
    return time_format(clock, "TIME_FORMAT").replace("a.m.", "am").replace("p.m.", "pm")


def moment_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A moment as the patient's clock shows it; the day is named when it is not today."""
    local = localtime(moment, zone)
    clock = clock_text(local.time())
    if local.date() == localtime(now, zone).date():
        return clock
    return _("%(day)s at %(time)s") % {"day": date_format(local, "l, F j"), "time": clock}
