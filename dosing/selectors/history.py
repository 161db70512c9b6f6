"""What the signed versions and the last dose say when a plan is judged."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime

from dosing.choices import PlanChange
from dosing.models import DoseLog, DosingPlan
from dosing.rules import Terms, racemic_ug
from dosing.rules.begun_day import TakenToday

STEPS = (PlanChange.START, PlanChange.INCREASE)


def last_racemic_ug(last: DoseLog | None) -> int | None:
    """The lower of what was taken and what was planned; the plan alone when nobody could say."""
    if last is None:
        return None
    if last.slot is None:
        return last.amount_ug
    amount = min(last.amount_ug or last.slot.dose_ug, last.slot.dose_ug)
    return racemic_ug(amount, last.slot.plan.enantiomer)


def taken_today(
    logs: Iterable[DoseLog], now: datetime, zone: ZoneInfo, running: Terms | None
) -> list[TakenToday]:
    """Of these reports what went in on the patient's present day; an amount that nobody could say
    counts as planned, and a dose off the schedule as one of the running version."""
    today = localtime(now, zone).date()
    timed = ((log, log.taken_at) for log in logs if log.taken_at is not None)
    return [
        _taken(log, taken_at, running)
        for log, taken_at in timed
        if localtime(taken_at, zone).date() == today
    ]


def _taken(log: DoseLog, taken_at: datetime, running: Terms | None) -> TakenToday:
    slot = log.slot
    terms = slot.plan.terms if slot is not None else running
    planned = slot.dose_ug if slot is not None else (terms and terms.dose_ug)
    amount = log.amount_ug or planned or 0
    return TakenToday(
        taken_at=taken_at,
        racemic_ug=racemic_ug(amount, terms.enantiomer) if terms is not None else amount,
        label=(slot.local_date, slot.local_time) if slot is not None else None,
    )


def days_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """Whole calendar days on the patient's own calendar."""
    return (localtime(later, zone).date() - localtime(earlier, zone).date()).days


def in_force_of(history: Iterable[DosingPlan], moment: datetime) -> DosingPlan | None:
    """The version that counts at a moment; `history` is what `plan_history` gives."""
    begun = (plan for plan in history if plan.effective_at <= moment)
    return next((plan for plan in begun if not has_ended(plan, moment)), None)


def has_ended(plan: DosingPlan, moment: datetime) -> bool:
    """Of a version that was read with its end."""
    return plan.ended_at is not None and plan.ended_at <= moment


def days_since_step(
    begun: Iterable[DosingPlan], effective_at: datetime, zone: ZoneInfo
) -> int | None:
    step = max((plan.effective_at for plan in begun if plan.change in STEPS), default=None)
    return days_between(step, effective_at, zone) if step else None
