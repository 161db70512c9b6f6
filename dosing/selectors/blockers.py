"""Why a dose may not be taken now: every reason, in words that patient and clinic both read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dosing.choices import NotOffered, Place
from dosing.models import DoseLog, ScheduledDose
from dosing.rules import DosingPolicy, Timing
from dosing.selectors.logs import log_in_force
from dosing.selectors.moments import moment_text
from dosing.selectors.permissions import holds_on, open_clearance
from dosing.selectors.plans import plan_in_force, zone_of
from intake.choices import PatientState
from intake.models import Patient
from intake.selectors import care_blockers
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force

CLEARANCE_KEYS = frozenset({"clearance_missing", "clearance_expired"})


@dataclass(frozen=True)
class Blocker:
    """One reason; `opens_at` says when time alone removes it."""

    key: str
    sentence: str
    opens_at: datetime | None = None


def dose_blockers(patient: Patient, slot: ScheduledDose, now: datetime) -> list[Blocker]:
    """Every reason why this dose may not be taken now; an empty list means "take it"."""
    policy = policy_in_force()
    found = check_blockers(patient, slot, now, policy)
    return [*found, *_clearance(slot, now, policy)]


def check_blockers(
    patient: Patient, slot: ScheduledDose, now: datetime, policy: PolicyInForce | None = None
) -> list[Blocker]:
    """The reasons that no check can clear: with one of these no clearance is granted."""
    policy = policy or policy_in_force()
    return [
        *_care(patient, slot),
        *_plan(patient, slot, now),
        *_holds(patient, slot),
        *_window(slot, now, zone_of(patient)),
        *_interval(patient, slot, now, policy.get(DosingPolicy)),
    ]


def _care(patient: Patient, slot: ScheduledDose) -> Iterator[Blocker]:
    for found in care_blockers(patient):
        yield Blocker(found.key, str(found.sentence))
    if patient.state == PatientState.APPROVED and slot.place == Place.HOME:
        yield Blocker("home_not_ready", _("Doses at home start when your home set-up is complete."))


def _plan(patient: Patient, slot: ScheduledDose, now: datetime) -> Iterator[Blocker]:
    plan = plan_in_force(patient, now)
    if slot.cancelled_at or plan is None or plan.pk != slot.plan_id:
        yield Blocker("plan_ended", _("This dose is not on the plan in force now."))
    if slot.not_offered == NotOffered.INTERVAL:
        yield Blocker(
            "not_offered",
            _("The clocks changed: this dose would be too near the one before it. Leave it out."),
        )
    if log_in_force(slot):
        yield Blocker("already_logged", _("You have already reported this dose."))


def _holds(patient: Patient, slot: ScheduledDose) -> Iterator[Blocker]:
    for hold in holds_on(patient, slot):
        yield Blocker(f"hold:{hold.key}", hold.sentence)


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


def _interval(
    patient: Patient, slot: ScheduledDose, now: datetime, policy: DosingPolicy
) -> Iterator[Blocker]:
    """Never earlier than the minimum interval after the last logged dose."""
    interval = Timing.of(policy, is_session=slot.plan.terms.is_session).interval
    last = _last_other(patient, slot, now)
    if last is None or now >= last + interval:
        return
    opens_at = last + interval
    sentence = _("It is too soon after your last dose. The earliest time is %(time)s.") % {
        "time": moment_text(opens_at, zone_of(patient), now)
    }
    yield Blocker("too_soon", sentence, opens_at)


def _last_other(patient: Patient, slot: ScheduledDose, now: datetime) -> datetime | None:
    """When the last dose went in, apart from this slot's own report, which has its own words."""
    own = DoseLog.objects.filter(slot=slot, is_extra=False)
    moment: datetime | None = (
        DoseLog.objects.ingested()
        .filter(patient=patient, taken_at__lte=now + timedelta(minutes=5))
        .exclude(pk__in=own)
        .order_by("-taken_at")
        .values_list("taken_at", flat=True)
        .first()
    )
    return moment


def _clearance(slot: ScheduledDose, now: datetime, policy: PolicyInForce) -> Iterator[Blocker]:
    if open_clearance(slot, now, version=policy.version):
        return
    if slot.clearances.filter(voided_at=None, used_at=None, expires_at__lte=now).exists():
        sentence = _("Your last check is too old. Do the check again.")
        yield Blocker("clearance_expired", sentence)
    else:
        yield Blocker("clearance_missing", _("Do the check before this dose."))
