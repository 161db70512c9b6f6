"""The one message that is no reminder: the code that confirms a number. Network, no database."""

from django.utils.translation import gettext as _

from ketaclinic.errors import Refused
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.channels.base import ChannelError
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.selectors import engine_limits


class CodeNotSent(Refused):
    """The provider did not take it; the person may try again."""


def code_text(code: str) -> str:
    """What the phone shows; it names no clinic."""
    text = _("%(code)s is your code for your clinic app. Nobody will ask you for it.")
    return text % {"code": code}


def code_send(*, number: str, code: str) -> None:
    """Send the code to the number; raises CodeNotSent when the provider did not take it."""
    timeout = engine_limits().send_timeout_seconds
    try:
        with channel_for(ReminderChannel.SMS).session(timeout_seconds=timeout) as line:
            line.say(number, code_text(code))  # type: ignore[attr-defined]
    except ChannelError as error:
        message = _("The code could not be sent. Check the number, or try again in a while.")
        raise CodeNotSent(message, field="number") from error
