"""Two people past a hard limit: what was asked, and what another prescriber answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dosing.choices import ApprovalOutcome
from dosing.rules import Terms
from dosing.rules.approvals import terms_of_record
from ketaclinic.audit.append_only import AppendOnlyModel


class ApprovalRequest(AppendOnlyModel):
    """A prescriber asks another one to let a draft pass; pinned to exactly what it said."""

    personal_fields = frozenset({"patient", "draft", "kept_terms", "findings", "reason"})
    personal_fields |= {"asked_by", "drafted_by"}
    impersonal_fields = frozenset({"public_id", "revision", "policy_version", "asked_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="approval_requests"
    )
    draft = models.ForeignKey(
        "dosing.PlanDraft", on_delete=models.PROTECT, related_name="approval_requests"
    )
    revision = models.PositiveIntegerField()
    kept_terms = models.JSONField()
    findings = models.JSONField()
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("asked_at", "id")
        indexes = [models.Index(fields=["draft", "asked_at"], name="dosing_asked_of_draft")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dosing_approval_asked_with_why"),
            models.CheckConstraint(condition=Q(revision__gt=0), name="dosing_approval_of_revision"),
        ]

    def __str__(self) -> str:
        return f"request {self.public_id}"

    @property
    def terms(self) -> Terms:
        """The draft as it stood when it was asked about."""
        return terms_of_record(self.kept_terms)


class ApprovalAnswer(AppendOnlyModel):
    """The one answer to a request. Who asked and who drafted stand here too, so that the database
    itself keeps them apart from who answered."""

    personal_fields = frozenset({"request", "note", "answered_by", "asked_by", "drafted_by"})
    impersonal_fields = frozenset({"outcome", "answered_at"})

    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=ApprovalOutcome)
    note = models.TextField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("answered_at", "id")
        indexes = [models.Index(fields=["answered_at"], name="dosing_approval_answered")]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="dosing_approval_has_a_note"),
            models.CheckConstraint(
                condition=~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("drafted_by")),
                name="dosing_approval_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} by {self.answered_by_id}"


class ApprovalUse(AppendOnlyModel):
    """The version that was signed with an approval: one yes lets one version pass."""

    personal_fields = frozenset({"plan", "answer"})
    impersonal_fields: frozenset[str] = frozenset()

    plan = models.OneToOneField(
        "dosing.DosingPlan", on_delete=models.PROTECT, related_name="approval_use"
    )
    answer = models.OneToOneField(ApprovalAnswer, on_delete=models.PROTECT, related_name="use")

    def __str__(self) -> str:
        return f"approval {self.answer_id} of plan {self.plan_id}"
