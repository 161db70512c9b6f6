"""Writes of wishes, numbers, devices, deliveries, and of what was read."""

from ketaclinic.reminders.reach.services.deliveries import delivery_record
from ketaclinic.reminders.reach.services.devices import device_add, device_remove
from ketaclinic.reminders.reach.services.handing_on import reminders_hand_on, unreached_hand_on
from ketaclinic.reminders.reach.services.inbox import (
    TooLateToSnooze,
    inbox_read,
    inbox_read_all,
    reminder_snooze,
)
from ketaclinic.reminders.reach.services.numbers import (
    CodeWrong,
    NumberWrong,
    TextsOff,
    TooManyCodes,
    number_confirm,
    number_forget,
    number_offer,
    text_receive,
)
from ketaclinic.reminders.reach.services.wishes import wishes_change

__all__ = [
    "CodeWrong",
    "NumberWrong",
    "TextsOff",
    "TooLateToSnooze",
    "TooManyCodes",
    "delivery_record",
    "device_add",
    "device_remove",
    "inbox_read",
    "inbox_read_all",
    "number_confirm",
    "number_forget",
    "number_offer",
    "reminder_snooze",
    "reminders_hand_on",
    "text_receive",
    "unreached_hand_on",
    "wishes_change",
]
