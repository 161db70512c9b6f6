"""Gather what stood at the moment of a dose, for the rule that marks its report."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from dosing.choices import HoldScope, NotOffered
from dosing.models import Clearance, DoseLog, DosingPlan, Hold, ScheduledDose
from dosing.rules import DosingPolicy, TakenDose, Timing, dose_marks
from dosing.services.reports import Report
from ketaclinic.policies.selectors import policy_in_force


def marks_of(
    patient: Any, slot: ScheduledDose | None, report: Report, corrects: DoseLog | None
) -> list[str]:
    """The marks of a report; a dose that did not go in earns none."""
    moment = report.taken_at
    if not report.is_ingested or moment is None:
        return []
    policy = policy_in_force().get(DosingPolicy)
    plan = slot.plan if slot is not None else None
    timing = Timing.of(policy, is_session=plan is not None and plan.terms.is_session)
    gap = _gap(patient, moment, timing.interval, corrects)
    return dose_marks(_taken(patient, slot, report, moment, gap), timing.interval)


def _taken(
    patient: Any,
    slot: ScheduledDose | None,
    report: Report,
    moment: datetime,
    gap: timedelta | None,
) -> TakenDose:
    # A second dose has no slot of its own: only the first can be early or late for it.
    window = slot if slot is not None and not report.is_extra else None
    return TakenDose(
        taken_at=moment,
        amount_ug=report.amount_ug,
        is_extra=report.is_extra,
        is_cleared=window is not None and _is_cleared(window, moment),
        is_held=_is_held(patient, slot, moment),
        is_on_plan=_is_on_plan(patient, slot, moment),
        is_offered=slot is None or slot.not_offered == NotOffered.OFFERED,
        window_opens_at=window.window_opens_at if window else None,
        window_closes_at=window.window_closes_at if window else None,
        planned_ug=slot.dose_ug if slot is not None else None,
        gap_to_nearest=gap,
    )


def _is_cleared(slot: ScheduledDose, moment: datetime) -> bool:
    """A clearance counted at the moment of the dose, whenever the report arrives."""
    not_voided = Q(voided_at__isnull=True) | Q(voided_at__gt=moment)
    return Clearance.objects.filter(
        not_voided, slot=slot, granted_at__lte=moment, expires_at__gt=moment
    ).exists()


def _is_held(patient: Any, slot: ScheduledDose | None, moment: datetime) -> bool:
    scope = Q(scope=HoldScope.PLAN)
    if slot is not None:
        scope |= Q(slot=slot)
    return Hold.objects.standing_at(moment).filter(scope, patient=patient).exists()


def _is_on_plan(patient: Any, slot: ScheduledDose | None, moment: datetime) -> bool:
    in_force = DosingPlan.objects.in_force_at(moment).filter(patient=patient)
    if slot is None:
        return in_force.exists()
    return slot.cancelled_at is None and in_force.filter(pk=slot.plan_id).exists()


def _gap(
    patient: Any, moment: datetime, interval: timedelta, corrects: DoseLog | None
) -> timedelta | None:
    """To the nearest other dose that went in, before or after: reports may arrive out of order."""
    near = DoseLog.objects.ingested().filter(
        patient=patient, taken_at__gt=moment - interval, taken_at__lt=moment + interval
    )
    if corrects is not None:
        near = near.exclude(pk=corrects.pk)
    moments = near.values_list("taken_at", flat=True)
    return min((abs(other - moment) for other in moments), default=None)
