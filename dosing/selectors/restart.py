"""Reads behind stopping and starting again: the run of doses, and the gap since the last one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, Q
from django.utils.timezone import localtime

from dosing.models import DoseLog, DosingPlan
from dosing.models.log import INGESTED
from dosing.rules import DosingPolicy
from dosing.rules.restart import (
    asks_for_taper,
    continuous_days,
    days_to_read,
    gap_limit_days,
    is_judged_restart,
    rest_days,
    restart_gap_days,
)
from dosing.selectors.case import Case
from dosing.selectors.logs import last_taken
from dosing.selectors.plans import zone_of
from intake.models import Patient


def gap_without_step(case: Case, plan: DosingPlan | None) -> int | None:
    """Days without a dose, when the plan may not simply go on; None when it may."""
    if plan is None:
        return None
    policy = case.policy.get(DosingPolicy)
    last = _last_taken_at(case, plan, policy)
    return gap_since(last, plan, now=case.now, zone=case.zone, policy=policy)


def gap_since(
    last_at: datetime | None,
    plan: DosingPlan,
    *,
    now: datetime,
    zone: ZoneInfo,
    policy: DosingPolicy,
) -> int | None:
    """The same for a page that knows when the last dose was taken."""
    if last_at is None:
        return None
    last_day, rest = localtime(last_at, zone).date(), rest_days(plan.terms)
    today = localtime(now, zone).date()
    days = restart_gap_days(last_day, today=today, rest_days=rest, policy=policy)
    if days is None or plan.effective_at <= last_at:
        return days
    known_at, effective_at = _signed_with(plan)
    is_judged = is_judged_restart(
        localtime(known_at, zone).date() if known_at else None,
        last_day,
        effective_day=localtime(effective_at, zone).date(),
        rest_days=rest,
        policy=policy,
    )
    return None if is_judged else days


def _signed_with(plan: DosingPlan) -> tuple[datetime | None, datetime]:
    """What a signature rested on: the last dose that was known at its moment, and the moment from
    which it counts. The steps of a taper are one signature; it counts from the first of them."""
    signed = DosingPlan.objects.filter(patient=plan.patient_id, signed_at=plan.signed_at)
    counts_from = signed.aggregate(moment=Min("effective_at"))["moment"]
    told = DoseLog.objects.filter(
        Q(corrected_by=None) | Q(corrected_by__recorded_at__gt=plan.signed_at),
        patient=plan.patient_id,
        outcome__in=INGESTED,
        recorded_at__lte=plan.signed_at,
        taken_at__lte=plan.signed_at,
    )
    return told.aggregate(moment=Max("taken_at"))["moment"], counts_from


def _last_taken_at(case: Case, plan: DosingPlan, policy: DosingPolicy) -> datetime | None:
    """From the window of the case. An older dose is looked for only where it could matter: before
    a plan that began further after the window than the limit, none does."""
    taken = [log.taken_at for log in case.logs_in_force if log.is_ingested and log.taken_at]
    if taken:
        return max(taken)
    slack = timedelta(days=gap_limit_days(rest_days(plan.terms), policy) + 1)
    if plan.effective_at > case.since + slack:
        return None
    last = last_taken(case.patient, case.now)
    return last.taken_at if last else None


def days_dosed(
    patient: Patient, plan: DosingPlan, last_at: datetime | None, policy: DosingPolicy
) -> int:
    """How many days in a row the patient has dosed up to the last dose; beyond the taper limit
    the true number may be larger. One query, none without a last dose."""
    if last_at is None:
        return 0
    since = last_at - timedelta(days=days_to_read(rest_days(plan.terms), policy) + 1)
    taken = DoseLog.objects.ingested().filter(
        patient=patient, taken_at__gte=since, taken_at__lte=last_at
    )
    zone = zone_of(patient)
    moments = taken.order_by().values_list("taken_at", flat=True)
    days = {localtime(moment, zone).date() for moment in moments}
    return continuous_days(days, rest_days=rest_days(plan.terms), policy=policy)


def needs_taper(patient: Patient, plan: DosingPlan, now: datetime, policy: DosingPolicy) -> bool:
    """Whether this patient, who doses now, has done so for too long to stop at once."""
    last = last_taken(patient, now)
    if last is None or last.taken_at is None:
        return False
    zone = zone_of(patient)
    gap = (localtime(now, zone).date() - localtime(last.taken_at, zone).date()).days
    if gap > gap_limit_days(rest_days(plan.terms), policy):
        return False
    return asks_for_taper(days_dosed(patient, plan, last.taken_at, policy), policy)
