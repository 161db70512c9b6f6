"""All that one chart shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from dosing.choices import PlanMode
from dosing.models import DosingPlan, Hold
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.alerts.models import Alert
from monitoring.checkins.rules import CheckPolicy, PatientLimits, PressureLimits, limits_for
from monitoring.checkins.selectors import plan_limits
from monitoring.clinic.selectors.rows import (
    ALERTS,
    CHECKS,
    HOLDS,
    LOGS,
    MOMENTS,
    PLANS,
    REPORTS,
    Checked,
    Grade,
    Pain,
    Report,
    ZoneMoved,
)
from monitoring.clinic.selectors.scores import ScoreFacts, score_facts
from monitoring.sessions.models import WatchedCheck
from monitoring.sessions.selectors import open_watch


@dataclass(frozen=True)
class SignedPlan:
    """One signed version, and when it stopped counting for whatever reason, or was stopped."""

    plan: DosingPlan
    over_at: datetime | None
    stopped_at: datetime | None

    def counts_at(self, moment: datetime) -> bool:
        """Whether the version is in force at a moment."""
        is_over = self.over_at is not None and self.over_at <= moment
        return self.plan.effective_at <= moment and not is_over


@dataclass(frozen=True)
class ListedReport:
    """One report of side effects, as far as the list shows it."""

    recorded_at: datetime
    urgent: list[str]
    note: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True)
class ChartFacts:
    """What is recorded of one patient since `since`; lists, so that nothing is read twice."""

    since: datetime
    now: datetime
    plans: list[SignedPlan]
    plan: DosingPlan | None
    logs: list[Report]
    missed: list[datetime]
    checks: list[Checked]
    pains: list[Pain]
    moves: list[ZoneMoved]
    holds: list[Hold]
    alerts: list[Alert]
    resolved: list[Alert]
    watch: list[WatchedCheck]
    scores: ScoreFacts
    limits: PressureLimits
    policy: PolicyInForce

    @property
    def has_plan(self) -> bool:
        """Is a version in force or to come?"""
        return any(each.over_at is None or each.over_at > self.now for each in self.plans)

    @property
    def is_asq_outstanding(self) -> bool:
        """Do the safety questions still have to be asked? An open alert says so, if any does."""
        return any(getattr(alert, "is_asq_outstanding", False) for alert in self.alerts)

    @property
    def is_policy_approved(self) -> bool:
        return self.policy.is_approved


def chart_facts(patient: Patient, *, now: datetime, days: int) -> ChartFacts:
    """The facts of the last `days` days, with every open alert and hold whatever its age."""
    since = now - timedelta(days=days)
    plans = _plans(patient)
    plan = next((each.plan for each in plans if each.counts_at(now)), None)
    alerts = _alerts(patient, since)
    policy = policy_in_force()
    pains, missed, moves = _told_and_missed(patient, since, now)
    return ChartFacts(
        since=since,
        now=now,
        plans=plans,
        plan=plan,
        logs=_reports(patient, since),
        missed=missed,
        checks=_checks(patient, since),
        pains=pains,
        moves=moves,
        holds=_holds(patient, now),
        alerts=[alert for alert in alerts if alert.resolved_at is None],
        resolved=[alert for alert in alerts if alert.resolved_at is not None],
        watch=_watch(patient, plans, now),
        scores=score_facts(patient),
        limits=_limits(plan, policy),
        policy=policy,
    )


def _plans(patient: Patient) -> list[SignedPlan]:
    """Every signed version, the newest first; one query."""
    plans = PLANS.all(patient=patient.pk)
    newest_first = sorted(plans, key=attrgetter("version"), reverse=True)
    return [SignedPlan(plan, plan.over_at, plan.stopped_at) for plan in newest_first]


def _watch(patient: Patient, plans: list[SignedPlan], now: datetime) -> list[WatchedCheck]:
    """What is still expected after a dose; asked only where there was ever a plan of sessions."""
    is_watched = any(each.plan.mode == PlanMode.SESSION for each in plans)
    return list(open_watch(patient, now)) if is_watched else []


def _alerts(patient: Patient, since: datetime) -> list[Alert]:
    """The open ones whatever their age, and those resolved since; the most urgent first."""
    alerts = ALERTS.all(patient=patient.pk, since=since)
    return sorted(alerts, key=attrgetter("severity_rank", "due_at", "pk"))


def _holds(patient: Patient, now: datetime) -> list[Hold]:
    """The oldest first."""
    holds = HOLDS.all(patient=patient.pk, now=now)
    return sorted(holds, key=attrgetter("placed_at", "pk"))


def _reports(patient: Patient, since: datetime) -> list[Report]:
    return [Report(*row) for row in LOGS.all(patient=patient.pk, since=since)]


def _checks(patient: Patient, since: datetime) -> list[Checked]:
    """The oldest first: the list of checks shows the last of them."""
    rows = CHECKS.all(patient=patient.pk, since=since)
    return sorted((Checked(*row) for row in rows), key=attrgetter("recorded_at", "pk"))


def _told_and_missed(
    patient: Patient, since: datetime, now: datetime
) -> tuple[list[Pain], list[datetime], list[ZoneMoved]]:
    """The scores, when the doses were due that nobody reported, and the moves to another zone."""
    rows = MOMENTS.all(patient=patient.pk, since=since, now=now)
    scores = [Pain(at, score) for at, score, _ in rows if score is not None]
    moves = [ZoneMoved(at, zone) for at, _, zone in rows if zone]
    return scores, [at for at, score, zone in rows if score is None and not zone], moves


def reports_listed(patient: Patient, since: datetime) -> list[ListedReport]:
    """The newest `LISTED_ROWS` reports of side effects with their grades, the newest first."""
    rows = REPORTS.all(patient=patient.pk, since=since)
    return [_listed(list(lines)) for _, lines in groupby(rows, key=itemgetter(0))]


def _listed(lines: list[tuple[Any, ...]]) -> ListedReport:
    """One report from its lines, which differ in the grade only; a report may have no grade."""
    _, recorded_at, urgent, note, *_ = lines[0]
    grades = tuple(Grade(*line[-2:]) for line in lines if line[-1] is not None)
    return ListedReport(recorded_at, urgent, note, grades)


def _limits(plan: DosingPlan | None, policy: PolicyInForce) -> PressureLimits:
    """The limits that the patient's checks are judged by now."""
    own = plan_limits(plan) if plan is not None else PatientLimits()
    return limits_for(own, policy.get(CheckPolicy))
