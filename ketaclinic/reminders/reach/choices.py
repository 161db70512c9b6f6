"""Why a way to a person is closed, what a text message said, what became of a message."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ketaclinic.reminders.choices import ReminderChannel


class Barrier(TextChoices):
    """Why a reminder does not go this way; the reason that its row keeps."""

    ONLY_IN_APP = "only_in_app", _("The person wants messages only in the app.")
    NOT_THIS_WAY = "not_this_way", _("The person does not want to be reached this way.")
    OPTED_OUT = "opted_out", _("The person switched this kind of message off for this way.")
    UNVERIFIED = "unverified_address", _("Nobody has proved that the address is theirs.")
    STOPPED = "stopped", _("The number answered STOP.")
    NO_DEVICE = "no_device", _("No device of theirs takes notifications.")
    CHANNEL_OFF = "channel_off", _("The clinic has not set this way up.")
    PREFERS_OTHER = "prefers_other", _("The person wants another way to be tried first.")
    QUIET = "quiet", _("It fell into the person's quiet hours.")
    SNOOZED = "snoozed", _("The person asked to be reminded a little later.")
    NOT_AGREED = "helper_not_agreed", _("The person did not agree that a helper is told.")


# After these another way may be tried; the others end the matter, and the inbox has it.
HANDED_ON = (
    Barrier.NOT_THIS_WAY,
    Barrier.OPTED_OUT,
    Barrier.UNVERIFIED,
    Barrier.STOPPED,
    Barrier.NO_DEVICE,
    Barrier.CHANNEL_OFF,
    Barrier.PREFERS_OTHER,
)
# Skipped for one of these, a reminder still stands in the inbox.
IN_INBOX = (*HANDED_ON, Barrier.ONLY_IN_APP, Barrier.QUIET)

# The ways that a person can choose, in the order in which they are tried.
WAYS = (ReminderChannel.EMAIL, ReminderChannel.SMS, ReminderChannel.PUSH)


class TextWord(TextChoices):
    """What an incoming text message asks for."""

    STOP = "stop", _("Stop")
    START = "start", _("Start")
    HELP = "help", _("Help")
    OTHER = "other", _("Something else")


class Delivery(TextChoices):
    """What a provider reports of a message that it took."""

    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")
    COMPLAINED = "complained", _("Marked as unwanted")
