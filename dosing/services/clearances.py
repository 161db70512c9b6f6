"""Writes of what lets a dose through, and of what lets a plan go up."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dosing.models import Clearance, IncreasePermit, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors import check_blockers, open_clearance, open_holds, open_permit
from dosing.services.errors import ClearanceRefused, LimitsChanged, PermitRefused, WrongSlot
from dosing.services.locks import patient_lock
from ketaclinic.audit.services import event_record
from ketaclinic.policies.models import PolicyVersion
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force


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
    policy = _policy_of(policy_version)
    standing = open_clearance(slot, now, version=policy.version)
    if standing is not None and standing.source == source:
        return standing
    blockers = check_blockers(patient, slot, now, policy)
    if blockers:
        raise ClearanceRefused(blockers)
    clearances_void(patient=patient, slot=slot, reason="replaced", now=now)
    minutes = timedelta(minutes=policy.get(DosingPolicy).clearance_minutes)
    clearance: Clearance = Clearance.objects.create(
        slot=slot,
        granted_at=now,
        expires_at=min(now + minutes, slot.window_closes_at),
        policy_version=policy_version,
        source=source,
    )
    _record("dosing.clearance_granted", clearance, patient)
    return clearance


def _policy_of(judged_by: PolicyVersion) -> PolicyInForce:
    """The limits in force, if they are those that the check was judged by."""
    policy = policy_in_force()
    if policy.version.pk != judged_by.pk:
        raise LimitsChanged()
    return policy


def _record(verb: str, subject: Clearance | IncreasePermit, patient: Any, **details: str) -> None:
    """The system does these; the check or the summary behind them names its person."""
    event_record(verb=verb, by=None, patient_id=patient.public_id, subject=subject, details=details)


@transaction.atomic
def permit_grant(*, patient: Any, now: datetime, policy_version: PolicyVersion) -> IncreasePermit:
    """Let one increase be signed for a short time; an open permit is returned as it is.

    Raises PermitRefused while a hold is open, and LimitsChanged as for a clearance.
    """
    patient = patient_lock(patient)
    policy = _policy_of(policy_version)
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
    _record("dosing.permit_granted", permit, patient)
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
    _record("dosing.permit_withdrawn", permit, patient, reason=reason)
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


def clearances_void(*, patient: Any, slot: ScheduledDose | None, reason: str, now: datetime) -> int:
    """End what lets this dose through, or (without a slot) every dose of the patient."""
    of_whom = {"slot": slot} if slot is not None else {"slot__patient": patient}
    return _void(Clearance.objects.filter(**of_whom), reason=reason, now=now)


def _void(clearances: QuerySet[Clearance], *, reason: str, now: datetime) -> int:
    """Locked in one order everywhere, so that a publication and a hold cannot deadlock."""
    still_open = clearances.filter(voided_at=None, used_at=None).order_by("pk")
    ids = list(still_open.select_for_update(of=("self",)).values_list("pk", flat=True))
    return Clearance.objects.filter(pk__in=ids).update(voided_at=now, void_reason=reason)
