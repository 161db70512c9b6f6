"""The last seven days as dots, each with words for those who cannot see the colour."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import Outcome
from dosing.models import ScheduledDose
from monitoring.patient.selectors import report_of


def week_dots(
    slots: Iterable[ScheduledDose], now: datetime, zone: ZoneInfo
) -> list[dict[str, object]]:
    """Seven dots, today's last. Slots carry `logs_in_force`."""
    today = localtime(now, zone).date()
    days = [today - timedelta(days=back) for back in range(6, -1, -1)]
    by_day: dict[date, list[ScheduledDose]] = {day: [] for day in days}
    for slot in slots:
        by_day.get(localtime(slot.due_at, zone).date(), []).append(slot)
    return [_dot(day, by_day[day], today, now) for day in days]


def _dot(day: date, slots: list[ScheduledDose], today: date, now: datetime) -> dict[str, object]:
    over = [slot for slot in slots if report_of(slot) or _is_missed(slot, now)]
    reports = [report for report in map(report_of, over) if report is not None]
    taken = sum(report.outcome == Outcome.TAKEN for report in reports)
    kind, word = "quiet", _("no dose yet") if day == today else _("no dose planned")
    if over:
        kind = "go" if taken == len(over) else "wait"
        word = _("%(taken)s of %(all)s doses taken") % {"taken": taken, "all": len(over)}
    return {
        "label": date_format(day, "D")[:2],
        "kind": kind,
        "word": f"{date_format(day, 'l')}, {word}",
        "is_today": day == today,
    }


def _is_missed(slot: ScheduledDose, now: datetime) -> bool:
    """A dose that was left out for the patient's sake is not held against them."""
    return slot.window_closes_at <= now and not slot.not_offered
