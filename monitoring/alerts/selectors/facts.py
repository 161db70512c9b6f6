"""Read all that one patient's alerts and summary come from: a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime

from dosing.choices import HoldScope, Place, PlanMode
from dosing.models import DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.rules.amounts import mg_text
from dosing.selectors import (
    current_slot,
    last_taken,
    logs_since,
    missed_slots,
    plan_in_force,
    zone_of,
)
from intake.choices import PatientState
from intake.models import Patient
from monitoring.alerts.rules import (
    READ_BACK,
    CheckFact,
    DoseFact,
    PatientFacts,
    ReportFact,
    SlotFact,
    StoredFinding,
)
from monitoring.alerts.selectors.medicines import medicine_facts
from monitoring.checkins.choices import CheckKind
from monitoring.checkins.models import (
    PainScore,
    PressureCheck,
    SafetyResponse,
    SideEffectReport,
)
from monitoring.checkins.selectors import (
    checks_since,
    latest_pain,
    latest_pressure,
    reports_since,
)


@dataclass(frozen=True)
class Gathered:
    """The rows that the summary shows, and the facts that the rules judge."""

    facts: PatientFacts
    plan: DosingPlan | None
    is_watched: bool
    open_holds: tuple[Hold, ...]
    pressure: PressureCheck | None
    report: SideEffectReport | None
    pain: PainScore | None
    last_dose: DoseLog | None
    next_slot: ScheduledDose | None


def gather(patient: Patient, now: datetime) -> Gathered:
    """Read one patient's facts as of now."""
    since, zone = now - READ_BACK, zone_of(patient)
    plan = plan_in_force(patient, now)
    holds = _holds(patient, since)
    logs = list(logs_since(patient, since))
    checks, reports = (
        list(checks_since(patient, since)),
        list(reports_since(patient, since, with_grades=False)),
    )
    is_watched = patient.state == PatientState.ACTIVE
    slots = missed_slots(patient, since, now) if is_watched else ScheduledDose.objects.none()
    heard_at = _heard_at(patient, plan) if is_watched else None
    facts = PatientFacts(
        now=now,
        checks=tuple(_check(check) for check in checks),
        reports=tuple(_report(report, zone) for report in reports),
        doses=tuple(_dose(log, zone) for log in logs),
        unreported=tuple(_unreported(slots, checks, holds, zone)),
        medicines=medicine_facts(patient, since),
        heard_at=heard_at,
        heard=_moment(heard_at, zone),
        is_on_hold=any(hold.scope == HoldScope.PLAN and _is_open(hold) for hold in holds),
        is_daily=plan is not None and plan.mode == PlanMode.SCHEDULED_LOW_DOSE,
    )
    return Gathered(
        facts=facts,
        plan=plan,
        is_watched=is_watched,
        open_holds=tuple(hold for hold in holds if _stands(hold, now)),
        pressure=_newest_measured(checks) or latest_pressure(patient),
        report=reports[-1] if reports else None,
        pain=latest_pain(patient),
        last_dose=_newest_taken(logs, now) or last_taken(patient, now),
        next_slot=current_slot(patient, now) if plan is not None else None,
    )


def _newest_measured(checks: list[PressureCheck]) -> PressureCheck | None:
    return next((check for check in reversed(checks) if check.mean_systolic is not None), None)


def _newest_taken(logs: list[DoseLog], now: datetime) -> DoseLog | None:
    taken = [log for log in logs if log.taken_at is not None and log.taken_at <= now]
    return max(taken, key=lambda log: (log.taken_at, log.pk), default=None)


def _holds(patient: Patient, since: datetime) -> list[Hold]:
    """Holds that stand, and those that stood while the doses that are judged were due."""
    recent = Q(closed_at__isnull=True) | Q(closed_at__gte=since)
    return list(Hold.objects.filter(recent, patient=patient).select_related("slot"))


def _is_open(hold: Hold) -> bool:
    return hold.closed_at is None


