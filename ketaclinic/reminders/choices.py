"""The states of a reminder and the ways it can travel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReminderStatus(TextChoices):
    DUE = "due", _("Due")
    CLAIMED = "claimed", _("Claimed")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")
    SKIPPED = "skipped", _("Skipped")


class ReminderChannel(TextChoices):
    EMAIL = "email", _("Email")
    SMS = "sms", _("Text message")
    PUSH = "push", _("Notification")
    HELPER = "helper", _("Text message to the helper")


# In the hands of a worker: a claim token says whose.
IN_FLIGHT = (ReminderStatus.CLAIMED, ReminderStatus.SENDING)
# Over: `finished_at` says when.
FINISHED = (
    ReminderStatus.SENT,
    ReminderStatus.CANCELLED,
    ReminderStatus.EXPIRED,
    ReminderStatus.FAILED,
    ReminderStatus.UNCERTAIN,
    ReminderStatus.SKIPPED,
)
# Over, but a person should look: nobody knows, or nobody could.
UNRESOLVED = (ReminderStatus.FAILED, ReminderStatus.UNCERTAIN)
