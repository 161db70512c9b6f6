"""Writes to reminders. Services elsewhere use only `reminders_schedule` and `reminders_cancel`."""

from ketaclinic.reminders.services.beat import beat_hold, beat_release, tick_take
from ketaclinic.reminders.services.claim import Chunk, engine_tick
from ketaclinic.reminders.services.operations import (
    NotToResend,
    SafetyNotPaused,
    TooLateToResend,
    purpose_pause,
    purpose_resume,
    reminder_resend,
)
from ketaclinic.reminders.services.schedule import (
    ReminderRequest,
    reminders_cancel,
    reminders_cancel_for,
    reminders_schedule,
)
from ketaclinic.reminders.services.send import chunk_send

__all__ = [
    "Chunk",
    "NotToResend",
    "ReminderRequest",
    "SafetyNotPaused",
    "TooLateToResend",
    "beat_hold",
    "beat_release",
    "chunk_send",
    "engine_tick",
    "purpose_pause",
    "purpose_resume",
    "reminder_resend",
    "reminders_cancel",
    "reminders_cancel_for",
    "reminders_schedule",
    "tick_take",
]
