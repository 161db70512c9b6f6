"""Writes of holds: what stops one dose, or every dose until the clinic lets them go on."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.choices import HoldScope
from dosing.models import Hold, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors import Case
from dosing.services.clearances import clearances_void, permit_withdraw_in
from dosing.services.errors import NoteNeeded, WrongSlot
from dosing.services.hold_reminders import resuming_told
from dosing.services.locks import case_open
from dosing.services.refills import refill_reminders_follow
from dosing.services.reminders import reminders_drop, reminders_return
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.models import PolicyVersion


@transaction.atomic
def hold_place(
    *,
    patient: Any,
    key: str,
    scope: str,
    sentence: str,
    by: Any,
    now: datetime,
    policy_version: PolicyVersion,
    slot: ScheduledDose | None = None,
) -> Hold:
    """Stop one dose or every dose, void what was cleared, end the permit to increase.

    `by=None` is the system. While a hold of this key (and slot) is open, it is returned as it is.
    """
    return hold_place_in(
        case_open(patient, now, Case),
        key=key,
        scope=scope,
        sentence=sentence,
        by=by,
        policy_version=policy_version,
        slot=slot,
    )


def hold_place_in(
    case: Case,
    *,
    key: str,
    scope: str,
    sentence: str,
    by: Any,
    policy_version: PolicyVersion,
    slot: ScheduledDose | None = None,
) -> Hold:
    """The same in an open case, which learns of the hold."""
    patient = case.patient
    _check_slot(patient, scope, slot)
    standing = Hold.objects.standing().filter(patient=patient, key=key, slot=slot).first()
    if standing is not None:
        return standing
    hold: Hold = Hold.objects.create(
        patient=patient,
        key=key,
        scope=scope,
        slot=slot,
        sentence=sentence,
        placed_at=case.now,
        placed_by=by,
        policy_version=policy_version,
    )
    case.add_hold(hold)
    _stop_what_was_let_through(case, hold)
    _record("dosing.hold_placed", hold, by)
    return hold


def _stop_what_was_let_through(case: Case, hold: Hold) -> None:
    """No clearance and no permit outlives a hold; a held dose reminds nobody."""
    reason, now = "hold_placed", case.now
    clearances_void(patient=hold.patient, slot=hold.slot, reason=reason, now=now)
    permit_withdraw_in(case, reason=reason)
    if hold.slot is not None:
        reminders_drop([hold.slot], reason="held", now=now)


def _record(verb: str, hold: Hold, by: Any) -> None:
    event_record(
        verb=verb,
        by=by,
        patient_id=hold.patient.public_id,
        subject=hold,
        details={"key": hold.key, "scope": hold.scope},
    )


def _check_slot(patient: Any, scope: str, slot: ScheduledDose | None) -> None:
    if (scope == HoldScope.SLOT) != (slot is not None):
        raise ValueError("A slot hold names its slot, a plan hold names none.")
    if slot is not None and slot.patient_id != patient.pk:
        raise WrongSlot()


@transaction.atomic
def hold_close(*, hold: Hold, by: Any, now: datetime, note: str) -> Hold:
    """Let doses go on, with a note; a hold that is closed already stays as it is.

    The patient hears of it, and of what they were not reminded of about their supply meanwhile; of
    one dose the reminders that are still to come stand again.
    """
    ensure(by, Capability.CLOSE_HOLD)
    if not note.strip():
        raise NoteNeeded(field="note")
    case = case_open(hold.patient, now, Case)
    hold = Hold.objects.select_related("slot").get(pk=hold.pk)
    hold.patient = case.patient
    if hold.closed_at is not None:
        return hold
    hold.closed_at, hold.closed_by, hold.close_note = now, by, note.strip()
    hold.save(update_fields=["closed_at", "closed_by", "close_note"])
    _record("dosing.hold_closed", hold, by)
    resuming_told(hold, now=now)
    if hold.slot is not None:
        _remind_again(case, hold.slot)
    refill_reminders_follow(case)
    return hold


def _remind_again(case: Case, slot: ScheduledDose) -> None:
    """A dose that is still offered and was not reported is reminded of as before it was held."""
    if slot.cancelled_at is None and case.log_of(slot) is None:
        slot.patient = case.patient
        reminders_return(slot, now=case.now, policy=case.policy.get(DosingPolicy))
