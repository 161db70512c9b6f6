"""What a person wished, which numbers and devices are theirs, and what became of each message."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ketaclinic.audit.append_only import AppendOnlyModel
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import WAYS, Delivery, TextWord

WAY_CHOICES = [(way.value, way.label) for way in WAYS]


class ReachWishes(models.Model):
    """One person's wishes. Without a row: email, nothing else, at any hour."""

    append_only = False
    personal_fields = frozenset(
        {
            "user",
            "only_in_app",
            "email_allowed",
            "sms_allowed",
            "push_allowed",
            "first_way",
            "quiet_from",
            "quiet_until",
            "number",
            "helper_agreed_at",
        }
    )
    impersonal_fields = frozenset({"number_confirmed_at", "updated_at"})

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reach"
    )
    only_in_app = models.BooleanField(default=False)
    email_allowed = models.BooleanField(default=True)
    # Text messages need a yes of their own; a notification needs a device that said yes.
    sms_allowed = models.BooleanField(default=False)
    push_allowed = models.BooleanField(default=True)
    first_way = models.CharField(max_length=10, choices=WAY_CHOICES, default=ReminderChannel.EMAIL)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    number = models.CharField(max_length=16, blank=True, default="")
    number_confirmed_at = models.DateTimeField(null=True, blank=True)
    helper_agreed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_way__in=[way.value for way in WAYS]), name="reach_first_way_known"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False) & Q(quiet_until__isnull=False)),
                name="reach_quiet_pair",
            ),
            models.CheckConstraint(
                condition=Q(number_confirmed_at__isnull=True) | ~Q(number=""),
                name="reach_confirmed_number_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of user {self.user_id}"


class OptOut(models.Model):
    """One kind of message that a person switched off for one way."""

    append_only = False
    personal_fields = frozenset({"user", "purpose", "channel"})
    impersonal_fields: frozenset[str] = frozenset()

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opt_outs"
    )
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=WAY_CHOICES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "channel"], name="reach_opt_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} not by {self.channel}"


class NumberCode(models.Model):
    """The code that went to a number, until it comes back; only its fingerprint is kept."""

    append_only = False
    personal_fields = frozenset({"user", "number"})
    impersonal_fields = frozenset({"code_fingerprint", "made_at", "tries", "sent_today", "day"})

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="number_code"
    )
    number = models.CharField(max_length=16)
    code_fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    day = models.DateField()
    sent_today = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"code for user {self.user_id}"


class TextReceived(AppendOnlyModel):
    """A text message that came in; the provider's id makes a second copy of it void."""

    personal_fields = frozenset({"number", "word"})
    impersonal_fields = frozenset({"provider_id", "at"})

    provider_id = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=16)
    word = models.CharField(max_length=10, choices=TextWord.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["number", "id"], name="reach_text_of_number")]

    def __str__(self) -> str:
        return f"{self.word} at {self.at}"


class DeliveryReport(AppendOnlyModel):
    """What a provider said became of a message; its own id makes a second report void."""

    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"reminder", "event_id", "kind", "code", "at"})

    reminder = models.ForeignKey(
        "reminders.Reminder", on_delete=models.PROTECT, related_name="deliveries"
    )
    event_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=Delivery.choices)
    code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class HandOn(AppendOnlyModel):
    """One way did not reach the person: the next one, or none where the inbox is all there is."""

    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"first", "then", "reason", "at"})

    first = models.OneToOneField(
        "reminders.Reminder", on_delete=models.PROTECT, related_name="handed_on"
    )
    then = models.ForeignKey(
        "reminders.Reminder", null=True, on_delete=models.PROTECT, related_name="handed_from"
    )
    reason = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"handed on: {self.reason}"


class InboxRead(AppendOnlyModel):
    """A person has read a message in the app; the message itself is the reminder's row."""

    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"reminder", "at"})

    reminder = models.OneToOneField(
        "reminders.Reminder", on_delete=models.PROTECT, related_name="inbox_read"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read at {self.at}"


class PushDevice(models.Model):
    """A browser that said yes to notifications; its address is a secret of that browser."""

    append_only = False
    personal_fields = frozenset({"user", "endpoint", "label"})
    impersonal_fields = frozenset({"public_id", "p256dh", "auth", "added_at", "gone_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="push_devices"
    )
    endpoint = models.CharField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"device of user {self.user_id}"
