"""What speaks for stopping, tapering or starting again, as facts: no query on an ordinary day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime

from dosing.choices import HoldScope
from dosing.models import DoseLog, DosingPlan
from dosing.rules import DosingPolicy
from dosing.rules.restart import asks_for_taper, gap_limit_days, rest_days
from dosing.selectors import HoldRow, LogRow, days_dosed, gap_without_step
from intake.choices import Instrument
from intake.models import InstrumentResponse
from monitoring.alerts.rules import (
    AlertPolicy,
    BenefitFact,
    GapFact,
    HeldFact,
    StopFacts,
    is_better,
)
from monitoring.checkins.selectors import PatientCase


def stop_facts(case: PatientCase, last: LogRow | DoseLog | None, *, is_watched: bool) -> StopFacts:
    """`last` is the last dose taken. Without a plan in force there is nothing to stop."""
    plan = case.plan
    if plan is None:
        return StopFacts()
    return StopFacts(
        held=_held(case, plan, last),
        gap=_gap(case, plan, last) if is_watched else None,
        benefit=_benefit(case, plan) if is_watched else None,
    )


def _held(case: PatientCase, plan: DosingPlan, last: LogRow | DoseLog | None) -> HeldFact | None:
    first = hold_that_began(case.holds)
    if first is None:
        return None
    policy = case.policy.get(DosingPolicy)
    days = days_dosed(case.patient, plan, last.taken_at if last else None, policy)
    if not asks_for_taper(days, policy):
        return None
    return HeldFact(
        key=f"hold:{first.pk}",
        at=first.placed_at,
        sentence=first.sentence,
        limit_days=policy.taper_if_continuous_days_gt,
    )


def hold_that_began(holds: Iterable[HoldRow]) -> HoldRow | None:
    """The plan hold with which the present stretch of holds began: one stretch, one decision."""
    of_plan = [hold for hold in holds if hold.scope == HoldScope.PLAN]
    still_open = [hold for hold in of_plan if hold.closed_at is None]
    first = min(still_open, key=lambda hold: (hold.placed_at, hold.pk), default=None)
    for hold in sorted(of_plan, key=lambda hold: hold.placed_at, reverse=True):
        if first is None or hold.closed_at is None:
            continue
        if hold.placed_at < first.placed_at <= hold.closed_at:
            first = hold
    return first


def _gap(case: PatientCase, plan: DosingPlan, last: LogRow | DoseLog | None) -> GapFact | None:
    days = gap_without_step(case, plan)
    if days is None or last is None or last.taken_at is None:
        return None
    limit = gap_limit_days(rest_days(plan.terms), case.policy.get(DosingPolicy))
    return GapFact(
        key=f"last_dose:{last.public_id}",
        at=last.taken_at + timedelta(days=limit),
        days=days,
        last=date_format(localtime(last.taken_at, case.zone), "DATE_FORMAT"),
        limit_days=limit,
    )


def _benefit(case: PatientCase, plan: DosingPlan) -> BenefitFact | None:
    began = _began(case, plan)
    limit = case.policy.get(DosingPolicy).stop_review_no_benefit_days
    days = (case.now - began).days
    if days < limit:
        return None
    before, latest = _scores(case, began, case.now - timedelta(days=limit))
    if is_better(before, latest, case.policy.get(AlertPolicy).benefit_percent):
        return None
    stretch = days // limit
    return BenefitFact(
        key=f"benefit:{began.date().isoformat()}:{stretch}",
        at=began + timedelta(days=stretch * limit),
        days=stretch * limit,
        score=f"{_score(before)} → {_score(latest)}",
        limit_days=limit,
    )


def _began(case: PatientCase, plan: DosingPlan) -> datetime:
    """When the treatment began that this version goes on with, without a break between plans."""
    began = plan.effective_at
    for earlier in case.plans:
        is_joined = earlier.ended_at is not None and earlier.ended_at >= began
        if earlier.version < plan.version and is_joined:
            began = min(began, earlier.effective_at)
    return began


def _scores(
    case: PatientCase, began: datetime, recent: datetime
) -> tuple[Decimal | None, Decimal | None]:
    """The PEG before the treatment, and the newest of late; None where there is none."""
    rows = InstrumentResponse.objects.filter(patient=case.patient, instrument=Instrument.PEG)
    told = list(rows.order_by("answered_at", "pk").values_list("answered_at", "score"))
    before = [score for at, score in told if at <= began]
    latest = [score for at, score in told if at > max(began, recent)]
    return (before[-1] if before else None), (latest[-1] if latest else None)


def _score(score: Decimal | None) -> str:
    return "–" if score is None else f"{score.normalize():f}"
