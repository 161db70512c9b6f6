"""The patient's own calendar address: made, renewed, ended, and read by a calendar program."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import CalendarFeed
from dosing.selectors import calendar_hash
from dosing.services.locks import patient_lock
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record

TOKEN_BYTES = 32


@transaction.atomic
def calendar_make(*, patient: Any, by: Any, now: datetime) -> str:
    """A new secret address; the one before it stops working. The secret is told only now."""
    ensure(by, Capability.OWN_RECORD)
    patient = patient_lock(patient)
    _end(patient, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.create(patient=patient, token_hash=calendar_hash(token), made_at=now)
    event_record(verb="dosing.calendar_made", by=by, patient_id=patient.public_id)
    return token


@transaction.atomic
def calendar_stop(*, patient: Any, by: Any, now: datetime) -> bool:
    """End the address; False when there was none."""
    ensure(by, Capability.OWN_RECORD)
    patient = patient_lock(patient)
    if not _end(patient, now):
        return False
    event_record(verb="dosing.calendar_stopped", by=by, patient_id=patient.public_id)
    return True


def calendar_read(*, feed: CalendarFeed, now: datetime) -> None:
    """A calendar program asked: noted once a day, so that the owner sees that somebody reads."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if feed.read_at is not None and feed.read_at >= day:
        return
    with transaction.atomic():
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
        event_record(verb="read.calendar", by=None, patient_id=feed.patient.public_id)


def _end(patient: Any, now: datetime) -> int:
    """At most one is open; ending it keeps the row, so that it is known when it worked."""
    return CalendarFeed.objects.filter(patient=patient, revoked_at=None).update(revoked_at=now)