def _stands(hold: Hold, now: datetime) -> bool:
    """A hold of one dose ends with its dose."""
    if hold.slot is not None and hold.slot.window_closes_at <= now:
        return False
    return _is_open(hold)


def _heard_at(patient: Patient, plan: DosingPlan | None) -> datetime | None:
    """The last word of the patient, never before the plan began; None without a plan at home."""
    if plan is None or plan.place != Place.HOME:
        return None
    rows = Patient.objects.filter(pk=patient.pk).values_list(
        *(
            Subquery(_newest(model))
            for model in (PressureCheck, SideEffectReport, PainScore, SafetyResponse, DoseLog)
        )
    )
    heard = [moment for moment in rows[0] if moment is not None]
    return max([plan.effective_at, *heard])


def _newest(model: Any) -> QuerySet[Any]:
    mine = model.objects.filter(patient=OuterRef("pk"))
    return mine.order_by("-recorded_at").values("recorded_at")[:1]


def _check(check: PressureCheck) -> CheckFact:
    return CheckFact(
        key=str(check.public_id),
        at=check.recorded_at,
        kind=str(CheckKind(check.kind).label),
        findings=_findings(check.findings),
    )


def _report(report: SideEffectReport, zone: ZoneInfo) -> ReportFact:
    return ReportFact(
        key=str(report.public_id),
        at=report.recorded_at,
        day=localtime(report.recorded_at, zone).date(),
        grades=_grades(report),
        findings=_findings(report.findings),
    )


def _grades(report: SideEffectReport) -> dict[str, int]:
    """Each side effect above none has a finding that carries its grade: no second read."""
    return {
        item["key"].removeprefix("symptom_"): int(item["value"])
        for item in report.findings
        if item["value"]
    }


def _findings(stored: Iterable[dict[str, Any]]) -> tuple[StoredFinding, ...]:
    return tuple(
        StoredFinding(
            key=item["key"],
            notice=item["action"],
            sentence=item["sentence"],
            value=item["value"],
            limit=item["limit"],
            source=item["source"],
            acknowledge_minutes=item["acknowledge_minutes"],
            blocks_increase=item["blocks_increase"],
        )
        for item in stored
    )


def _dose(log: DoseLog, zone: ZoneInfo) -> DoseFact:
    """A correction keeps the identity of its dose, so that a slot is one fact."""
    is_of_slot = log.slot is not None and not log.is_extra
    return DoseFact(
        key=str(log.slot.public_id if is_of_slot and log.slot else log.public_id),
        at=log.recorded_at,
        marks=tuple(log.marks),
        amount=mg_text(log.amount_ug) if log.amount_ug else "",
        taken=_moment(log.taken_at, zone),
    )


def _unreported(
    slots: Iterable[ScheduledDose],
    checks: list[PressureCheck],
    holds: list[Hold],
    zone: ZoneInfo,
) -> Iterable[SlotFact]:
    checked = {check.slot_id for check in checks}
    for slot in slots:
        if slot.place == Place.HOME:
            yield SlotFact(
                key=str(slot.public_id),
                due=_moment(slot.due_at, zone),
                closed_at=slot.window_closes_at,
                amount=mg_text(slot.dose_ug),
                is_checked=slot.pk in checked,
                was_held=any(_covers(hold, slot) for hold in holds),
            )


def _covers(hold: Hold, slot: ScheduledDose) -> bool:
    """The hold was of this dose, or stood on the plan at some time of its window."""
    if hold.slot_id is not None:
        return hold.slot_id == slot.pk
    is_closed_before = hold.closed_at is not None and hold.closed_at <= slot.window_opens_at
    return hold.placed_at < slot.window_closes_at and not is_closed_before


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment on the patient's clock, with its day: it is read later, too."""
    if moment is None:
        return ""
    local = localtime(moment, zone)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')}, {date_format(local, 'TIME_FORMAT')}"
