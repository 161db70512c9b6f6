"""A month of the schedule as a table of days, each with its doses counted in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.choices import Outcome, Stretch
from dosing.models import ScheduledDose
from dosing.presenters.schedule import ONE_DAY, day_title, report_on
from dosing.selectors import ScheduleFacts

WEEK = 7


@dataclass(frozen=True)
class MonthDay:
    """One cell: `short` for a narrow screen, `words` for a wide one and for a screen reader."""

    day: date
    is_in_month: bool
    is_today: bool
    kind: str
    short: str
    words: str


@dataclass(frozen=True)
class Month:
    """The table: the names of its columns (letter and full name), and its weeks."""

    title: str
    names: list[tuple[str, str]]
    weeks: list[list[MonthDay]]


def schedule_month(facts: ScheduleFacts, month: date) -> Month:
    """Whole weeks around a month, as `days_of` gives them."""
    by_day: dict[date, list[ScheduledDose]] = {}
    for slot in facts.slots:
        by_day.setdefault(localtime(slot.due_at, facts.zone).date(), []).append(slot)
    days = [facts.first + count * ONE_DAY for count in range(facts.days)]
    cells = iter([_cell(day, by_day.get(day, []), facts, month) for day in days])
    return Month(
        title=date_format(month, "F Y"),
        names=[(date_format(day, "D")[:2], date_format(day, "l")) for day in days[:WEEK]],
        weeks=[list(islice(cells, WEEK)) for _week in range(facts.days // WEEK)],
    )


def _cell(day: date, slots: list[ScheduledDose], facts: ScheduleFacts, month: date) -> MonthDay:
    kind, short, words = _counted(slots, facts)
    return MonthDay(
        day=day,
        is_in_month=(day.year, day.month) == (month.year, month.month),
        is_today=day == localtime(facts.now, facts.zone).date(),
        kind=kind,
        short=short,
        words=words,
    )


def _counted(slots: Iterable[ScheduledDose], facts: ScheduleFacts) -> tuple[str, str, str]:
    """While a dose is to come the day is counted by its plan, then by what was taken."""
    offered = [slot for slot in slots if not slot.not_offered or report_on(slot)]
    if not offered:
        return "", "", ""
    count = len(offered)
    if any(slot.window_closes_at > facts.now and not report_on(slot) for slot in offered):
        words = ngettext("%(count)s dose", "%(count)s doses", count) % {"count": count}
        return "quiet", str(count), words
    reports = [report for report in map(report_on, offered) if report is not None]
    taken = sum(report.outcome == Outcome.TAKEN for report in reports)
    words = _("%(taken)s of %(all)s taken") % {"taken": taken, "all": count}
    return "go" if taken == count else "wait", f"{taken}/{count}", words


def schedule_title(stretch: Stretch, day: date, today: date) -> str:
    """What the page shows: "Today, Monday, June 1", "June 1 to June 7", "June 2026"."""
    if stretch == Stretch.MONTH:
        return date_format(day, "F Y")
    if stretch == Stretch.DAY:
        return day_title(day, today)
    last = date_format(day + (WEEK - 1) * ONE_DAY, "F j")
    return _("%(first)s to %(last)s") % {"first": date_format(day, "F j"), "last": last}
