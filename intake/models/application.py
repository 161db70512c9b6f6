"""The application: each page as it was sent, what was submitted, and what the rules found."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import Action, Section, SubmissionKind
from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel


class SectionAnswers(AppendOnlyModel):
    """One page of the application as it was sent; the newest row of a section is in force."""

    personal_fields = frozenset({"patient", "answers", "recorded_by"})
    impersonal_fields = frozenset({"section", "recorded_at"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="section_answers")
    section = models.CharField(max_length=30, choices=Section.choices)
    answers = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("patient", "section"), name="intake_section_of_patient")]

    def __str__(self) -> str:
        return f"{self.section} of patient {self.patient_id}"


class Submission(AppendOnlyModel):
    """The application frozen as it was sent, and the limits it was judged by."""

    personal_fields = frozenset({"patient", "facts", "reason", "submitted_by"})
    impersonal_fields = frozenset({"number", "kind", "policy_version", "submitted_at"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=10, choices=SubmissionKind.choices, default=SubmissionKind.FIRST
    )
    reason = models.CharField(max_length=500, blank=True)
    facts = models.JSONField()
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="intake_submission_number_once", fields=("patient", "number")
            ),
            models.CheckConstraint(
                name="intake_amendment_has_a_reason",
                condition=~Q(kind=SubmissionKind.AMENDMENT) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.number} of patient {self.patient_id}"


class ScreeningFinding(AppendOnlyModel):
    """One thing the rules found in a submission, with the facts and the source it rests on."""

    personal_fields = frozenset({"submission", "key", "action", "facts", "sentence"})
    impersonal_fields = frozenset({"source", "policy_version", "found_at"})

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=40)
    action = models.CharField(max_length=10, choices=Action.choices)
    facts = models.JSONField()
    sentence = models.TextField()
    source = models.CharField(max_length=200)
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="intake_finding_once_a_submission", fields=("submission", "key")
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.action}"
