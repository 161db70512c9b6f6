"""Tests and visits that care asks for again and again, each as a person recorded it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intake.choices import CareKind
from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel

NOTE_LENGTH = 500


class CareRecord(AppendOnlyModel):
    """One test or visit that took place, and when the next one is due; the newest row counts."""

    personal_fields = frozenset({"patient", "done_on", "next_due_on", "note", "recorded_by"})
    impersonal_fields = frozenset({"public_id", "kind", "recorded_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_records")
    kind = models.CharField(max_length=20, choices=CareKind.choices)
    done_on = models.DateField()
    next_due_on = models.DateField()
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("patient", "kind"), name="intake_care_of_patient")]
        constraints = [
            models.CheckConstraint(
                name="intake_care_kind_known", condition=Q(kind__in=CareKind.values)
            ),
            models.CheckConstraint(
                name="intake_care_next_comes_after", condition=Q(next_due_on__gt=F("done_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of patient {self.patient_id}"
