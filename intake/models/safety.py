"""An applicant who may be in danger now, and the person who reached them."""

import uuid

from django.conf import settings
from django.db import models

from intake.choices import ConcernKind, SafetyReply
from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel


class SafetyConcern(AppendOnlyModel):
    """An answer that a person must follow up at once, whether or not the application is sent."""

    personal_fields = frozenset({"patient", "key"})
    impersonal_fields = frozenset({"public_id", "raised_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="safety_concerns")
    key = models.CharField(max_length=40, choices=ConcernKind.choices)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.key} of patient {self.patient_id}"


class SafetyContact(AppendOnlyModel):
    """Who spoke with the applicant about it, when, and what came of it."""

    personal_fields = frozenset({"concern", "note", "contacted_by"})
    impersonal_fields = frozenset({"contacted_at"})

    concern = models.OneToOneField(SafetyConcern, on_delete=models.PROTECT, related_name="contact")
    note = models.TextField()
    contacted_at = models.DateTimeField()
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"contact about concern {self.concern_id}"


class SafetyAnswer(AppendOnlyModel):
    """What the applicant said on the emergency page; staff still have to reach them."""

    personal_fields = frozenset({"concern", "reply", "answered_by"})
    impersonal_fields = frozenset({"answered_at"})

    concern = models.ForeignKey(SafetyConcern, on_delete=models.PROTECT, related_name="answers")
    reply = models.CharField(max_length=20, choices=SafetyReply.choices)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(name="intake_safety_answer_once", fields=("concern", "reply"))
        ]

    def __str__(self) -> str:
        return f"{self.reply} about concern {self.concern_id}"
