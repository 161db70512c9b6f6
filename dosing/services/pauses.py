"""A clinician puts a plan on hold; closing the hold lets it go on."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.choices import HoldScope
from dosing.models import DosingPlan, Hold
from dosing.selectors import Case
from dosing.services.errors import AlreadyHeld, NoPlanToHold, NoteNeeded
from dosing.services.hold_reminders import hold_told
from dosing.services.holds import hold_place_in
from dosing.services.locks import case_open
from ketaclinic.accounts.access import Capability, ensure

CLINIC_HOLD = "clinic_hold"


@transaction.atomic
def plan_hold(*, patient: Any, by: Any, now: datetime, reason: str) -> Hold:
    """Stop every dose until somebody of the clinic closes the hold; the patient reads the reason.

    The same person again gets the hold that stands. Raises NoteNeeded, NoPlanToHold, AlreadyHeld.
    """
    ensure(by, Capability.CLOSE_HOLD)
    if not reason.strip():
        raise NoteNeeded(field="reason")
    case = case_open(patient, now, Case)
    if not DosingPlan.objects.not_ended_by(now).filter(patient=case.patient).exists():
        raise NoPlanToHold()
    standing = {each.pk for each in case.open_holds}
    hold = hold_place_in(
        case,
        key=CLINIC_HOLD,
        scope=HoldScope.PLAN,
        sentence=reason.strip(),
        by=by,
        policy_version=case.policy.version,
    )
    if hold.placed_by_id != by.pk:
        raise AlreadyHeld()
    if hold.pk not in standing:
        hold_told(hold, now=now)
    return hold
