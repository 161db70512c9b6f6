"""Alerts, and the one row a patient that the worklist reads."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ketaclinic.statements import KeptInserts
from monitoring.alerts.choices import Severity
from monitoring.checkins.choices import CheckInKind


def _pair(one: str, other: str) -> Q:
    names = (f"{one}__isnull", f"{other}__isnull")
    return Q(**dict.fromkeys(names, True)) | Q(**dict.fromkeys(names, False))


class AlertQuerySet(KeptInserts, models.QuerySet):
    """Alerts by what is still to be done with them."""

    def open(self) -> "AlertQuerySet":
        """Not yet resolved by a person."""
        return self.filter(resolved_at__isnull=True)

    def unacknowledged(self) -> "AlertQuerySet":
        """Open, and nobody has said that they saw it."""
        return self.open().filter(acknowledged_at__isnull=True)


class Alert(models.Model):
    """One finding that a person must see. The facts make it; only a person ends it."""

    append_only = False
    personal_fields = frozenset(
        {
            "patient",
            "fact_key",
            "title",
            "sentence",
            "facts",
            "fact_at",
            "acknowledged_by",
            "resolved_by",
            "resolution_note",
        }
    )
    impersonal_fields = frozenset(
        {
            "public_id",
            "rule_key",
            "severity",
            "severity_rank",
            "limit_text",
            "source",
            "clears_when",
            "blocks_increase",
            "policy_version",
            "opened_at",
            "due_at",
            "acknowledged_at",
            "resolved_at",
            "is_supported",
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="alerts")
    rule_key = models.CharField(max_length=60)
    fact_key = models.CharField(max_length=120, help_text="The recorded fact that made it.")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    severity_rank = models.PositiveSmallIntegerField(help_text="0 is the most urgent.")
    title = models.CharField(max_length=160)
    sentence = models.CharField(max_length=400)
    facts = models.JSONField(default=list, help_text="[{label, value}] that the rule judged.")
    limit_text = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    clears_when = models.CharField(max_length=300)
    blocks_increase = models.BooleanField(default=True)
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    fact_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Acknowledge by.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution_note = models.TextField(blank=True, default="")
    is_supported = models.BooleanField(
        default=True, help_text="The recorded facts still say so. A person closes it either way."
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["severity_rank", "due_at", "id"]
        indexes = [
            models.Index(
                fields=["patient", "severity_rank", "due_at"],
                condition=Q(resolved_at__isnull=True),
                name="alert_open_by_patient",
            ),
            models.Index(fields=["patient", "-fact_at"], name="alert_patient_fact_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "rule_key", "fact_key"], name="alert_one_per_fact"
            ),
            models.CheckConstraint(
                condition=_pair("acknowledged_at", "acknowledged_by"),
                name="alert_acknowledged_pair",
            ),
            models.CheckConstraint(
                condition=_pair("resolved_at", "resolved_by"), name="alert_resolved_pair"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | ~Q(resolution_note=""),
                name="alert_resolved_with_note",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="alert_severity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.public_id}"


class PatientSummary(models.Model):
    """All that the worklist shows of a patient; written only by `refresh_patient`."""

    append_only = False
    personal_fields = frozenset(
        {
            "patient",
            "why",
            "last_systolic",
            "last_diastolic",
            "last_bp_at",
            "pain_now",
            "pain_at",
            "pain_baseline",
            "last_dose_at",
            "last_dose_ug",
            "next_dose_at",
            "next_dose_ug",
            "hold_sentence",
            "last_report_at",
            "is_last_bp_in_range",
            "checkin_due_on",
            "checkin_late_on",
        }
    )
    impersonal_fields = frozenset(
        {
            "worst_severity",
            "severity_rank",
            "emergency_count",
            "same_day_count",
            "routine_count",
            "unacknowledged_count",
            "waiting_since",
            "due_at",
            "open_hold_count",
            "has_plan_hold",
            "next_look_at",
            "checkin_kind",
        }
    )

    patient = models.OneToOneField("intake.Patient", models.PROTECT, related_name="summary")
    worst_severity = models.CharField(
        max_length=10, choices=Severity.choices, blank=True, default=""
    )
    severity_rank = models.PositiveSmallIntegerField(default=9, help_text="9: no open alert.")
    emergency_count = models.PositiveIntegerField(default=0)
    same_day_count = models.PositiveIntegerField(default=0)
    routine_count = models.PositiveIntegerField(default=0)
    unacknowledged_count = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=400, blank=True, default="")
    waiting_since = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    last_systolic = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    last_diastolic = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    last_bp_at = models.DateTimeField(null=True, blank=True)
    is_last_bp_in_range = models.BooleanField(
        null=True, blank=True, help_text="As it was judged then; unknown for a check after a dose."
    )
    last_report_at = models.DateTimeField(null=True, blank=True)
    pain_now = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_at = models.DateTimeField(null=True, blank=True)
    pain_baseline = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    last_dose_at = models.DateTimeField(null=True, blank=True)
    last_dose_ug = models.PositiveIntegerField(null=True, blank=True)
    next_dose_at = models.DateTimeField(null=True, blank=True)
    next_dose_ug = models.PositiveIntegerField(null=True, blank=True)
    open_hold_count = models.PositiveIntegerField(default=0)
    has_plan_hold = models.BooleanField(default=False)
    hold_sentence = models.CharField(max_length=400, blank=True, default="")
    checkin_kind = models.CharField(
        max_length=10, choices=CheckInKind.choices, blank=True, default=""
    )
    checkin_due_on = models.DateField(
        null=True, blank=True, help_text="Of the check-in that is open or comes next."
    )
    checkin_late_on = models.DateField(null=True, blank=True)
    next_look_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["severity_rank", "due_at", "patient_id"]
        verbose_name_plural = "patient summaries"
        indexes = [
            models.Index(fields=["severity_rank", "due_at", "patient"], name="summary_worklist"),
            models.Index(fields=["next_look_at"], name="summary_next_look"),
        ]

    def __str__(self) -> str:
        return f"summary {self.pk}"
