"""The medicines a patient takes besides the programme's own."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import MedicineChangeKind, Severity
from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel


class Medicine(models.Model):
    """One line of the patient's list; a line is ended or struck out, never deleted."""

    append_only = False
    personal_fields = frozenset(
        {
            "patient",
            "name_text",
            "entry_key",
            "class_keys",
            "dose_text",
            "started_on",
            "stopped_on",
            "added_by",
            "stopped_by",
            "struck_out_by",
        }
    )
    impersonal_fields = frozenset({"public_id", "added_at", "stopped_at", "struck_out_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medicines")
    name_text = models.CharField(max_length=200)
    entry_key = models.CharField(max_length=60, blank=True)
    class_keys = models.JSONField(default=list)
    dose_text = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
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
                name="intake_medicine_stopped_whole",
                condition=Q(stopped_on__isnull=True, stopped_at__isnull=True, stopped_by=None)
                | Q(stopped_on__isnull=False, stopped_at__isnull=False, stopped_by__isnull=False),
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


class MedicineChange(AppendOnlyModel):
    """A medicine added, changed or stopped, and what the table of interactions said to it."""

    personal_fields = frozenset({"patient", "medicine", "kind", "findings", "changed_by"})
    personal_fields |= {"severity"}
    impersonal_fields = frozenset({"public_id", "policy_version", "changed_at", "needs_review"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medicine_changes")
    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=MedicineChangeKind.choices)
    findings = models.JSONField(default=list)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    needs_review = models.BooleanField(
        help_text="A clinician must read it; what the application says is read with it."
    )
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("patient", "changed_at"), name="intake_medicine_change_of")]

    def __str__(self) -> str:
        return f"{self.kind} medicine {self.medicine_id}"


class MedicineReview(AppendOnlyModel):
    """A clinician read a change of the medicine list, and what they decided."""

    personal_fields = frozenset({"change", "note", "reviewed_by"})
    impersonal_fields = frozenset({"reviewed_at"})

    change = models.OneToOneField(MedicineChange, on_delete=models.PROTECT, related_name="review")
    note = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"review of medicine change {self.change_id}"
