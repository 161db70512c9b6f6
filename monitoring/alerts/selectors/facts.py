"""Read all that one patient's alerts and summary come from: a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime

from dosing.choices import HoldScope, Place, PlanMode
from dosing.models import DoseLog, DosingPlan
from dosing.rules.amounts import mg_text
from dosing.selectors import HoldRow, LogRow, last_taken
from intake.choices import PatientState
from intake.models import Patient
from monitoring.alerts.models import PatientSummary
from monitoring.alerts.rules import (
    READ_BACK,
    SEVERITY_OF_NOTICE,
    CheckFact,
    DoseFact,
    PatientFacts,
    ReportFact,
    SlotFact,
    StoredFinding,
)
from monitoring.alerts.selectors.checkins import (
    CheckInMoments,
    checkin_facts,
    checkin_moments,
    missed_checkin_fact,
)
from monitoring.alerts.selectors.intake import medicine_facts, withdrawal_facts
from monitoring.alerts.selectors.stopping import stop_facts
from monitoring.alerts.selectors.supply import supply_facts
from monitoring.alerts.selectors.watch import missed_check_facts, next_missed_at
from monitoring.alerts.selectors.windows import (
    Pain,
    ReportRow,
    SlotRow,
    newest,
    reports_told,
    slots_without_report,
)
from monitoring.checkins.choices import CheckKind
from monitoring.checkins.models import (
    PressureCheck,
    SideEffectReport,
)
from monitoring.checkins.selectors import (
    CheckRow,
    PatientCase,
    checkin_of,
    latest_pressure,
    latest_safety_response,
)
from monitoring.sessions.selectors import watch_rows


@dataclass(frozen=True)
class Gathered:
    """The rows that the summary shows, and the facts that the rules judge."""

    facts: PatientFacts
    plan: DosingPlan | None
    is_watched: bool
    open_holds: tuple[HoldRow, ...]
    pressure: CheckRow | PressureCheck | None
    report: ReportRow | None
    pain: Pain
    last_dose: LogRow | DoseLog | None
    next_slot: SlotRow | None
    next_missed_at: datetime | None
    has_current_labs: bool
    checkin: CheckInMoments | None
    summary: PatientSummary | None


def gather(case: PatientCase) -> Gathered:
    """One patient's facts as of now; what the case knows already is not read again."""
    patient, now, zone, plan = case.patient, case.now, case.zone, case.plan
    since = now - READ_BACK
    case.reach(back_to=since)
    checks = [check for check in case.checks if check.recorded_at >= since]
    logs = [log for log in case.logs_in_force if log.happened_at >= since]
    logs.sort(key=lambda log: (log.happened_at, log.pk))
    reports, holds = reports_told(patient, since), case.holds
    is_watched = patient.state == PatientState.ACTIVE
    slots = slots_without_report(patient, since) if is_watched or plan is not None else []
    told = newest(patient, since, localtime(now, zone).date())
    case.know_permit(told.permit)
    heard_at = _heard_at(case, plan, reports, told.pain) if is_watched else None
    last_dose = _newest_taken(logs, now) or last_taken(patient, now)
    missed = [slot for slot in slots if is_watched and slot.window_closes_at <= now]
    watch = watch_rows(case, since)
    checkin = checkin_moments(case, checkin_of(case, told.checkins))
    facts = PatientFacts(
        now=now,
        checks=tuple(_check(check) for check in checks if _is_notable(check)),
        reports=tuple(_report(report, zone) for report in reports),
        checkins=checkin_facts(case, since) if told.has_findings else (),
        missed_checkin=missed_checkin_fact(case, checkin),
        asq_negative_at=told.asq_negative_at,
        doses=tuple(_dose(log, zone) for log in logs if log.marks),
        unreported=tuple(_unreported(missed, checks, holds, zone)),
        missed_checks=missed_check_facts(case, watch),
        medicines=medicine_facts(patient, since) if told.has_change else (),
        withdrawals=withdrawal_facts(patient, since) if told.has_withdrawal else (),
        supply=supply_facts(case, is_watched=is_watched),
        heard_at=heard_at,
        heard=_moment(heard_at, zone),
        is_on_hold=any(hold.scope == HoldScope.PLAN and hold.closed_at is None for hold in holds),
        is_daily=plan is not None and plan.mode == PlanMode.SCHEDULED_LOW_DOSE,
        stop=stop_facts(case, last_dose, is_watched=is_watched),
    )
    coming = (slot for slot in slots if plan is not None and slot.window_closes_at > now)
    return Gathered(
        facts=facts,
        plan=plan,
        is_watched=is_watched,
        open_holds=tuple(case.open_holds),
        pressure=_newest_measured(checks) or latest_pressure(patient),
        report=reports[-1] if reports else None,
        pain=told.pain,
        last_dose=last_dose,
        next_slot=next(coming, None),
        next_missed_at=next_missed_at(watch, now),
        has_current_labs=told.has_current_labs,
        checkin=checkin,
        summary=told.summary,
    )


