"""One planned dose: a wall-clock label in a zone, resolved to moments."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dosing.choices import CancelReason, NotOffered, Place
from dosing.models.log import DoseLog


class ScheduledDoseQuerySet(models.QuerySet[Any]):
    """Named readings of the schedule."""

    def standing(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def offered(self) -> Self:
        return self.standing().filter(not_offered=NotOffered.OFFERED)

    def unreported(self) -> Self:
        """Without a report of their own; an extra dose is no report of the slot.

        The patient is named twice, else PostgreSQL reads the whole log to find one patient's part.
        """
        reports = DoseLog.objects.filter(
            slot=OuterRef("pk"), patient=OuterRef("patient"), is_extra=False
        )
        return self.filter(~Exists(reports))

    def closing_from(self, moment: datetime) -> Self:
        return self.filter(window_closes_at__gte=moment)

    def closing_after(self, moment: datetime) -> Self:
        return self.filter(window_closes_at__gt=moment)


class ScheduledDose(models.Model):
    """A slot; it is never deleted, only cancelled, so that a planned label gets one slot ever."""

    append_only = False
    personal_fields = frozenset({"patient", "plan", "dose_ug", "zone", "place"})
    impersonal_fields = frozenset(
        {
            "public_id",
            "local_date",
            "local_time",
            "nominal_at",
            "due_at",
            "window_opens_at",
            "window_closes_at",
            "not_offered",
            "cancelled_at",
            "cancel_reason",
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="scheduled_doses"
    )
    plan = models.ForeignKey("dosing.DosingPlan", on_delete=models.PROTECT, related_name="slots")
    local_date = models.DateField()
    local_time = models.TimeField()
    zone = models.CharField(max_length=64)
    nominal_at = models.DateTimeField()
    due_at = models.DateTimeField()
    window_opens_at = models.DateTimeField()
    window_closes_at = models.DateTimeField()
    dose_ug = models.PositiveIntegerField()
    place = models.CharField(max_length=8, choices=Place)
    not_offered = models.CharField(max_length=10, choices=NotOffered, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(
        max_length=20, choices=CancelReason, blank=True, default=CancelReason.NONE
    )

    objects = ScheduledDoseQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")
        indexes = [
            models.Index(fields=["patient", "due_at"], name="dosing_slot_of_patient"),
            models.Index(fields=["patient", "window_closes_at"], name="dosing_slot_closes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "local_date", "local_time"], name="dosing_slot_label_once"
            ),
            models.CheckConstraint(condition=Q(dose_ug__gt=0), name="dosing_slot_dose_positive"),
            models.CheckConstraint(
                condition=Q(window_opens_at__lte=F("nominal_at"))
                & Q(nominal_at__lte=F("due_at"))
                & Q(due_at__lte=F("window_closes_at")),
                name="dosing_slot_in_window",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="dosing_slot_cancel_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"dose of {self.local_date} {self.local_time:%H:%M}"
