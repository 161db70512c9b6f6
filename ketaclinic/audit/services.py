"""Write audit events. Called inside the transaction of the write that they describe."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from ketaclinic.audit.context import origin
from ketaclinic.audit.models import AuditEvent
from ketaclinic.statements import insertion_of


class _Batch(list[AuditEvent]):
    """Events that wait for the end of their transaction, and how many savepoints it stood in."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.depth = depth


_batch: ContextVar[_Batch | None] = ContextVar("audit_batch", default=None)


@contextmanager
def events_together() -> Iterator[None]:
    """Write the events of one transaction in one insert, before it ends.

    It stands directly inside the transaction, so an error undoes what they would describe. What
    happens in an inner savepoint, which may be undone alone, is written there and at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Events are collected only inside a transaction.")
    batch = _Batch(_savepoints())
    token = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(token)
    insertion_of(AuditEvent).add(batch)


def _savepoints() -> int:
    return sum(bool(name) for name in connection.savepoint_ids)


def event_record(
    *,
    verb: str,
    by: Any,
    patient_id: UUID | None = None,
    subject: models.Model | None = None,
    details: dict[str, Any] | None = None,
    patients: Iterable[UUID] = (),
) -> AuditEvent:
    """Record one event. `by=None` is the system; `details` holds keys and codes, no free text."""
    who = by if by is not None and getattr(by, "is_authenticated", False) else None
    ids = [str(patient) for patient in patients] or ([str(patient_id)] if patient_id else [])
    where = origin.get()
    event = AuditEvent(
        at=timezone.now(),
        actor=who,
        actor_role=getattr(who, "role", ""),
        verb=verb,
        patient_ids=ids,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=_subject_id(subject),
        details=details or {},
        request_id=where.request_id,
        address=where.address,
    )
    batch = _batch.get()
    if batch is not None and batch.depth == _savepoints():
        batch.append(event)
    else:
        event.save()
    return event


def read_record(*, by: Any, what: str, patients: Iterable[UUID]) -> AuditEvent | None:
    """Record that a person saw these patients; a list that revealed nobody writes nothing."""
    seen = list(patients)
    return event_record(verb=f"read.{what}", by=by, patients=seen) if seen else None


def fingerprint(text: str) -> str:
    """A keyed hash: equal texts can be told to be equal, the text itself cannot be read back."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, text.strip().lower().encode(), hashlib.sha256).hexdigest()[:16]


def _subject_id(subject: models.Model | None) -> str:
    if subject is None:
        return ""
    return str(getattr(subject, "public_id", None) or subject.pk)
