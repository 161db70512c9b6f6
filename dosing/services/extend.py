"""The nightly work: lay out the next days of every running plan, end those that are over."""

import logging
from collections.abc import Iterable, Iterator
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

LOG = logging.getLogger(__name__)
# Small, so that a night of many plans needs no more memory than one of few, and nobody who opens
# their page waits long for the lock.
BATCH = 50
# Plan and patient.
Key = tuple[int, int]


def slots_extend(*, now: datetime) -> int:
    """Lay out the doses of every running plan up to the horizon; returns how many rows were made.

    Run each night by beat, each batch in its own transaction; a second run makes none. A plan that
    cannot be laid out is logged, and keeps nobody else's doses back.
    """
    return sum(_extend(batch, now) for batch in _batches(now))


def _batches(now: datetime) -> Iterator[list[Key]]:
    """Keys only, read as they are needed; ordered by patient, as the locks are."""
    running = DosingPlan.objects.not_ended_by(now).order_by("patient_id", "pk")
    patient_id = plan_id = 0
    while True:
        later = Q(patient_id__gt=patient_id) | Q(pk__gt=plan_id)
        keys = running.filter(later, patient_id__gte=patient_id).values_list("pk", "patient_id")
        batch = list(keys[:BATCH])
        if not batch:
            return
        yield batch
        plan_id, patient_id = batch[-1]


def _extend(batch: list[Key], now: datetime) -> int:
    """A batch, or plan by plan what a broken one keeps it from."""
    try:
        return _extend_batch(batch, now)
    except Exception:
        if len(batch) == 1:
            LOG.exception("a plan could not be laid out", extra={"plan": batch[0][0]})
            return 0
        return sum(_extend([key], now) for key in batch)


@transaction.atomic
def _extend_batch(keys: list[Key], now: datetime) -> int:
    patients_lock({patient_id for _, patient_id in keys})
    plans = _running([plan_id for plan_id, _ in keys], now)
    known = _laid_out(plans)
    policy = policy_in_force().get(DosingPolicy)
    slots: list[ScheduledDose] = []
    for plan in plans:
        so_far = known.get(plan.pk, LaidOut())
        if not _complete(plan, so_far, now):
            slots += slots_lay_out(plan, so_far, now=now, policy=policy, until=_ends_at(plan))
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
        .annotate(
            day=Max("local_date"),
            due_at=Max("due_at", filter=standing),
            closes_at=Max("window_closes_at"),
        )
    )
    return {
        row["plan"]: LaidOut(row["day"], row["due_at"], last_closes_at=row["closes_at"])
        for row in rows
    }


def _complete(plan: DosingPlan, known: LaidOut, now: datetime) -> bool:
    """Write the end of a plan whose last window is over; True when it has ended."""
    if plan.ends_on is None:
        return False
    midnight = resolve(plan.ends_on + ONE_DAY, time.min, zone_of(plan.patient))
    last = known.last_closes_at
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
