"""Lengths of time in the few words that fit a table cell."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def span_text(span: timedelta) -> str:
    """ "90 min", "17 h", "3 days": the unit that tells enough, cut down, never rounded up."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 2 * HOUR:
        return _("%(n)d min") % {"n": seconds // MINUTE}
    if seconds < 2 * DAY:
        return _("%(n)d h") % {"n": seconds // HOUR}
    days = seconds // DAY
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def ago_text(at: datetime | None, now: datetime) -> str:
    """ "2 h ago", or "" where nothing happened yet."""
    return "" if at is None else _("%(span)s ago") % {"span": span_text(now - at)}


def until_text(at: datetime | None, now: datetime) -> str:
    """ "in 3 h"; a moment that has passed reads "due 10 min ago"."""
    if at is None:
        return ""
    if at <= now:
        return _("due %(span)s ago") % {"span": span_text(now - at)}
    return _("in %(span)s") % {"span": span_text(at - now)}
