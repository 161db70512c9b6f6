"""Gather what stood at the moment of a dose, for the rule that marks its report."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dosing.choices import HoldScope, NotOffered
from dosing.models import Clearance, DoseLog, ScheduledDose
from dosing.rules import DosingPolicy, TakenDose, Timing, dose_marks
from dosing.selectors import Case
from dosing.services.reports import Report
from ketaclinic.statements import Statement, given_id


class ClearanceRow(NamedTuple):
    """When a clearance of a dose counted."""

    granted_at: datetime
    expires_at: datetime
    voided_at: datetime | None
    used_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.voided_at is None and self.used_at is None

    def counted(self, moment: datetime) -> bool:
        """Whether it let the dose through at a moment, whatever came later."""
        is_voided = self.voided_at is not None and self.voided_at <= moment
        return self.granted_at <= moment < self.expires_at and not is_voided


_CLEARANCES: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        Clearance.objects.filter(slot=given_id("slot"))
        .order_by()
        .values_list(*ClearanceRow._fields)
    )
)


def clearances_of(slot: ScheduledDose) -> list[ClearanceRow]:
    """Every clearance that a dose ever had."""
    return [ClearanceRow._make(row) for row in _CLEARANCES.all(slot=slot.pk)]


def reach_of(case: Case, slot: ScheduledDose | None, report: Report) -> None:
    """Have the case read all that this report is compared with, however old it is."""
    moment = report.taken_at if report.is_ingested else None
    back_to = moment - _interval(case, slot) if moment is not None else None
    case.reach(slot=slot, key=report.idempotency_key, back_to=back_to)


def _interval(case: Case, slot: ScheduledDose | None) -> timedelta:
    policy = case.policy.get(DosingPolicy)
    return Timing.of(policy, is_session=slot is not None and slot.plan.terms.is_session).interval


def marks_of(
    case: Case,
    slot: ScheduledDose | None,
    report: Report,
    corrects: DoseLog | None,
    clearances: list[ClearanceRow],
) -> list[str]:
    """The marks of a report; a dose that did not go in earns none."""
    moment = report.taken_at
    if not report.is_ingested or moment is None:
        return []
    # A second dose has no slot of its own: only the first can be early or late for it.
    window = slot if slot is not None and not report.is_extra else None
    interval = _interval(case, slot)
    taken = TakenDose(
        taken_at=moment,
        amount_ug=report.amount_ug,
        is_extra=report.is_extra,
        is_cleared=window is not None and any(each.counted(moment) for each in clearances),
        is_held=_is_held(case, slot, moment),
        is_on_plan=_is_on_plan(case, slot, moment),
        is_offered=slot is None or slot.not_offered == NotOffered.OFFERED,
        window_opens_at=window.window_opens_at if window else None,
        window_closes_at=window.window_closes_at if window else None,
        planned_ug=slot.dose_ug if slot is not None else None,
        gap_to_nearest=_gap(case, moment, interval, corrects),
    )
    return dose_marks(taken, interval)


def _is_held(case: Case, slot: ScheduledDose | None, moment: datetime) -> bool:
    return any(
        hold.stood(moment)
        for hold in case.holds
        if hold.scope == HoldScope.PLAN or (slot is not None and hold.slot_id == slot.pk)
    )


def _is_on_plan(case: Case, slot: ScheduledDose | None, moment: datetime) -> bool:
    """By what stood then: a report may arrive days after the plan changed."""
    in_force = {plan.pk for plan in case.plans_at(moment)}
    if slot is None:
        return bool(in_force)
    was_cancelled = slot.cancelled_at is not None and slot.cancelled_at <= moment
    return not was_cancelled and slot.plan_id in in_force


def _gap(
    case: Case, moment: datetime, interval: timedelta, corrects: DoseLog | None
) -> timedelta | None:
    """To the nearest other dose that went in, before or after: reports may arrive out of order."""
    corrected = corrects.pk if corrects is not None else None
    gaps = [
        abs(log.taken_at - moment)
        for log in case.logs_in_force
        if log.is_ingested and log.taken_at is not None and log.pk != corrected
    ]
    return min((gap for gap in gaps if gap < interval), default=None)
