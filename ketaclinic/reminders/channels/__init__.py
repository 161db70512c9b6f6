"""The ways a reminder can travel. A new way is one module here and one line in the table."""

from ketaclinic.reminders.channels.base import Channel
from ketaclinic.reminders.channels.email import EmailChannel
from ketaclinic.reminders.channels.push import PushChannel
from ketaclinic.reminders.channels.sms import HelperChannel, SmsChannel
from ketaclinic.reminders.choices import ReminderChannel

_channels: dict[str, Channel] = {
    ReminderChannel.EMAIL: EmailChannel(),
    ReminderChannel.SMS: SmsChannel(),
    ReminderChannel.PUSH: PushChannel(),
    ReminderChannel.HELPER: HelperChannel(),
}


def channel_for(key: str) -> Channel:
    """The channel of this key; KeyError for one that does not exist."""
    return _channels[key]


def channel_replace(key: str, channel: Channel) -> Channel:
    """Put another channel in a key's place and return the former one; tests use it."""
    former, _channels[key] = _channels[key], channel
    return former
