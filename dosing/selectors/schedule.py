"""Reads of the schedule: the doses of a stretch of time, the one that is next."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Prefetch, QuerySet
from django.utils.timezone import localtime

from dosing.models import DoseLog, DosingPlan, ScheduledDose
from dosing.rules import first_dose, resolve
from intake.models import Patient


def day_bounds(now: datetime, zone: ZoneInfo, *, days: int) -> tuple[datetime, datetime]:
    """From the patient's last midnight to the one some days later."""
    return calendar_bounds(localtime(now, zone).date(), zone, days=days)


def calendar_bounds(first: date, zone: ZoneInfo, *, days: int) -> tuple[datetime, datetime]:
    """From the midnight on which a day begins to the one some days later."""
    after = first + timedelta(days=days)
    return resolve(first, time.min, zone), resolve(after, time.min, zone)


def slots_between(patient: Patient, start: datetime, end: datetime) -> QuerySet[ScheduledDose]:
    """The doses due from `start` up to `end`, without cancelled ones, oldest first."""
    return (
        ScheduledDose.objects.standing()
        .filter(patient=patient, due_at__gte=start, due_at__lt=end)
        .select_related("plan")
    )


def slots_with_logs(patient: Patient, start: datetime, end: datetime) -> QuerySet[ScheduledDose]:
    """The same, each with the report in force in `logs_in_force` (a list of none or one)."""
    reports = DoseLog.objects.in_force().filter(is_extra=False)
    return slots_between(patient, start, end).prefetch_related(
        Prefetch("logs", queryset=reports, to_attr="logs_in_force")
    )


def slot_by_public_id(patient: Patient, public_id: UUID) -> ScheduledDose | None:
    """One dose of this patient, also a cancelled one, or None."""
    return (
        ScheduledDose.objects.filter(patient=patient, public_id=public_id)
        .select_related("plan")
        .first()
    )


def current_slot(patient: Patient, now: datetime) -> ScheduledDose | None:
    """The dose whose window is open, else the next one; never one that has a report."""
    return (
        ScheduledDose.objects.offered()
        .unreported()
        .closing_after(now)
        .filter(patient=patient)
        .select_related("plan")
        .order_by("due_at", "pk")
        .first()
    )


def late_start(plan: DosingPlan, zone: ZoneInfo, now: datetime) -> datetime | None:
    """From when doses are offered by a version that was signed after times of its first day; None
    for any other, and once the first of its doses has come due."""
    signed = localtime(plan.effective_at, zone).replace(tzinfo=None)
    if not first_dose(plan.terms, signed).passed:
        return None
    offered = ScheduledDose.objects.offered().filter(plan=plan)
    first: datetime | None = offered.aggregate(moment=Min("due_at"))["moment"]
    return first if first is not None and first > now else None


def missed_slots(patient: Patient, since: datetime, now: datetime) -> QuerySet[ScheduledDose]:
    """Offered doses without a report whose window closed since a moment, oldest first."""
    return (
        ScheduledDose.objects.offered()
        .unreported()
        .filter(patient=patient, window_closes_at__gte=since, window_closes_at__lte=now)
        .select_related("plan")
    )
