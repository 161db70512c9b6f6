"""Words for the operations page: durations, reasons, status."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for
from ketaclinic.reminders.selectors import Lag

REASONS = {
    "worker_lost": gettext_lazy("The process that was sending it stopped in the middle."),
    "connection_lost": gettext_lazy("The mail server went silent after it was handed over."),
    "server_unreachable": gettext_lazy("The mail server could not be reached."),
    "bad_address": gettext_lazy("The address is not a valid one."),
    "not_accepted": gettext_lazy("The mail server did not take it."),
    "unknown_purpose": gettext_lazy("This release does not know its purpose."),
    "check_failed": gettext_lazy("Whether it is still wanted could not be found out."),
    "cannot_be_written": gettext_lazy("Its text could not be written."),
    "unexpected_error": gettext_lazy("An unexpected error; the log has the details."),
}
STATUS_KINDS = {ReminderStatus.FAILED: "stop", ReminderStatus.UNCERTAIN: "wait"}


def duration_text(value: timedelta | None) -> str:
    """A lag in the largest unit that stays exact enough: 0.4 s, 12 s, 3 min, 2 h."""
    if value is None:
        return "–"
    seconds = value.total_seconds()
    if seconds < 10:
        return _("%(number).1f s") % {"number": seconds}
    if seconds < 120:
        return _("%(number)d s") % {"number": seconds}
    if seconds < 7200:
        return _("%(number)d min") % {"number": seconds / 60}
    return _("%(number)d h") % {"number": seconds / 3600}


def lag_metrics(lag: Lag) -> list[dict[str, str]]:
    """The three figures at the top of the page."""
    return [
        {"label": _("Waiting now, the oldest"), "value": duration_text(lag.now)},
        {"label": _("From plan to sent, mean of 24 h"), "value": duration_text(lag.mean)},
        {"label": _("From plan to sent, worst of 24 h"), "value": duration_text(lag.worst)},
    ]


def unresolved_row(reminder: Reminder) -> dict[str, Any]:
    """One reminder that a person should look at; it names nobody."""
    return {
        "reference": str(reminder.public_id)[:8],
        "purpose": _purpose_label(reminder.purpose),
        "channel": reminder.get_channel_display(),
        "planned_at": reminder.planned_at,
        "attempts": reminder.attempts,
        "kind": STATUS_KINDS[ReminderStatus(reminder.status)],
        "status": reminder.get_status_display(),
        "why": REASONS.get(reminder.reason, reminder.reason),
    }


def _purpose_label(key: str) -> str:
    try:
        return str(purpose_for(key).label)
    except UnknownPurpose:
        return key
