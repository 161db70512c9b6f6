"""Reads of reminders."""

from ketaclinic.reminders.selectors.engine import (
    BEAT_ALIVE_FOR,
    BEAT_NAME,
    beat_is_alive,
    engine_limits,
    engine_now,
    queue_lanes,
)
from ketaclinic.reminders.selectors.mailbox import mailbox_message_by_id, mailbox_messages
from ketaclinic.reminders.selectors.operations import (
    Lag,
    PurposeCounts,
    counts_by_purpose,
    lag,
    unresolved_reminders,
)

__all__ = [
    "BEAT_ALIVE_FOR",
    "BEAT_NAME",
    "Lag",
    "PurposeCounts",
    "beat_is_alive",
    "counts_by_purpose",
    "engine_limits",
    "engine_now",
    "lag",
    "mailbox_message_by_id",
    "mailbox_messages",
    "queue_lanes",
    "unresolved_reminders",
]
