"""What must be true before the first dose at home, one row for each gate."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import GateOutcome
from intake.models.patient import Patient


class ReadinessGate(models.Model):
    """Opened by the approval, closed once by a named person."""

    append_only = False
    personal_fields = frozenset({"patient", "done_on", "note", "closed_by"})
    impersonal_fields = frozenset({"key", "opened_at", "outcome", "closed_at"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="readiness_gates")
    key = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=GateOutcome.choices, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(name="intake_gate_once", fields=("patient", "key")),
            models.CheckConstraint(
                name="intake_gate_closed_whole",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of patient {self.patient_id}"
