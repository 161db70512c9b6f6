"""Reads for a patient in another time zone: whom to ask, and what either answer would mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from dosing.choices import JourneyAnswer, NotOffered, Place
from dosing.models import DosingPlan, Journey, ScheduledDose
from dosing.rules import DosingPolicy, MovingSlot, PlannedSlot, Timing, first_gap, replan
from dosing.selectors.logs import last_taken
from intake.models import Patient
from ketaclinic.policies.selectors import policy_in_force

# A dose that was dropped going east may stand again when the clock goes back; no zone is further.
DROPPED_SINCE = timedelta(days=2)
# How long a page tells of the last move.
TOLD_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class JourneyAsk:
    """What a page needs in order to ask: the zone of the plan, the others that were answered, and
    the move of the last day, which pages still tell of; None when the clock stood still."""

    home: str
    kept: list[str]
    move: Journey | None = None


@dataclass(frozen=True)
class ZoneMove:
    """What another zone would do to the doses still to come, in the order of their new moments."""

    pairs: list[tuple[ScheduledDose, PlannedSlot]]
    last_taken_at: datetime | None
    gap: timedelta | None

    @property
    def changed(self) -> list[tuple[ScheduledDose, PlannedSlot]]:
        """The doses that get another moment or another standing."""
        return [(slot, planned) for slot, planned in self.pairs if is_changed(slot, planned)]

    @property
    def left_out(self) -> list[tuple[ScheduledDose, PlannedSlot]]:
        """Doses that are offered now and would not be."""
        return [
            (slot, planned)
            for slot, planned in self.changed
            if planned.not_offered and not slot.not_offered
        ]


def is_changed(slot: ScheduledDose, planned: PlannedSlot) -> bool:
    before = (slot.nominal_at, slot.due_at, slot.not_offered)
    return before != (planned.nominal_at, planned.due_at, planned.not_offered)


def journey_ask(patient: Patient, now: datetime) -> JourneyAsk:
    """The zones for which the patient said that home times are kept are not asked about again."""
    home = patient.user.time_zone
    answers = list(Journey.objects.filter(patient=patient).order_by("pk"))
    last = {each.to_zone: each.answer for each in answers if each.from_zone == home}
    return JourneyAsk(
        home=home,
        kept=[zone for zone, said in last.items() if said == JourneyAnswer.KEEP],
        move=next((each for each in reversed(answers) if _is_told(each, home, now)), None),
    )


def _is_told(answer: Journey, home: str, now: datetime) -> bool:
    is_here = answer.answer == JourneyAnswer.MOVE and answer.to_zone == home
    return is_here and answer.answered_at > now - TOLD_FOR


def moves_since(patient: Any, since: Any) -> QuerySet[Journey]:
    """The answers of a patient since a moment after which doses follow another clock."""
    return Journey.objects.filter(
        patient=patient, answer=JourneyAnswer.MOVE, answered_at__gte=since
    )


def last_answer(patient: Patient, home: str, zone: str) -> Journey | None:
    """What was said last about this pair of zones, or None."""
    answers = Journey.objects.filter(patient=patient, from_zone=home, to_zone=zone)
    return answers.order_by("-pk").first()


def zone_move(
    patient: Patient, zone: ZoneInfo, now: datetime, policy: DosingPolicy
) -> ZoneMove | None:
    """What moving to `zone` means now; None without a plan that runs or comes.

    Under the patient's lock this is what is written; on a page it is what is shown.
    """
    plans = {plan.pk: plan for plan in _running(patient, now)}
    if not plans:
        return None
    slots = {slot.pk: slot for slot in _still_to_come(patient, plans, now)}
    moving = [_moving(slot, plans[slot.plan_id], zone, policy) for slot in slots.values()]
    taken = last_taken(patient, now)
    last_taken_at = taken.taken_at if taken else None
    if all(not each.is_moved for each in moving):
        placed = {slot.pk: _standing(slot, moving_zone(slot, zone)) for slot in slots.values()}
    else:
        placed = replan(moving, now=now, last_taken_at=last_taken_at)
    pairs = [(slots[key], planned) for key, planned in placed.items()]
    gap = first_gap(placed.values(), now=now, last_taken_at=last_taken_at)
    return ZoneMove(pairs, last_taken_at, gap)


def journey_preview(patient: Patient, zone: str, now: datetime) -> ZoneMove | None:
    """What a page shows before the patient answers."""
    return zone_move(patient, ZoneInfo(zone), now, policy_in_force().get(DosingPolicy))


def _running(patient: Patient, now: datetime) -> list[DosingPlan]:
    plans = DosingPlan.objects.filter(patient=patient).not_ended_by(now)
    return list(plans.with_end())


def _still_to_come(
    patient: Patient, plans: Iterable[int], now: datetime
) -> Iterable[ScheduledDose]:
    """Without a report, and not over; also what a move dropped a short while ago."""
    is_open = Q(window_closes_at__gt=now)
    is_dropped = Q(not_offered=NotOffered.ZONE, window_closes_at__gt=now - DROPPED_SINCE)
    return (
        ScheduledDose.objects.standing()
        .unreported()
        .filter(is_open | is_dropped, patient=patient, plan__in=plans)
        .select_related("plan")
        .order_by("nominal_at", "pk")
    )


def moving_zone(slot: ScheduledDose, zone: ZoneInfo) -> ZoneInfo:
    """A dose at the clinic is an appointment there, and follows nobody's journey."""
    return ZoneInfo(slot.zone) if slot.place == Place.CLINIC else zone


def _moving(
    slot: ScheduledDose, plan: DosingPlan, zone: ZoneInfo, policy: DosingPolicy
) -> MovingSlot:
    return MovingSlot(
        key=slot.pk,
        local_date=slot.local_date,
        local_time=slot.local_time,
        zone=moving_zone(slot, zone),
        nominal_at=slot.nominal_at,
        timing=Timing.of(policy, is_session=slot.plan.terms.is_session),
        starts_at=plan.effective_at,
        ends_at=getattr(plan, "ended_at", None),
        was_dropped=slot.not_offered == NotOffered.ZONE,
    )


def _standing(slot: ScheduledDose, zone: ZoneInfo) -> PlannedSlot:
    """A zone with the same clock changes the name of the zone and nothing else."""
    return PlannedSlot(
        local_date=slot.local_date,
        local_time=slot.local_time,
        zone=zone.key,
        nominal_at=slot.nominal_at,
        due_at=slot.due_at,
        window_opens_at=slot.window_opens_at,
        window_closes_at=slot.window_closes_at,
        not_offered=slot.not_offered,
    )
