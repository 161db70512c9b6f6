"""What else a patient tells: side effects, pain, and what they pressed in an emergency."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from ketaclinic.audit.append_only import AppendOnlyModel
from monitoring.checkins.choices import SafetyAnswer, SideEffect


class SideEffectReport(AppendOnlyModel):
    """One telling of how the patient feels; no grades means that nothing bothers them."""

    append_only = True
    personal_fields = frozenset(
        {"patient", "urgent", "findings", "recorded_at", "recorded_by", "note"}
    )
    impersonal_fields = frozenset(
        {"public_id", "policy_version", "idempotency_key", "scale_version"}
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        "intake.Patient", models.PROTECT, related_name="side_effect_reports"
    )
    urgent = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="", max_length=1000)
    scale_version = models.CharField(max_length=20)
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [
            models.Index(fields=["patient", "-recorded_at"], name="side_effect_patient_recorded")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="side_effect_one_per_submission"
            )
        ]

    def __str__(self) -> str:
        return f"side effects {self.public_id}"


class SideEffectGrade(AppendOnlyModel):
    """The grade of one side effect in one report: 0 is none, 4 life-threatening."""

    append_only = True
    personal_fields = frozenset({"report", "symptom", "grade"})
    impersonal_fields: frozenset[str] = frozenset()

    report = models.ForeignKey(SideEffectReport, models.PROTECT, related_name="grades")
    symptom = models.CharField(max_length=40, choices=SideEffect.choices)
    grade = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "symptom"], name="side_effect_graded_once_a_report"
            ),
            models.CheckConstraint(condition=Q(grade__lte=4), name="side_effect_grade_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.symptom} {self.grade}"


class PainScore(AppendOnlyModel):
    """Pain now, 0 to 10."""

    append_only = True
    personal_fields = frozenset({"patient", "score", "recorded_at", "recorded_by"})
    impersonal_fields = frozenset({"public_id", "idempotency_key"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="pain_scores")
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["patient", "-recorded_at"], name="pain_patient_recorded")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="pain_one_per_submission"
            ),
            models.CheckConstraint(condition=Q(score__lte=10), name="pain_score_to_10"),
        ]

    def __str__(self) -> str:
        return f"pain {self.public_id}"


class SafetyResponse(AppendOnlyModel):
    """What the patient pressed on the emergency page. It closes nothing; the clinic reads it."""

    append_only = True
    personal_fields = frozenset({"patient", "answer", "recorded_at", "recorded_by"})
    impersonal_fields = frozenset({"public_id", "idempotency_key"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="safety_responses")
    answer = models.CharField(max_length=20, choices=SafetyAnswer.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["patient", "-recorded_at"], name="safety_patient_recorded")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="safety_one_per_submission"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=SafetyAnswer.values), name="safety_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"safety {self.public_id}"
