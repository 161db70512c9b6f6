"""Writes to reminders. Services elsewhere use only `reminders_schedule` and `reminders_cancel`."""

from ketaclinic.reminders.services.schedule import (
    ReminderRequest,
    reminders_cancel,
    reminders_schedule,
)

__all__ = ["ReminderRequest", "reminders_cancel", "reminders_schedule"]
