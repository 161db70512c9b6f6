"""Why a dose may not be taken now: every reason, in words that patient and clinic both read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.choices import NotOffered, Place
from dosing.models import ScheduledDose
from dosing.rules import DosingPolicy, Timing
from dosing.selectors.case import Case
from dosing.selectors.moments import moment_text
from dosing.selectors.permissions import open_clearance
from dosing.selectors.restart import gap_without_step
from intake.choices import PatientState
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce

CLEARANCE_KEYS = frozenset({"clearance_missing", "clearance_expired"})
# A phone's clock may run ahead by this much.
CLOCK_TOLERANCE = timedelta(minutes=5)
NOT_OFFERED_WORDS: dict[str, Any] = {
    NotOffered.INTERVAL: gettext_lazy(
        "This dose would be too near the one before it. Leave it out."
    ),
    NotOffered.ZONE: gettext_lazy(
        "Your time zone changed, and this time had passed there. Leave this dose out."
    ),
}


@dataclass(frozen=True)
class Blocker:
    """One reason; `opens_at` says when time alone removes it."""

    key: str
    sentence: str
    opens_at: datetime | None = None


def dose_blockers(patient: Patient, slot: ScheduledDose, now: datetime) -> list[Blocker]:
    """Every reason why this dose may not be taken now; an empty list means "take it"."""
    case = Case(patient, now)
    found = check_blockers(case, slot)
    return [*found, *_clearance(slot, now, case.policy)]


def check_blockers(case: Case, slot: ScheduledDose) -> list[Blocker]:
    """The reasons that no check can clear: with one of these no clearance is granted."""
    return [
        *_care(case, slot),
        *_plan(case, slot),
        *_restart(case, slot),
        *(Blocker(f"hold:{hold.key}", hold.sentence) for hold in case.holds_on(slot)),
        *_window(slot, case.now, case.zone),
        *_interval(case, slot),
        *_supply(case, slot),
    ]


def _care(case: Case, slot: ScheduledDose) -> Iterator[Blocker]:
    for found in case.care:
        yield Blocker(found.key, str(found.sentence))
    if case.patient.state == PatientState.APPROVED and slot.place == Place.HOME:
        yield Blocker("home_not_ready", _("Doses at home start when your home set-up is complete."))


def _plan(case: Case, slot: ScheduledDose) -> Iterator[Blocker]:
    plan = case.plan
    if slot.cancelled_at or plan is None or plan.pk != slot.plan_id:
        yield Blocker("plan_ended", _("This dose is not on the plan in force now."))
    if slot.not_offered in NOT_OFFERED_WORDS:
        yield Blocker("not_offered", str(NOT_OFFERED_WORDS[slot.not_offered]))
    if case.log_of(slot) is not None:
        yield Blocker("already_logged", _("You have already reported this dose."))


def _restart(case: Case, slot: ScheduledDose) -> Iterator[Blocker]:
    """After a gap no closed hold lets the old dose go on: a new step is signed first (§11.10)."""
    days = gap_without_step(case, slot.plan)
    if days is not None:
        yield Blocker("restart_needed", restart_sentence(days))


def restart_sentence(days: int) -> str:
    """The gap in the words that patient and clinic both read."""
    return _(
        "You have had no dose for %(days)s days. Take none until the clinic has signed a new step."
    ) % {"days": days}


def _supply(case: Case, slot: ScheduledDose) -> Iterator[Blocker]:
    """Only what is certain: all that was ever dispensed for this plan is past its date.

    A missing count, or nothing on record at all, stops no dose.
    """
    until = next((plan.lots_until for plan in case.plans if plan.pk == slot.plan_id), None)
    if until is not None and until < localtime(case.now, case.zone).date():
        yield Blocker(
            "supply_past_use",
            _("All that you have is past its use-by date. Do not take it. Call the clinic."),
        )


def _window(slot: ScheduledDose, now: datetime, zone: ZoneInfo) -> Iterator[Blocker]:
    """The window counts its first moment and not its last."""
    if now < slot.window_opens_at:
        text = moment_text(slot.window_opens_at, zone, now)
        sentence = _("This dose opens at %(time)s.") % {"time": text}
        yield Blocker("not_open_yet", sentence, slot.window_opens_at)
    if now >= slot.window_closes_at:
        text = moment_text(slot.window_closes_at, zone, now)
        sentence = _("The time for this dose ended at %(time)s. Do not double the next one.")
        yield Blocker("window_closed", sentence % {"time": text})


def _interval(case: Case, slot: ScheduledDose) -> Iterator[Blocker]:
    """Never earlier than the minimum interval after the last logged dose."""
    policy = case.policy.get(DosingPolicy)
    interval = Timing.of(policy, is_session=slot.plan.terms.is_session).interval
    last = _last_other(case, slot, interval)
    if last is None or case.now >= last + interval:
        return
    opens_at = last + interval
    sentence = _("It is too soon after your last dose. The earliest time is %(time)s.") % {
        "time": moment_text(opens_at, case.zone, case.now)
    }
    yield Blocker("too_soon", sentence, opens_at)


def _last_other(case: Case, slot: ScheduledDose, interval: timedelta) -> datetime | None:
    """When the last dose went in, apart from this slot's own report, which has its own words."""
    case.reach(back_to=case.now - interval)
    latest = case.now + CLOCK_TOLERANCE
    moments = (
        log.taken_at
        for log in case.logs_in_force
        if log.is_ingested and (log.is_extra or log.slot_id != slot.pk)
    )
    return max((each for each in moments if each is not None and each <= latest), default=None)


def _clearance(slot: ScheduledDose, now: datetime, policy: PolicyInForce) -> Iterator[Blocker]:
    if open_clearance(slot, now, version=policy.version):
        return
    if slot.clearances.filter(voided_at=None, used_at=None, expires_at__lte=now).exists():
        sentence = _("Your last check is too old. Do the check again.")
        yield Blocker("clearance_expired", sentence)
    else:
        yield Blocker("clearance_missing", _("Do the check before this dose."))
