"""Reads of what was reported: the doses of some days, each with every report on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localtime

from dosing.models import DoseLog, ScheduledDose
from dosing.rules import resolve
from dosing.selectors.plans import zone_of
from intake.models import Patient

DAYS_A_PAGE = 14
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PastDoses:
    """Some days of a patient. `slots` carry `all_logs`; each chain is one extra dose, oldest first.

    `older` is the newest day before these with something on it, `newer` the last day of the next.
    """

    first: date
    last: date
    slots: list[ScheduledDose]
    chains: list[list[DoseLog]]
    older: date | None
    newer: date | None


def past_doses(patient: Patient, now: datetime, *, last: date | None = None) -> PastDoses:
    """The doses up to a day of the patient's calendar that are over or were reported."""
    zone = zone_of(patient)
    today = localtime(now, zone).date()
    last = min(last or today, today)
    first = last - (DAYS_A_PAGE - 1) * ONE_DAY
    start, end = resolve(first, time.min, zone), resolve(last + ONE_DAY, time.min, zone)
    chains = _chains(_reports(patient).filter(is_extra=True))
    older = [_told_of(chain[-1]) for chain in chains if _told_of(chain[-1]) < start]
    latest = _slots(patient, now).filter(due_at__lt=start).aggregate(moment=Max("due_at"))
    older += [latest["moment"]] if latest["moment"] else []
    return PastDoses(
        first=first,
        last=last,
        slots=list(_with_reports(_slots(patient, now).filter(due_at__gte=start, due_at__lt=end))),
        chains=[chain for chain in chains if start <= _told_of(chain[-1]) < end],
        older=localtime(max(older), zone).date() if older else None,
        newer=min(last + DAYS_A_PAGE * ONE_DAY, today) if last < today else None,
    )


def _slots(patient: Patient, now: datetime) -> QuerySet[ScheduledDose]:
    """Offered doses that are over, and whatever was reported, also of one that was cancelled."""
    reports = DoseLog.objects.filter(slot=OuterRef("pk"), is_extra=False)
    is_over = Q(cancelled_at=None, window_closes_at__lte=now)
    return ScheduledDose.objects.filter(Q(Exists(reports)) | is_over, patient=patient)


def _with_reports(slots: QuerySet[ScheduledDose]) -> QuerySet[ScheduledDose]:
    reports = DoseLog.objects.filter(is_extra=False).select_related("recorded_by", "told")
    prefetch = Prefetch("logs", queryset=reports, to_attr="all_logs")
    return slots.select_related("plan").prefetch_related(prefetch)


def _reports(patient: Patient) -> QuerySet[DoseLog]:
    reports = DoseLog.objects.filter(patient=patient)
    return reports.select_related("slot__plan", "recorded_by", "told")


def _chains(reports: Iterable[DoseLog]) -> list[list[DoseLog]]:
    """Each first report with what corrected it, in order; reports come in the order of telling."""
    chains: dict[int, list[DoseLog]] = {}
    for log in reports:
        chain = chains.pop(log.corrects_id, []) if log.corrects_id else []
        chains[log.pk] = [*chain, log]
    return list(chains.values())


def _told_of(log: DoseLog) -> datetime:
    """When it happened, else when it was told."""
    return log.taken_at or log.recorded_at
