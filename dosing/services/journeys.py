"""A patient's clock changes: the doses still to come follow it, and the answer is kept."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import JourneyAnswer
from dosing.models import DosingPlan, Journey, ScheduledDose
from dosing.rules import DosingPolicy, PlannedSlot
from dosing.selectors import Case, ZoneMove, last_answer, zone_move
from dosing.services.clearances import clearances_void_of
from dosing.services.errors import JourneyNotReadable, ReporterRefused
from dosing.services.locks import patient_lock
from dosing.services.refills import refill_reminders_follow
from dosing.services.reminders import reminders_drop, reminders_for
from dosing.services.schedule import laid_out_by, slots_lay_out, slots_save
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.services import reminders_schedule
from ketaclinic.statements import rows_follow

ZONE_MOVED = "zone_moved"
FOLLOWING = ("zone", "nominal_at", "due_at", "window_opens_at", "window_closes_at", "not_offered")


@transaction.atomic
def journey_answer(
    *, patient: Patient, by: Any, now: datetime, zone: str, answer: str
) -> Journey | None:
    """Keep the home clock, or move the doses to `zone`; the same answer again changes nothing.

    Returns the answer in force; None where no plan runs, so that there was nothing to ask.
    Raises JourneyNotReadable (with the field), ReporterRefused for anybody but the patient.
    """
    if not allows(by, Capability.OWN_RECORD) or by.pk != patient.user_id:
        raise ReporterRefused()
    if zone not in available_timezones():
        raise JourneyNotReadable(field="zone")
    if answer not in JourneyAnswer.values:
        raise JourneyNotReadable(_("Choose one of the two answers."), field="answer")
    user = patient_lock(patient).user
    home = user.time_zone
    if home == zone:
        return Journey.objects.filter(patient=patient, to_zone=zone).order_by("-pk").first()
    if answer == JourneyAnswer.KEEP:
        return _keep(patient, home, zone, by=by, now=now)
    user_settings_change(
        user=user, full_name=user.full_name, language=user.language, time_zone=zone, by=by, now=now
    )
    return last_answer(patient, home, zone)


def _keep(patient: Patient, home: str, zone: str, *, by: Any, now: datetime) -> Journey | None:
    standing = last_answer(patient, home, zone)
    if standing is not None and standing.answer == JourneyAnswer.KEEP:
        return standing
    if not DosingPlan.objects.filter(patient=patient).not_ended_by(now).exists():
        return None
    return _remember(patient, home, zone, JourneyAnswer.KEEP, by=by, now=now)


def zone_follow(*, user: Any, before: str, by: Any, now: datetime) -> Journey | None:
    """The doses of the person whose zone was changed follow it, whoever changed it and where.

    Called under `zone_lock`. Labels stay, moments change, in the rows that are there. What was
    cleared for another moment is void, reminders move along. Without a running plan there is
    nothing to follow.
    """
    patient = Patient.objects.filter(user_id=user.pk).first()
    if patient is None:
        return None
    patient.user = user
    policy = policy_in_force().get(DosingPolicy)
    move = zone_move(patient, ZoneInfo(user.time_zone), now, policy)
    if move is None:
        return None
    effects = _effects(move)
    _write(move, now, policy)
    _reach_horizon(patient, now, policy)
    refill_reminders_follow(Case(patient, now))
    return _remember(
        patient, before, user.time_zone, JourneyAnswer.MOVE, by=by, now=now, effects=effects
    )


def _effects(move: ZoneMove) -> dict[str, int | None]:
    """What the move does, counted before it is done."""
    return {
        "moved": len(move.changed),
        "left_out": len(move.left_out),
        "gap_minutes": None if move.gap is None else int(move.gap.total_seconds()) // 60,
    }


def _write(move: ZoneMove, now: datetime, policy: DosingPolicy) -> None:
    changed = [slot for slot, _ in move.changed]
    for slot, planned in move.pairs:
        _follow(slot, planned)
    slots = [slot for slot, _ in move.pairs]
    rows_follow(slots, FOLLOWING)
    clearances_void_of(changed, reason=ZONE_MOVED, now=now)
    # First all, because what has passed in the new zone is asked for no more.
    reminders_drop(changed, reason=ZONE_MOVED, now=now)
    requests = [request for slot in changed for request in reminders_for(slot, now, policy)]
    reminders_schedule(requests, now=now)


def _follow(slot: ScheduledDose, planned: PlannedSlot) -> None:
    for name in FOLLOWING:
        setattr(slot, name, getattr(planned, name))


def _reach_horizon(patient: Patient, now: datetime, policy: DosingPolicy) -> None:
    """A day further east has begun already: the horizon reaches as many days from there."""
    running = DosingPlan.objects.filter(patient=patient).not_ended_by(now).with_end()
    for plan in running.order_by("effective_at"):
        plan.patient = patient
        known = laid_out_by(plan)
        slots = slots_lay_out(plan, known, now=now, policy=policy, until=plan.ended_at)
        slots_save(slots, now=now, policy=policy)


def _remember(
    patient: Patient,
    home: str,
    zone: str,
    answer: JourneyAnswer,
    *,
    by: Any,
    now: datetime,
    effects: Mapping[str, int | None] = MappingProxyType({}),
) -> Journey:
    journey: Journey = Journey.objects.create(
        patient=patient,
        from_zone=home,
        to_zone=zone,
        answer=answer,
        answered_by=by,
        answered_at=now,
        **effects,
    )
    event_record(
        verb="dosing.journey_answered",
        by=by,
        patient_id=patient.public_id,
        subject=journey,
        details={"answer": answer, "moved": journey.moved, "left_out": journey.left_out},
    )
    return journey
