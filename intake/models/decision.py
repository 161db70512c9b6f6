"""What a clinician decided about a submission, and the answer to each finding."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import Outcome, PainType
from intake.models.application import ScreeningFinding, Submission
from ketaclinic.audit.append_only import AppendOnlyModel


class Decision(AppendOnlyModel):
    """One decision for one submission; another decision needs another submission."""

    personal_fields = frozenset(
        {
            "submission",
            "outcome",
            "pain_type",
            "understands_risks",
            "reason",
            "message",
            "alternatives",
            "decided_by",
        }
    )
    impersonal_fields = frozenset({"decided_at"})

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    pain_type = models.CharField(max_length=20, choices=PainType.choices, blank=True)
    understands_risks = models.BooleanField(null=True, blank=True)
    reason = models.TextField()
    message = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="intake_approval_is_informed",
                # NULL passes a check, so it is named.
                condition=~Q(outcome=Outcome.APPROVE)
                | Q(understands_risks__isnull=False, understands_risks=True),
            ),
            models.CheckConstraint(
                name="intake_refusal_has_a_message",
                condition=~Q(outcome=Outcome.DECLINE) | ~Q(message=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} of submission {self.submission_id}"


class FindingAnswer(AppendOnlyModel):
    """Why one finding does not stand in the way, in the clinician's words."""

    personal_fields = frozenset({"finding", "decision", "answer", "answered_by"})
    impersonal_fields = frozenset({"answered_at"})

    finding = models.OneToOneField(
        ScreeningFinding, on_delete=models.PROTECT, related_name="answer"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="answers")
    answer = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"answer to finding {self.finding_id}"
