"""What providers told us by themselves: reports on messages, and texts that came in."""

from uuid import UUID

from ketaclinic.reminders.channels.base import LookUp
from ketaclinic.reminders.reach.choices import TextWord
from ketaclinic.reminders.reach.models import DeliveryReport, TextReceived


def reported(key: str) -> LookUp:
    """A report proves that the provider took it; silence proves nothing."""
    is_reported = DeliveryReport.objects.filter(reminder__public_id=UUID(key)).exists()
    return LookUp.SENT if is_reported else LookUp.UNKNOWN


def is_stopped(number: str) -> bool:
    """Whether the last word of this number was STOP."""
    if not number:
        return False
    words = TextReceived.objects.filter(number=number, word__in=[TextWord.STOP, TextWord.START])
    return bool(words.order_by("-pk").values_list("word", flat=True).first() == TextWord.STOP)
