"""Check-ins, and answers about self-harm that are acted on before anything else is answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ketaclinic.audit.append_only import AppendOnlyModel
from monitoring.checkins.choices import CheckInKind, OverallChange


def _response() -> models.OneToOneField:
    return models.OneToOneField(
        "intake.InstrumentResponse", models.PROTECT, null=True, blank=True, related_name="+"
    )


class CheckIn(AppendOnlyModel):
    """One weekly or monthly check-in; its grades and its questionnaires are rows of their own."""

    append_only = True
    personal_fields = frozenset(
        {
            "patient",
            "due_on",
            "report",
            "peg",
            "phq9",
            "gad7",
            "overall_change",
            "could_be_pregnant",
            "findings",
            "recorded_at",
            "recorded_by",
        }
    )
    impersonal_fields = frozenset({"public_id", "kind", "policy_version", "idempotency_key"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="checkins")
    kind = models.CharField(max_length=10, choices=CheckInKind.choices)
    due_on = models.DateField(help_text="The patient's own day on which it became due.")
    report = models.OneToOneField(
        "monitoring_checkins.SideEffectReport", models.PROTECT, related_name="checkin"
    )
    peg = models.OneToOneField("intake.InstrumentResponse", models.PROTECT, related_name="+")
    phq9 = _response()
    gad7 = _response()
    overall_change = models.CharField(
        max_length=20, choices=OverallChange.choices, blank=True, default=""
    )
    could_be_pregnant = models.BooleanField(
        null=True, blank=True, help_text="Empty where it was not asked."
    )
    findings = models.JSONField(default=list, blank=True)
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "due_on"], name="checkin_one_a_day_due"),
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="checkin_one_per_submission"
            ),
            models.CheckConstraint(
                condition=Q(kind=CheckInKind.WEEKLY, phq9__isnull=True, gad7__isnull=True)
                | Q(kind=CheckInKind.MONTHLY, phq9__isnull=False, gad7__isnull=False),
                name="checkin_monthly_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"check-in {self.public_id}"


class SafetyScreen(AppendOnlyModel):
    """An ASQ in care, or an item 9 of the PHQ-9 in a check-in that was not finished."""

    append_only = True
    personal_fields = frozenset(
        {"patient", "response", "due_on", "findings", "recorded_at", "recorded_by"}
    )
    impersonal_fields = frozenset({"public_id", "policy_version", "idempotency_key"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="safety_screens")
    response = models.OneToOneField("intake.InstrumentResponse", models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True, help_text="Of the check-in that it was in.")
    findings = models.JSONField(default=list, blank=True)
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["patient", "-recorded_at"], name="screen_patient_recorded")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="screen_one_per_submission"
            )
        ]

    def __str__(self) -> str:
        return f"safety screen {self.public_id}"
