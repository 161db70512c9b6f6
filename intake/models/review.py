"""How an application is worked on: who has it, what more was asked, which amendment was read."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.application import Submission
from ketaclinic.audit.append_only import AppendOnlyModel


class ApplicationClaim(models.Model):
    """One person has this submission in hand; at most one claim is open."""

    append_only = False
    personal_fields = frozenset({"submission", "claimed_by", "released_by"})
    impersonal_fields = frozenset({"claimed_at", "released_at"})

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="claims")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="intake_one_open_claim",
                fields=("submission",),
                condition=Q(released_at__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_claim_released_whole",
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"claim of submission {self.submission_id}"


class InformationRequest(AppendOnlyModel):
    """What the clinic asked the applicant to answer again; the next submission answers it.

    `questions` is a list of {"section": …, "key": …}; an empty key means the whole page.
    """

    personal_fields = frozenset({"submission", "questions", "message", "asked_by"})
    impersonal_fields = frozenset({"public_id", "asked_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="information_request"
    )
    questions = models.JSONField()
    message = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"questions about submission {self.submission_id}"


class AmendmentReview(AppendOnlyModel):
    """A clinician read an amendment made after the decision."""

    personal_fields = frozenset({"submission", "note", "reviewed_by"})
    impersonal_fields = frozenset({"reviewed_at"})

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="amendment_review"
    )
    note = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"review of submission {self.submission_id}"
