"""A reminder's life as one row, beat's lease, what managers did by hand, and the demo's mailbox."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ketaclinic.audit.append_only import AppendOnlyModel
from ketaclinic.reminders.choices import (
    FINISHED,
    IN_FLIGHT,
    UNRESOLVED,
    ReminderChannel,
    ReminderStatus,
)

# Django looks for every model of this app here.
from ketaclinic.reminders.reach.models import (  # noqa: F401
    DeliveryReport,
    HandOn,
    InboxRead,
    NumberCode,
    OptOut,
    PushDevice,
    ReachWishes,
    TextReceived,
)

DUE = ReminderStatus.DUE


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Named readings of the table; each one is served by a partial index."""

    def due(self) -> "ReminderQuerySet":
        return self.filter(status=DUE)

    def in_flight(self) -> "ReminderQuerySet":
        return self.filter(status__in=IN_FLIGHT)

    def unresolved(self) -> "ReminderQuerySet":
        return self.filter(status__in=UNRESOLVED)

    def held_by(self, token: uuid.UUID) -> "ReminderQuerySet":
        return self.filter(claim_token=token)


class Reminder(models.Model):
    """One message to one person about one thing; the row, not the queue, is the truth."""

    append_only = False
    personal_fields = frozenset({"recipient", "subject_id"})
    impersonal_fields = frozenset(
        {
            "public_id",
            "purpose",
            "subject_type",
            "channel",
            "offset_minutes",
            "planned_at",
            "due_at",
            "not_after",
            "status",
            "reason",
            "attempts",
            "claim_token",
            "claimed_at",
            "sending_at",
            "finished_at",
            "provider_id",
            "created_at",
        }
    )

    # Also the idempotency key that the provider sees.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=ReminderChannel.choices)
    offset_minutes = models.IntegerField(default=0)
    # When it was meant to go out. `due_at` starts equal and moves later with each retry.
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    not_after = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ReminderStatus.choices, default=DUE)
    reason = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    claim_token = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sending_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "purpose", "channel", "offset_minutes"],
                name="reminder_once_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReminderStatus.values), name="reminder_status_known"
            ),
            models.CheckConstraint(
                condition=Q(not_after__gte=F("planned_at")), name="reminder_not_after_planned"
            ),
            models.CheckConstraint(
                condition=Q(claim_token__isnull=True, claimed_at__isnull=True)
                | Q(claim_token__isnull=False, claimed_at__isnull=False),
                name="reminder_claim_pair",
            ),
            models.CheckConstraint(
                condition=~Q(status=DUE) | Q(claim_token__isnull=True, sending_at__isnull=True),
                name="reminder_due_is_free",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IN_FLIGHT) | Q(claim_token__isnull=False),
                name="reminder_in_flight_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sending", "sent", "uncertain"])
                | Q(sending_at__isnull=False),
                name="reminder_sent_was_sending",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FINISHED, finished_at__isnull=False)
                | (~Q(status__in=FINISHED) & Q(finished_at__isnull=True)),
                name="reminder_finished_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status=DUE), name="reminder_due"),
            models.Index(
                fields=["claimed_at"], condition=Q(status__in=IN_FLIGHT), name="reminder_in_flight"
            ),
            models.Index(
                fields=["finished_at", "status"],
                condition=Q(finished_at__isnull=False),
                name="reminder_finished",
            ),
            models.Index(
                fields=["finished_at"],
                condition=Q(status__in=UNRESOLVED),
                name="reminder_unresolved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}: {self.status}"


class BeatLease(models.Model):
    """Which beat process may schedule, when it last lived; when a tick last ran and last looked."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset({"name", "holder", "beaten_at"})

    name = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=120, blank=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} held by {self.holder}"


class MailboxMessage(models.Model):
    """A mail that the demo did not send to anyone; the mailbox page shows it."""

    append_only = False
    personal_fields = frozenset({"recipients", "subject", "text"})
    impersonal_fields = frozenset({"public_id", "idempotency_key", "sender", "sent_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001
    sender = models.CharField(max_length=320)
    recipients = models.CharField(max_length=1000)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.subject


class PurposePause(models.Model):
    """While one is open, nothing of this purpose is sent; what is due waits, or expires."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset(
        {"purpose", "reason", "paused_at", "paused_by", "resumed_at", "resumed_by"}
    )

    purpose = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(resumed_at__isnull=True), name="purpose_pause_once"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, resumed_by__isnull=True)
                | Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="purpose_pause_resumed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} paused"


class ReminderResend(AppendOnlyModel):
    """Somebody had a reminder sent again by hand: who, when, why, and how it had ended."""

    personal_fields = frozenset({"reason"})
    impersonal_fields = frozenset({"reminder", "former_status", "at", "by"})

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="resends")
    former_status = models.CharField(max_length=10, choices=ReminderStatus.choices)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"reminder {self.reminder_id} sent again"
