"""Reads of reminders."""

from ketaclinic.reminders.selectors.engine import (
    BEAT_ALIVE_FOR,
    BEAT_NAME,
    beat_is_alive,
    engine_clock,
    engine_limits,
    engine_now,
    paused_purposes,
    queue_lanes,
)
from ketaclinic.reminders.selectors.mailbox import mailbox_message_by_id, mailbox_messages
from ketaclinic.reminders.selectors.operations import (
    EngineStatus,
    Lag,
    PurposeCounts,
    engine_status,
    open_pauses,
    reminder_to_resend,
    subjects_due,
    unresolved_reminders,
)

__all__ = [
    "BEAT_ALIVE_FOR",
    "BEAT_NAME",
    "EngineStatus",
    "Lag",
    "PurposeCounts",
    "beat_is_alive",
    "engine_clock",
    "engine_limits",
    "engine_now",
    "engine_status",
    "mailbox_message_by_id",
    "mailbox_messages",
    "open_pauses",
    "paused_purposes",
    "queue_lanes",
    "reminder_to_resend",
    "subjects_due",
    "unresolved_reminders",
]
