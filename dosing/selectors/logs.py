"""Reads of the dose log; a corrected report is never in force."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from dosing.models import DoseLog, ScheduledDose
from dosing.selectors.case import Case
from intake.models import Patient

# Nobody takes so many doses in one day.
MOST_OF_A_DAY = 24
# Two reports of one extra dose differ by how well a person remembers the minute.
SAME_WITHIN = timedelta(minutes=10)


def log_in_force(slot: ScheduledDose) -> DoseLog | None:
    """The report that counts for a slot; extra doses are reports of their own."""
    log: DoseLog | None = slot.logs.in_force().filter(is_extra=False).first()
    return log


def logs_since(patient: Patient, since: datetime) -> QuerySet[DoseLog]:
    """Reports in force of what happened since a moment, oldest first."""
    return (
        DoseLog.objects.in_force()
        .filter(patient=patient)
        .annotate(happened_at=Coalesce("taken_at", "recorded_at"))
        .filter(happened_at__gte=since)
        .select_related("slot")
        .order_by("happened_at", "pk")
    )


def taken_lately(patient: Patient, before: datetime) -> list[DoseLog]:
    """The last reports in force of doses that went in, the newest first: more than any one day
    can have, each with its dose and plan."""
    logs = DoseLog.objects.ingested().filter(patient=patient, taken_at__lte=before)
    newest = logs.select_related("slot__plan").order_by("-taken_at", "-pk")
    return list(newest[:MOST_OF_A_DAY])


def last_taken(patient: Patient, before: datetime) -> DoseLog | None:
    """The last report in force of a dose that went in, at or before a moment."""
    log: DoseLog | None = (
        DoseLog.objects.ingested()
        .filter(patient=patient, taken_at__lte=before)
        .select_related("slot__plan")
        .order_by("-taken_at", "-pk")
        .first()
    )
    return log


def log_by_public_id(patient: Patient, public_id: UUID) -> DoseLog | None:
    """One report of this patient, or None."""
    logs = DoseLog.objects.filter(patient=patient, public_id=public_id)
    log: DoseLog | None = logs.select_related("slot__plan").first()
    return log


def any_log_by_public_id(public_id: UUID) -> DoseLog | None:
    """One report of whichever patient, with its patient, or None."""
    logs = DoseLog.objects.filter(public_id=public_id)
    log: DoseLog | None = logs.select_related("patient__user", "slot__plan").first()
    return log


def same_extra(case: Case, taken_at: datetime | None, key: str) -> DoseLog | None:
    """An extra dose off the schedule, told under another key, that this one may be again.

    Such a report has no slot that could ask, and two tabs have two keys.
    """
    case.reach(key=key, back_to=taken_at - SAME_WITHIN if taken_at else None)
    if taken_at is None or any(log.idempotency_key == key for log in case.logs):
        return None
    near = (
        log.pk
        for log in case.logs_in_force
        if log.is_extra and log.taken_at and abs(log.taken_at - taken_at) <= SAME_WITHIN
    )
    found = next(near, None)
    return DoseLog.objects.select_related("slot__plan").get(pk=found) if found else None


def newest_of(log: DoseLog) -> DoseLog:
    """The report that counts now for the dose that this one is about: it, or what corrected it."""
    corrections = DoseLog.objects.filter(slot=log.slot_id, patient=log.patient_id)
    newer = {row.corrects_id: row for row in corrections.filter(corrects__isnull=False)}
    while log.pk in newer:
        log = newer[log.pk]
    return log
