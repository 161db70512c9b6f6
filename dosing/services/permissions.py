"""Writes of holds, clearances and permits: what stops a dose, and what lets one through."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dosing.choices import HoldScope
from dosing.models import Clearance, Hold, IncreasePermit, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors import check_blockers, open_clearance, open_holds, open_permit
from dosing.services.errors import (
    ClearanceRefused,
    LimitsChanged,
    NoteNeeded,
    PermitRefused,
    WrongSlot,
)
from dosing.services.locks import patient_lock
from dosing.services.reminders import reminders_drop
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.models import PolicyVersion
from ketaclinic.policies.selectors import policy_in_force


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
    patient = patient_lock(patient)
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
        placed_at=now,
        placed_by=by,
        policy_version=policy_version,
    )
    _void(_open_clearances(patient, slot), reason="hold_placed", now=now)
    permit_withdraw(patient=patient, now=now, reason="hold_placed")
    if slot is not None:
        reminders_drop([slot], reason="held", now=now)
    event_record(
        verb="dosing.hold_placed",
        by=by,
        patient_id=patient.public_id,
        subject=hold,
        details={"key": key, "scope": scope},
    )
    return hold


def _check_slot(patient: Any, scope: str, slot: ScheduledDose | None) -> None:
    if (scope == HoldScope.SLOT) != (slot is not None):
        raise ValueError("A slot hold names its slot, a plan hold names none.")
    if slot is not None and slot.patient_id != patient.pk:
        raise WrongSlot()


@transaction.atomic
def hold_close(*, hold: Hold, by: Any, now: datetime, note: str) -> Hold:
    """Let doses go on, with a note; a hold that is closed already stays as it is."""
    ensure(by, Capability.CLOSE_HOLD)
    if not note.strip():
        raise NoteNeeded(field="note")
    patient_lock(hold.patient)
    hold = Hold.objects.select_related("patient").get(pk=hold.pk)
    if hold.closed_at is not None:
        return hold
    hold.closed_at, hold.closed_by, hold.close_note = now, by, note.strip()
    hold.save(update_fields=["closed_at", "closed_by", "close_note"])
    event_record(
        verb="dosing.hold_closed",
        by=by,
        patient_id=hold.patient.public_id,
        subject=hold,
        details={"key": hold.key},
    )
    return hold


@transaction.atomic
def clearance_grant(
    *,
    patient: Any,
    slot: ScheduledDose,
    now: datetime,
    policy_version: PolicyVersion,
    source: str,
) -> Clearance:
    """Let one dose through for a short time. `source` names the check that it rests on.

    Raises ClearanceRefused with every reason that no check can clear, and LimitsChanged when the
    check was judged by limits that are not in force any more.
    """
    patient = patient_lock(patient)
    slot = ScheduledDose.objects.select_related("plan").get(pk=slot.pk)
    if slot.patient_id != patient.pk:
        raise WrongSlot()
    policy = policy_in_force()
    if policy.version.pk != policy_version.pk:
        raise LimitsChanged()
    standing = open_clearance(slot, now)
    if standing is not None and standing.source == source:
        return standing
    blockers = check_blockers(patient, slot, now)
    if blockers:
        raise ClearanceRefused(blockers)
    _void(_open_clearances(patient, slot), reason="replaced", now=now)
    minutes = timedelta(minutes=policy.get(DosingPolicy).clearance_minutes)
    clearance: Clearance = Clearance.objects.create(
        slot=slot,
        granted_at=now,
        expires_at=min(now + minutes, slot.window_closes_at),
        policy_version=policy_version,
        source=source,
    )
    event_record(
        verb="dosing.clearance_granted", by=None, patient_id=patient.public_id, subject=clearance
    )
    return clearance


@transaction.atomic
def permit_grant(*, patient: Any, now: datetime, policy_version: PolicyVersion) -> IncreasePermit:
    """Let one increase be signed for a short time; an open permit is returned as it is.

    Raises PermitRefused while a hold is open, and LimitsChanged as for a clearance.
    """
    patient = patient_lock(patient)
    policy = policy_in_force()
    if policy.version.pk != policy_version.pk:
        raise LimitsChanged()
    if open_holds(patient, now).exists():
        raise PermitRefused()
    standing = open_permit(patient, now)
    if standing is not None:
        return standing
    permit_withdraw(patient=patient, now=now, reason="expired")
    permit: IncreasePermit = IncreasePermit.objects.create(
        patient=patient,
        granted_at=now,
        expires_at=now + timedelta(hours=policy.get(DosingPolicy).permit_hours),
        policy_version=policy_version,
    )
    event_record(
        verb="dosing.permit_granted", by=None, patient_id=patient.public_id, subject=permit
    )
    return permit


@transaction.atomic
def permit_withdraw(*, patient: Any, now: datetime, reason: str) -> bool:
    """End the open permit, if there is one; `reason` is a short machine reason."""
    patient = patient_lock(patient)
    permit = IncreasePermit.objects.filter(
        patient=patient, withdrawn_at=None, used_by_plan=None
    ).first()
    if permit is None:
        return False
    permit.withdrawn_at, permit.withdraw_reason = now, reason
    permit.save(update_fields=["withdrawn_at", "withdraw_reason"])
    event_record(
        verb="dosing.permit_withdrawn",
        by=None,
        patient_id=patient.public_id,
        subject=permit,
        details={"reason": reason},
    )
    return True


@transaction.atomic
def clearances_void_all(*, now: datetime) -> int:
    """When limits are published, whatever the old ones let through ends; returns how many did."""
    voided = _void(Clearance.objects.all(), reason="policy_published", now=now)
    permits = IncreasePermit.objects.filter(withdrawn_at=None, used_by_plan=None)
    withdrawn = permits.update(withdrawn_at=now, withdraw_reason="policy_published")
    details = {"clearances": voided, "permits": withdrawn}
    event_record(verb="dosing.clearances_voided", by=None, details=details)
    return voided + withdrawn


def _open_clearances(patient: Any, slot: ScheduledDose | None) -> QuerySet[Clearance]:
    of_slot = {"slot": slot} if slot is not None else {"slot__patient": patient}
    return Clearance.objects.filter(**of_slot)


def _void(clearances: QuerySet[Clearance], *, reason: str, now: datetime) -> int:
    """Locked in one order everywhere, so that a publication and a hold cannot deadlock."""
    still_open = clearances.filter(voided_at=None, used_at=None).order_by("pk")
    ids = list(still_open.select_for_update(of=("self",)).values_list("pk", flat=True))
    return Clearance.objects.filter(pk__in=ids).update(voided_at=now, void_reason=reason)
