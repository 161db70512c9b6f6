"""The medicines a patient takes besides the programme's own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.patient import Patient


class Medicine(models.Model):
    """One line of the patient's list; a line is ended or struck out, never deleted."""

    append_only = False
    personal_fields = frozenset(
        {
            "patient",
            "name_text",
            "class_key",
            "started_on",
            "stopped_on",
            "added_by",
            "struck_out_by",
        }
    )
    impersonal_fields = frozenset({"added_at", "struck_out_at"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medicines")
    name_text = models.CharField(max_length=200)
    class_key = models.CharField(max_length=40)
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    struck_out_at = models.DateTimeField(null=True, blank=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="intake_medicine_struck_out_pair",
                condition=Q(struck_out_at__isnull=True, struck_out_by__isnull=True)
                | Q(struck_out_at__isnull=False, struck_out_by__isnull=False),
            ),
            models.CheckConstraint(
                name="intake_medicine_stops_after_start",
                condition=Q(started_on__isnull=True)
                | Q(stopped_on__isnull=True)
                | Q(stopped_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"medicine of patient {self.patient_id}"
