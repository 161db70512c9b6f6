"""The shape of wishes, numbers and codes, and of what providers post."""

from ketaclinic.reminders.reach.forms.hooks import SmsReceivedForm, SmsStatusForm
from ketaclinic.reminders.reach.forms.own import CodeForm, DeviceForm, NumberForm, SnoozeForm
from ketaclinic.reminders.reach.forms.wishes import WishesForm

__all__ = [
    "CodeForm",
    "DeviceForm",
    "NumberForm",
    "SmsReceivedForm",
    "SmsStatusForm",
    "SnoozeForm",
    "WishesForm",
]
