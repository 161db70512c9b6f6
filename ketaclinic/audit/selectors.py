"""Reads of the audit record, for auditors; audit data never drives a screen of care."""

from uuid import UUID

from django.db.models import QuerySet

from ketaclinic.audit.models import AuditEvent


def events_about(subject_type: str, subject_id: UUID | str) -> QuerySet[AuditEvent]:
    """Every event about one record, newest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
