"""Writes to reminders. Services elsewhere use only `reminders_schedule`, `_add` and `_cancel`."""

from ketaclinic.reminders.services.beat import beat_hold, beat_release
from ketaclinic.reminders.services.claim import Chunk, engine_tick
from ketaclinic.reminders.services.schedule import (
    ReminderRequest,
    reminders_add,
    reminders_cancel,
    reminders_cancel_for,
    reminders_schedule,
)
from ketaclinic.reminders.services.send import chunk_send

__all__ = [
    "Chunk",
    "ReminderRequest",
    "beat_hold",
    "beat_release",
    "chunk_send",
    "engine_tick",
    "reminders_add",
    "reminders_cancel",
    "reminders_cancel_for",
    "reminders_schedule",
]
