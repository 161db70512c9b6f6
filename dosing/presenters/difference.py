"""What a version changed, in one sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.presenters.plan import days_text, plan_changes
from dosing.rules import Terms, first_dose, mg_text
from dosing.selectors import clock_text


def brief_text(terms: Terms) -> str:
    """ "25 mg three times a day"; the days are named when it is not every day."""
    times = len(terms.times_of_day)
    words = {1: _("once a day"), 2: _("twice a day"), 3: _("three times a day")}
    often = words.get(times) or ngettext("%(n)d time a day", "%(n)d times a day", times) % {
        "n": times
    }
    text = f"{mg_text(terms.dose_ug)} {often}"
    if terms.every_days == 1 and not terms.weekdays:
        return text
    return f"{text}, {days_text(terms)}"


def difference_sentence(
    terms: Terms, earlier: Terms | None, effective_at: datetime, zone: ZoneInfo
) -> str:
    """ "25 mg three times a day → 35 mg three times a day from Monday, June 8, 8 am"."""
    begins = {"when": first_text(terms, effective_at, zone)}
    if earlier is None:
        return _("Start: %(plan)s %(when)s") % {"plan": brief_text(terms), **begins}
    before, after = brief_text(earlier), brief_text(terms)
    if before != after:
        return _("%(before)s → %(after)s %(when)s") % {"before": before, "after": after, **begins}
    changes = [
        f"{each.label}: {each.before} → {each.after}" for each in plan_changes(terms, earlier)
    ]
    if not changes:
        return _("%(plan)s, as before, %(when)s") % {"plan": after, **begins}
    return _("%(changes)s; %(when)s") % {"changes": "; ".join(changes), **begins}


def first_text(terms: Terms, effective_at: datetime, zone: ZoneInfo) -> str:
    """ "from Monday, June 8, 8 am": the first dose that a version lays out."""
    local = localtime(effective_at, zone).replace(tzinfo=None)
    at = first_dose(terms, local).at or local
    day = date_format(at, "l, F j")
    return _("from %(day)s, %(time)s") % {"day": day, "time": clock_text(at.time())}
