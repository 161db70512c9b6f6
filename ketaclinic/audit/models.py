"""The audit record: who did or saw what, to which patient, when, from where."""

import uuid

from django.conf import settings
from django.db import models

from ketaclinic.audit.append_only import AppendOnlyModel


class AuditEvent(AppendOnlyModel):
    """One read, write, sign-in or refusal. Written in the writer's own transaction."""

    personal_fields = frozenset({"actor", "patient_ids", "address"})
    impersonal_fields = frozenset(
        {
            "public_id",
            "at",
            "actor_role",
            "verb",
            "subject_type",
            "subject_id",
            "details",
            "request_id",
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_role = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    patient_ids = models.JSONField(default=list)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M:%S}"
