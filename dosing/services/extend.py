"""The nightly work: lay out the next days of every running plan, end those that are over."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max, Q

from dosing.choices import NotOffered, PlanEndKind
from dosing.models import DosingPlan, PlanEnd, ScheduledDose
from dosing.rules import DosingPolicy, resolve
from dosing.selectors import zone_of
from dosing.services.locks import patients_lock
from dosing.services.schedule import ONE_DAY, LaidOut, slots_lay_out, slots_save
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

BATCH = 200


def slots_extend(*, now: datetime) -> int:
    """Lay out the doses of every running plan up to the horizon; returns how many rows were made.

    Run each night by beat, each batch in its own transaction; a second run makes none.
    """
    running = DosingPlan.objects.not_ended_by(now).order_by("patient_id", "pk")
    keys = list(running.values_list("pk", "patient_id"))
    batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    return sum(_extend_batch(batch, now) for batch in batches)


@transaction.atomic
def _extend_batch(keys: list[tuple[int, int]], now: datetime) -> int:
    patients_lock({patient_id for _, patient_id in keys})
    plans = _running([plan_id for plan_id, _ in keys], now)
    over = [plan for plan in plans if _complete(plan, now)]
    known = _laid_out(plans)
    policy = policy_in_force().get(DosingPolicy)
    slots = [
        slot
        for plan in plans
        if plan not in over
        for slot in slots_lay_out(
            plan, known.get(plan.pk, LaidOut()), now=now, policy=policy, until=_ends_at(plan)
        )
    ]
    if slots:
        slots_save(slots, now=now, policy=policy)
        seen = {slot.patient.public_id for slot in slots}
        event_record(verb="dosing.slots_extended", by=None, patients=sorted(seen))
    return len(slots)


def _running(plan_ids: list[int], now: datetime) -> list[DosingPlan]:
    """Read after the lock, so that a plan stopped meanwhile is left alone."""
    plans = DosingPlan.objects.not_ended_by(now).filter(pk__in=plan_ids)
    return list(plans.select_related("patient__user").prefetch_related("ends"))


def _ends_at(plan: DosingPlan) -> datetime | None:
    return min((end.ended_at for end in plan.ends.all()), default=None)


def _laid_out(plans: Iterable[DosingPlan]) -> dict[int, LaidOut]:
    standing = Q(cancelled_at=None, not_offered=NotOffered.OFFERED)
    rows = (
        ScheduledDose.objects.filter(plan__in=[plan.pk for plan in plans])
        .values("plan")
        .order_by("plan")
        .annotate(day=Max("local_date"), due_at=Max("due_at", filter=standing))
    )
    return {row["plan"]: LaidOut(row["day"], row["due_at"]) for row in rows}


def _complete(plan: DosingPlan, now: datetime) -> bool:
    """Write the end of a plan whose last window is over; True when it has ended."""
    if plan.ends_on is None:
        return False
    midnight = resolve(plan.ends_on + ONE_DAY, time.min, zone_of(plan.patient))
    last = plan.slots.aggregate(moment=Max("window_closes_at"))["moment"]
    ended_at = max(midnight, last) if last else midnight
    if ended_at > now:
        return False
    PlanEnd.objects.create(
        plan=plan, ended_at=ended_at, kind=PlanEndKind.COMPLETED, recorded_at=now
    )
    event_record(
        verb="dosing.plan_completed", by=None, patient_id=plan.patient.public_id, subject=plan
    )
    return True
