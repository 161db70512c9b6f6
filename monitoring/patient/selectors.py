"""Reads of the patient's pages: few queries, because Today is opened many times a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from dosing.models import Clearance, DoseLog, Hold, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors import (
    day_bounds,
    gap_since,
    open_clearance,
    open_holds,
    plan_in_force,
    restart_sentence,
    slots_with_logs,
    zone_of,
)
from intake.choices import CareKind, Instrument
from intake.models import Patient
from intake.rules.care import TOLD_DAYS
from intake.selectors import CareBlocker, care_blockers
from intake.selectors.care import CareDue, next_due
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.alerts.choices import RuleKey, Severity
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.selectors.checkins import ShownCheckIn, planned_in, shown_checkin
from monitoring.alerts.selectors.safety import asq_outstanding_of
from monitoring.checkins.choices import Outcome
from monitoring.checkins.models import (
    PressureCheck,
    SafetyResponse,
    SafetyScreen,
    SideEffectReport,
)
from monitoring.checkins.selectors import checks_of_slot, latest_safety_response
from monitoring.sessions.models import WatchedCheck
from monitoring.sessions.selectors import open_watch

DAYS_BACK, DAYS_AHEAD = 6, 14
# As long before as the patient is reminded of it.
CARE_AHEAD = timedelta(days=-min(TOLD_DAYS))
# How long an emergency keeps its page before Today; the clinic's alert stays whatever this is.
EMERGENCY_SHOWN = timedelta(hours=24)
Cause = PressureCheck | SideEffectReport | SafetyScreen


@dataclass(frozen=True)
class TodayFacts:
    """What Today shows of one patient at one moment. `slots` carry `logs_in_force`."""

    now: datetime
    slots: list[ScheduledDose]
    current: ScheduledDose | None
    has_plan: bool
    holds: list[Hold]
    watch: list[WatchedCheck]
    tests_due: list[CareDue]
    care: list[CareBlocker]
    clearance: Clearance | None
    last_check: PressureCheck | None
    summary: Any
    checkin: ShownCheckIn | None
    is_asq_outstanding: bool


def today_facts(patient: Patient, now: datetime) -> TodayFacts:
    """Read the days around now; what only an open dose needs is read only then."""
    start, _end = day_bounds(now - timedelta(days=DAYS_BACK), zone_of(patient), days=1)
    slots = list(slots_with_logs(patient, start, now + timedelta(days=DAYS_AHEAD)))
    current = _current(slots, now)
    is_open = current is not None and current.window_opens_at <= now
    opened, limits = current if is_open else None, policy_in_force()
    clearance = open_clearance(opened, now, version=limits.version) if opened else None
    checks = checks_of_slot(opened) if opened and clearance is None else None
    summary, today = _summary(patient), localtime(now, zone_of(patient)).date()
    return TodayFacts(
        now=now,
        slots=slots,
        current=current,
        has_plan=current is not None or plan_in_force(patient, now) is not None,
        holds=list(open_holds(patient, now)),
        watch=watch_of(patient, slots, now),
        tests_due=_tests_due(summary, today + CARE_AHEAD),
        care=[*care_blockers(patient), *_gap(patient, current, summary, now, limits)],
        clearance=clearance,
        last_check=checks.last() if checks is not None else None,
        summary=summary,
        checkin=shown_checkin(patient, summary, today),
        is_asq_outstanding=bool(getattr(summary, "is_asq_outstanding", False)),
    )


def _summary(patient: Patient) -> Any:
    """The patient's row, with when each test and visit is due and whether there is an emergency.

    A missed check is an emergency of the clinic's, and nothing that the patient told us of.
    """
    told = Alert.objects.open().filter(patient=OuterRef("patient"), severity=Severity.EMERGENCY)
    rows = PatientSummary.objects.annotate(
        is_asq_outstanding=asq_outstanding_of(OuterRef("patient")),
        has_emergency=Exists(told.exclude(rule_key=RuleKey.MISSED_CHECK)),
        **{f"next_{kind}": next_due(OuterRef("patient"), kind) for kind in CareKind},
    )
    return rows.filter(patient=patient).first()


def _tests_due(summary: Any, until: date) -> list[CareDue]:
    """What is due by that day or overdue, the earliest first; of nobody recorded is nothing."""
    days = {kind: getattr(summary, f"next_{kind}", None) for kind in CareKind}
    due = [CareDue(kind, day) for kind, day in days.items() if day is not None and day <= until]
    return sorted(due, key=lambda each: each.next_due_on)


def watch_of(patient: Patient, slots: Iterable[ScheduledDose], now: datetime) -> list[WatchedCheck]:
    """What is still expected after a dose; only one of a session, with its plan, costs a query."""
    is_watched = any(slot.plan.terms.is_session for slot in slots)
    return list(open_watch(patient, now)) if is_watched else []


def _gap(
    patient: Patient,
    current: ScheduledDose | None,
    summary: PatientSummary | None,
    now: datetime,
    limits: PolicyInForce,
) -> Iterator[CareBlocker]:
    """Too long without a dose stops the plan as a withdrawn consent does."""
    last_at = summary.last_dose_at if summary is not None else None
    if current is None or last_at is None or now - last_at < timedelta(days=1):
        return
    policy = limits.get(DosingPolicy)
    days = gap_since(last_at, current.plan, now=now, zone=zone_of(patient), policy=policy)
    if days is not None:
        yield CareBlocker("restart_needed", restart_sentence(days))


def _current(slots: list[ScheduledDose], now: datetime) -> ScheduledDose | None:
    """The dose that is open, else the next one: the first offered one without a report."""
    return next(
        (
            slot
            for slot in slots
            if slot.window_closes_at > now and not slot.not_offered and not report_of(slot)
        ),
        None,
    )


def report_of(slot: ScheduledDose) -> DoseLog | None:
    """The report in force of a dose that was read with its reports."""
    return next(iter(getattr(slot, "logs_in_force", ())), None)


def emergency_cause(patient: Patient, now: datetime) -> Cause | None:
    """The newest record that ended on the emergency page, while it is new."""
    since = now - EMERGENCY_SHOWN
    check = (
        PressureCheck.objects.filter(
            patient=patient, outcome=Outcome.EMERGENCY, recorded_at__gte=since
        )
        .order_by("-recorded_at", "-pk")
        .first()
    )
    found: list[Cause] = [check] if check is not None else []
    for model in (SideEffectReport, SafetyScreen):
        told = model.objects.filter(patient=patient, recorded_at__gte=since)
        found += [row for row in told.order_by("-recorded_at", "-pk") if is_urgent(row)][:1]
    return max(found, key=lambda row: row.recorded_at, default=None)


def safety_answer_since(
    patient: Patient, cause: Cause | None, now: datetime
) -> SafetyResponse | None:
    """What the patient pressed after this emergency, or lately where none is on record."""
    since = cause.recorded_at if cause is not None else now - EMERGENCY_SHOWN
    answer = latest_safety_response(patient)
    return answer if answer is not None and answer.recorded_at >= since else None


def is_urgent(report: SideEffectReport | SafetyScreen) -> bool:
    """Whether what was told ends on the emergency page."""
    return any(item["outcome"] == Outcome.EMERGENCY for item in report.findings)


def report_by_public_id(patient: Patient, public_id: UUID) -> SideEffectReport | None:
    """One report of this patient with its grades, or None."""
    return (
        SideEffectReport.objects.prefetch_related("grades")
        .filter(patient=patient, public_id=public_id)
        .first()
    )


def screen_by_public_id(patient: Patient, public_id: UUID) -> SafetyScreen | None:
    """One ASQ that this patient answered in care, or None."""
    asked = SafetyScreen.objects.filter(patient=patient, response__instrument=Instrument.ASQ)
    return asked.filter(public_id=public_id).first()


def next_checkin_on(patient: Patient) -> date | None:
    """The day of the check-in that is open or comes next, by the summary row."""
    planned = planned_in(PatientSummary.objects.filter(patient=patient).first())
    return planned.due_on if planned is not None else None
