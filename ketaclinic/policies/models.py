"""Versions of the clinic's limits. A version is one full snapshot; nothing in it ever changes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ketaclinic.audit.append_only import AppendOnlyModel


class PolicyProposal(AppendOnlyModel):
    """Somebody asks for other limits. It takes another person to publish them."""

    personal_fields = frozenset({"proposed_by"})
    impersonal_fields = frozenset({"public_id", "values", "reason", "proposed_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    values = models.JSONField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"proposal {self.public_id}"


class PolicyVersion(AppendOnlyModel):
    """Limits in force from `published_at` on; number 0 is the defaults, approved by nobody."""

    personal_fields = frozenset({"published_by"})
    impersonal_fields = frozenset({"number", "values", "values_hash", "proposal", "published_at"})

    number = models.PositiveIntegerField()
    values = models.JSONField()
    values_hash = models.CharField(max_length=64)
    proposal = models.OneToOneField(PolicyProposal, null=True, on_delete=models.PROTECT)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(number__gt=0), name="policy_number_unique"
            ),
            models.UniqueConstraint(
                fields=["values_hash"], condition=Q(number=0), name="policy_default_hash_unique"
            ),
            models.CheckConstraint(
                condition=Q(number=0, proposal=None, published_by=None)
                | Q(number__gt=0, proposal__isnull=False, published_by__isnull=False),
                name="policy_version_has_publisher",
            ),
        ]

    def __str__(self) -> str:
        return f"policy version {self.number}"

    @property
    def is_approved(self) -> bool:
        return self.number > 0
