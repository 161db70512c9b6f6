"""Writes to reminders. Services elsewhere use only `reminders_*`: schedule, add, cancel, settle."""

from ketaclinic.reminders.services.beat import beat_hold, beat_release, tick_take
from ketaclinic.reminders.services.claim import Load, engine_tick
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
    reminders_add,
    reminders_cancel,
    reminders_cancel_for,
    reminders_schedule,
    reminders_settle,
)
from ketaclinic.reminders.services.send import load_send

__all__ = [
    "Load",
    "NotToResend",
    "ReminderRequest",
    "SafetyNotPaused",
    "TooLateToResend",
    "beat_hold",
    "beat_release",
    "engine_tick",
    "load_send",
    "reminders_add",
    "purpose_pause",
    "purpose_resume",
    "reminder_resend",
    "reminders_cancel",
    "reminders_cancel_for",
    "reminders_schedule",
    "reminders_settle",
    "tick_take",
]