def _newest_measured(checks: list[CheckRow]) -> CheckRow | None:
    return next((check for check in reversed(checks) if check.mean_systolic is not None), None)


def _newest_taken(logs: list[LogRow], now: datetime) -> LogRow | None:
    taken = [log for log in logs if log.taken_at is not None and log.taken_at <= now]
    return max(taken, key=lambda log: (log.taken_at, log.pk), default=None)


def _heard_at(
    case: PatientCase, plan: DosingPlan | None, reports: list[ReportRow], pain: Pain
) -> datetime | None:
    """The last word of the patient, never before the plan began; None without a plan at home.

    It is looked for further only while nothing was said at this very moment.
    """
    if plan is None or plan.place != Place.HOME:
        return None
    rows: tuple[Iterable[Any], ...] = (case.checks, case.logs, reports)
    heard = [row.recorded_at for told in rows for row in told]
    heard += [pain.recorded_at] if pain.recorded_at else []
    if max(heard, default=plan.effective_at) < case.now:
        answer = latest_safety_response(case.patient)
        heard += [answer.recorded_at] if answer else []
    if max(heard, default=plan.effective_at) < case.now - READ_BACK:
        heard += _heard_of_old(case.patient)
    return max([plan.effective_at, *heard])


def _heard_of_old(patient: Patient) -> list[datetime]:
    told = (PressureCheck, SideEffectReport, DoseLog)
    rows = Patient.objects.filter(pk=patient.pk).values_list(
        *(Subquery(_newest(model)) for model in told)
    )
    return [moment for moment in rows[0] if moment is not None]


def _newest(model: Any) -> QuerySet[Any]:
    mine = model.objects.filter(patient=OuterRef("pk"))
    return mine.order_by("-recorded_at").values("recorded_at")[:1]


def _is_notable(check: CheckRow) -> bool:
    """Only what somebody must hear of can become an alert; most checks have nothing of it."""
    return check.may_have(*SEVERITY_OF_NOTICE) and any(
        item["action"] in SEVERITY_OF_NOTICE for item in check.findings
    )


def _check(check: CheckRow) -> CheckFact:
    return CheckFact(
        key=str(check.public_id),
        at=check.recorded_at,
        kind=str(CheckKind(check.kind).label),
        findings=StoredFinding.all_of(check.findings),
    )


def _report(report: ReportRow, zone: ZoneInfo) -> ReportFact:
    return ReportFact(
        key=str(report.public_id),
        at=report.recorded_at,
        day=localtime(report.recorded_at, zone).date(),
        grades=_grades(report),
        findings=StoredFinding.all_of(report.findings),
    )


def _grades(report: ReportRow) -> dict[str, int]:
    """Each side effect above none has a finding that carries its grade: no second read."""
    return {
        item["key"].removeprefix("symptom_"): int(item["value"])
        for item in report.findings
        if item["value"]
    }


def _dose(log: LogRow, zone: ZoneInfo) -> DoseFact:
    """A correction keeps the identity of its dose, so that a slot is one fact."""
    return DoseFact(
        key=str(log.dose_key),
        at=log.recorded_at,
        marks=tuple(log.marks),
        amount=mg_text(log.amount_ug) if log.amount_ug else "",
        taken=_moment(log.taken_at, zone),
    )


def _unreported(
    slots: Iterable[SlotRow],
    checks: list[CheckRow],
    holds: list[HoldRow],
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


def _covers(hold: HoldRow, slot: SlotRow) -> bool:
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
