"""What a patient reports of a dose; a correction is a new row that points at the old one."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from dosing.choices import NotTakenReason, Outcome, ToldBy
from ketaclinic.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet

# Something went into the body: these count for the interval and for the day's total.
INGESTED = (Outcome.TAKEN, Outcome.PARTLY_TAKEN, Outcome.VOMITED)


class DoseLogQuerySet(AppendOnlyQuerySet):
    """Named readings of the log."""

    def in_force(self) -> Self:
        return self.filter(corrected_by__isnull=True)

    def ingested(self) -> Self:
        return self.in_force().filter(outcome__in=INGESTED)


class DoseLog(AppendOnlyModel):
    """One truthful report: taken, partly taken, vomited, skipped or not taken."""

    personal_fields = frozenset(
        {
            "patient",
            "slot",
            "outcome",
            "amount_ug",
            "taken_at",
            "recorded_by",
            "reason_key",
            "note",
            "is_extra",
            "marks",
        }
    )
    impersonal_fields = frozenset({"public_id", "recorded_at", "idempotency_key", "corrects"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="dose_logs"
    )
    slot = models.ForeignKey(
        "dosing.ScheduledDose", null=True, blank=True, on_delete=models.PROTECT, related_name="logs"
    )
    outcome = models.CharField(max_length=14, choices=Outcome)
    amount_ug = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason_key = models.CharField(
        max_length=20, choices=NotTakenReason, blank=True, default=NotTakenReason.NONE
    )
    note = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=64)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_extra = models.BooleanField(default=False)
    marks = models.JSONField(default=list)

    objects: ClassVar[Any] = models.Manager.from_queryset(DoseLogQuerySet)()

    class Meta:
        ordering = ("recorded_at", "id")
        indexes = [
            models.Index(fields=["patient", "taken_at"], name="dosing_log_of_patient"),
            models.Index(fields=["patient", "recorded_at"], name="dosing_log_recorded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="dosing_log_same_report_once"
            ),
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(corrects__isnull=True, is_extra=False),
                name="dosing_one_log_of_a_slot",
            ),
            models.CheckConstraint(
                condition=Q(slot__isnull=False) | Q(is_extra=True), name="dosing_log_slot_or_extra"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=INGESTED, taken_at__isnull=False)
                | (~Q(outcome__in=INGESTED) & Q(taken_at__isnull=True, amount_ug__isnull=True)),
                name="dosing_log_outcome_and_time",
            ),
            models.CheckConstraint(
                condition=Q(amount_ug__isnull=True) | Q(amount_ug__gt=0),
                name="dosing_log_amount_positive",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.TAKEN) | Q(amount_ug__isnull=False),
                name="dosing_log_taken_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(is_extra=False) | Q(outcome__in=INGESTED) | Q(corrects__isnull=False),
                name="dosing_extra_was_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} by patient {self.patient_id}"

    @property
    def is_ingested(self) -> bool:
        """Did something go into the body?"""
        return self.outcome in INGESTED


class DoseTold(AppendOnlyModel):
    """From whom the clinic knows a dose that staff wrote down."""

    personal_fields = frozenset({"log", "told_by"})
    impersonal_fields: ClassVar[frozenset[str]] = frozenset()

    log = models.OneToOneField(DoseLog, on_delete=models.PROTECT, related_name="told")
    told_by = models.CharField(max_length=8, choices=ToldBy)

    def __str__(self) -> str:
        return f"told by {self.told_by}"
