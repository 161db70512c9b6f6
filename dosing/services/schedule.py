"""Writes of the schedule: lay doses out, cancel them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from dosing.choices import CancelReason
from dosing.models import Clearance, DosingPlan, ScheduledDose
from dosing.rules import DosingPolicy, Label, PlannedSlot, Timing, build_slots, plan_days
from dosing.selectors import last_taken, zone_of
from dosing.services.reminders import reminders_drop, reminders_for
from ketaclinic.reminders.services import reminders_add

ONE_DAY = timedelta(days=1)
BATCH = 1_000


@dataclass(frozen=True)
class LaidOut:
    """How far a plan is laid out already, and the dose that the next one must keep away from."""

    last_day: date | None = None
    last_due_at: datetime | None = None
    # Labels that had their slot in an earlier version.
    taken_labels: frozenset[Label] = frozenset()
    last_closes_at: datetime | None = None


def slots_lay_out(
    plan: DosingPlan,
    known: LaidOut,
    *,
    now: datetime,
    policy: DosingPolicy,
    until: datetime | None = None,
) -> list[ScheduledDose]:
    """Unsaved rows for the horizon's days that the plan has no dose on yet. `until` is the moment
    at which another version takes over: up to there the rows reach, and no further."""
    zone = zone_of(plan.patient)
    start = max(now, plan.effective_at)
    first = start.astimezone(zone).date()
    last = first + (policy.horizon_days - 1) * ONE_DAY
    if until is not None:
        last = max(last, until.astimezone(zone).date())
    if known.last_day is not None:
        first = max(first, known.last_day + ONE_DAY)
    planned = build_slots(
        plan.terms,
        plan_days(plan.terms, first, last),
        zone,
        Timing.of(policy, is_session=plan.terms.is_session),
        not_before=start,
        last_due_at=known.last_due_at,
        taken_labels=known.taken_labels,
    )
    return [_row(plan, slot) for slot in planned if until is None or slot.nominal_at < until]


def laid_out_by(plan: DosingPlan) -> LaidOut:
    """How far the plan's own doses reach."""
    slots = ScheduledDose.objects.filter(plan=plan)
    last_day = slots.aggregate(day=Max("local_date"))["day"]
    last_due_at = slots.offered().aggregate(moment=Max("due_at"))["moment"]
    return LaidOut(last_day, last_due_at)


def laid_out_before(plan: DosingPlan, *, now: datetime) -> LaidOut:
    """What a newly signed version must keep away from: the last dose taken, and the last one
    that the version before it still offers."""
    taken = last_taken(plan.patient, now)
    offered = ScheduledDose.objects.offered().closing_after(now)
    earlier = offered.filter(patient=plan.patient, nominal_at__lt=max(now, plan.effective_at))
    latest = earlier.aggregate(moment=Max("due_at"))["moment"]
    moments = [moment for moment in (latest, taken and taken.taken_at) if moment]
    labels = _labels_had(plan, now)
    return LaidOut(last_due_at=max(moments, default=None), taken_labels=labels)


def _labels_had(plan: DosingPlan, now: datetime) -> frozenset[Label]:
    """Labels that stand in an earlier version: taken, missed, or still to come before this one. In
    another zone the same label may lie ahead again, and gets no second slot."""
    yesterday = now.astimezone(zone_of(plan.patient)).date() - ONE_DAY
    slots = ScheduledDose.objects.offered().filter(patient=plan.patient, local_date__gte=yesterday)
    return frozenset(slots.values_list("local_date", "local_time"))


def _row(plan: DosingPlan, slot: PlannedSlot) -> ScheduledDose:
    return ScheduledDose(
        patient=plan.patient,
        plan=plan,
        local_date=slot.local_date,
        local_time=slot.local_time,
        zone=slot.zone,
        nominal_at=slot.nominal_at,
        due_at=slot.due_at,
        window_opens_at=slot.window_opens_at,
        window_closes_at=slot.window_closes_at,
        not_offered=slot.not_offered,
        dose_ug=plan.dose_ug,
        place=plan.place,
    )


def slots_save(slots: Sequence[ScheduledDose], *, now: datetime, policy: DosingPolicy) -> None:
    """Insert laid-out rows and the reminders that belong to them."""
    ScheduledDose.objects.bulk_create(slots, batch_size=BATCH)
    reminders_add((each for slot in slots for each in reminders_for(slot, now, policy)), now=now)


def slots_cancel(
    slots: QuerySet[ScheduledDose], *, reason: CancelReason, now: datetime
) -> list[ScheduledDose]:
    """Cancel doses that have no report, void what would let them through, drop their reminders."""
    found = list(slots.filter(cancelled_at=None))
    ids = [slot.pk for slot in found]
    ScheduledDose.objects.filter(pk__in=ids).update(cancelled_at=now, cancel_reason=reason)
    Clearance.objects.filter(slot__in=ids, voided_at=None, used_at=None).update(
        voided_at=now, void_reason=reason
    )
    reminders_drop(found, reason=reason, now=now)
    return found
