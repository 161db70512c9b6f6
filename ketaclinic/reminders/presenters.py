"""The engine's figures for people, for programs and for a monitor; none of them names anybody."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for, purposes
from ketaclinic.reminders.selectors import EngineStatus, Lag, PurposeCounts

REASONS = {
    "worker_lost": gettext_lazy("The process that was sending it stopped in the middle."),
    "connection_lost": gettext_lazy("The line broke after it was handed over."),
    "server_unreachable": gettext_lazy("The mail server or provider could not be reached."),
    "bad_address": gettext_lazy("The address is not a valid one."),
    "bad_message": gettext_lazy("The mail could not be put together."),
    "not_accepted": gettext_lazy("The mail server did not take it."),
    "smtp_unclear": gettext_lazy("The mail server's answer was not clear."),
    "sms_unclear": gettext_lazy("The text message provider's answer was not clear."),
    "no_device": gettext_lazy("No device of theirs takes notifications any more."),
    "unknown_purpose": gettext_lazy("This release does not know its purpose."),
    "check_failed": gettext_lazy("Whether it is still wanted could not be found out."),
    "cannot_be_written": gettext_lazy("Its text could not be written."),
    "unexpected_error": gettext_lazy("An unexpected error; the log has the details."),
}
CHANNELS = dict(ReminderChannel.choices)
COUNTED = (
    ReminderStatus.DUE,
    ReminderStatus.SENT,
    ReminderStatus.SKIPPED,
    ReminderStatus.CANCELLED,
    ReminderStatus.EXPIRED,
    ReminderStatus.FAILED,
    ReminderStatus.UNCERTAIN,
)
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
        "public_id": reminder.public_id,
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


def count_lines(lines: Iterable[PurposeCounts]) -> list[dict[str, Any]]:
    """The rows of the table, with the channel in words."""
    return [{**asdict(line), "channel": CHANNELS.get(line.channel, "–")} for line in lines]


def purpose_rows(status: EngineStatus) -> list[dict[str, Any]]:
    """Every registered purpose: whether it is paused, by whom and why, and what may be done."""
    pauses = {pause.purpose: pause for pause in status.paused}
    return [
        {
            "key": purpose.key,
            "label": purpose.label,
            "pause": pauses.get(purpose.key),
            "is_urgent": purpose.is_urgent,
        }
        for purpose in purposes()
    ]


def status_data(status: EngineStatus) -> dict[str, Any]:
    """For programs: plain values; durations are in seconds, null where nothing was sent."""
    return {
        "at": status.at.isoformat(),
        "beat_is_alive": status.beat_is_alive,
        "in_flight": status.in_flight,
        "lag_seconds": {
            "now": status.lag.now.total_seconds(),
            "mean_24h": _seconds(status.lag.mean),
            "worst_24h": _seconds(status.lag.worst),
        },
        "paused": sorted(pause.purpose for pause in status.paused),
        "reminders": [asdict(line) for line in status.lines],
    }


def status_lines(status: EngineStatus) -> Iterator[str]:
    """The same for a terminal."""
    yield f"beat: {'alive' if status.beat_is_alive else 'SILENT'}"
    yield f"in workers' hands: {status.in_flight}"
    for metric in lag_metrics(status.lag):
        yield f"{metric['label']}: {metric['value']}"
    for line in status.lines:
        numbers = [f"{name} {getattr(line, name)}" for name in (*COUNTED, "late")]
        yield f"{line.key} {line.channel or '-'}: {', '.join(numbers)}"
    for pause in status.paused:
        yield f"PAUSED {pause.purpose} since {pause.paused_at:%Y-%m-%d %H:%M} UTC: {pause.reason}"


def metrics_text(status: EngineStatus) -> str:
    """For a monitor: Prometheus' text format. `sent` and the like count the last 24 hours."""
    return "\n".join([*_metrics(status), ""])


def _metrics(status: EngineStatus) -> Iterator[str]:
    yield "# TYPE ketaclinic_beat_alive gauge"
    yield f"ketaclinic_beat_alive {int(status.beat_is_alive)}"
    yield "# TYPE ketaclinic_reminders_in_flight gauge"
    yield f"ketaclinic_reminders_in_flight {status.in_flight}"
    yield "# TYPE ketaclinic_reminder_lag_seconds gauge"
    for name, value in status_data(status)["lag_seconds"].items():
        if value is not None:
            yield f'ketaclinic_reminder_lag_seconds{{of="{name}"}} {value}'
    yield "# TYPE ketaclinic_reminders gauge"
    for line in status.lines:
        for state in (*COUNTED, "late"):
            place = f'purpose="{line.key}",channel="{line.channel}",state="{state}"'
            yield f"ketaclinic_reminders{{{place}}} {getattr(line, state)}"
    yield "# TYPE ketaclinic_purpose_paused gauge"
    for pause in status.paused:
        yield f'ketaclinic_purpose_paused{{purpose="{pause.purpose}"}} 1'


def _seconds(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds()
