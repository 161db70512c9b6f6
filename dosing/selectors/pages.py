"""All that a page of the schedule shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime

from dosing.models import DosingPlan, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors.blockers import Blocker, check_blockers
from dosing.selectors.case import Case
from dosing.selectors.rows import HoldRow
from dosing.selectors.schedule import calendar_bounds, slots_with_logs
from intake.models import Patient
from intake.selectors import CareBlocker

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ScheduleFacts:
    """Some days of a schedule. `slots` carry `logs_in_force`; `why_not` has the first
    reason for each dose of the next day that may not be taken now, by its key."""

    first: date
    days: int
    now: datetime
    zone: ZoneInfo
    slots: list[ScheduledDose]
    holds: list[HoldRow]
    care: list[CareBlocker]
    plan: DosingPlan | None
    why_not: dict[int, Blocker]
    laid_out_to: date


def schedule_facts(patient: Patient, now: datetime, *, first: date, days: int) -> ScheduleFacts:
    """The doses of these days on the patient's calendar, and what stands in their way now."""
    case = Case(patient, now)
    slots = list(slots_with_logs(patient, *calendar_bounds(first, case.zone, days=days)))
    why_not = _why_not(case, slots)
    ahead = case.policy.get(DosingPolicy).horizon_days - 1
    return ScheduleFacts(
        first=first,
        days=days,
        now=now,
        zone=case.zone,
        slots=slots,
        holds=case.open_holds,
        care=case.care,
        plan=case.plan,
        why_not=why_not,
        laid_out_to=localtime(now, case.zone).date() + ahead * ONE_DAY,
    )


def _why_not(case: Case, slots: list[Any]) -> dict[int, Blocker]:
    """The first reason of each dose to be reported yet that comes within a day: later ones have
    time to change."""
    near = [
        slot
        for slot in slots
        if case.now < slot.window_closes_at
        and slot.window_opens_at - case.now <= ONE_DAY
        and not slot.logs_in_force
    ]
    case.know_unreported(near)
    found = {slot.pk: next(iter(check_blockers(case, slot)), None) for slot in near}
    return {key: blocker for key, blocker in found.items() if blocker is not None}
