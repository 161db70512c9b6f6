"""Writes of what lets a dose through, and of what lets a plan go up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dosing.models import Clearance, IncreasePermit, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors import Case, check_blockers
from dosing.services.errors import ClearanceRefused, LimitsChanged, PermitRefused, WrongSlot
from dosing.services.locks import case_open
from ketaclinic.audit.services import event_record
from ketaclinic.policies.models import PolicyVersion
from ketaclinic.statements import Statement, given_id


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
    case = case_open(patient, now, Case)
    _ensure_in_force(case, policy_version)
    return clearance_grant_in(case, case.slot_again(slot) or slot, source=source)


def clearance_grant_in(case: Case, slot: ScheduledDose, *, source: str) -> Clearance:
    """The same in an open case, by its limits; `slot` was read inside the lock."""
    now, policy = case.now, case.policy
    if slot.patient_id != case.patient.pk:
        raise WrongSlot()
    standing = _OPEN_OF_SLOT.all(slot=slot.pk)
    for each in standing:
        is_valid = each.granted_at <= now < each.expires_at
        if each.source == source and is_valid and each.policy_version_id == policy.version.pk:
            return each
    blockers = check_blockers(case, slot)
    if blockers:
        raise ClearanceRefused(blockers)
    _void(standing, reason="replaced", now=now)
    minutes = timedelta(minutes=policy.get(DosingPolicy).clearance_minutes)
    clearance: Clearance = Clearance.objects.create(
        slot=slot,
        granted_at=now,
        expires_at=min(now + minutes, slot.window_closes_at),
        policy_version=policy.version,
        source=source,
    )
    _record("dosing.clearance_granted", clearance, case.patient)
    return clearance


def _ensure_in_force(case: Case, judged_by: PolicyVersion) -> None:
    """The limits in force must be those that the check was judged by."""
    if case.policy.version.pk != judged_by.pk:
        raise LimitsChanged()


def _record(verb: str, subject: Clearance | IncreasePermit, patient: Any, **details: str) -> None:
    """The system does these; the check or the summary behind them names its person."""
    event_record(verb=verb, by=None, patient_id=patient.public_id, subject=subject, details=details)


@transaction.atomic
def permit_grant(*, patient: Any, now: datetime, policy_version: PolicyVersion) -> IncreasePermit:
    """Let one increase be signed for a short time; an open permit is returned as it is.

    Raises PermitRefused while a hold is open, and LimitsChanged as for a clearance.
    """
    case = case_open(patient, now, Case)
    _ensure_in_force(case, policy_version)
    return permit_grant_in(case)


def permit_grant_in(case: Case) -> IncreasePermit:
    """The same in an open case, by its limits."""
    if case.open_holds:
        raise PermitRefused()
    if case.open_permit is not None:
        return case.open_permit
    permit_withdraw_in(case, reason="expired")
    hours = case.policy.get(DosingPolicy).permit_hours
    permit: IncreasePermit = IncreasePermit.objects.create(
        patient=case.patient,
        granted_at=case.now,
        expires_at=case.now + timedelta(hours=hours),
        policy_version=case.policy.version,
    )
    case.permit = permit
    _record("dosing.permit_granted", permit, case.patient)
    return permit


@transaction.atomic
def permit_withdraw(*, patient: Any, now: datetime, reason: str) -> bool:
    """End the open permit, if there is one; `reason` is a short machine reason."""
    return permit_withdraw_in(case_open(patient, now, Case), reason=reason)


def permit_withdraw_in(case: Case, *, reason: str) -> bool:
    """The same in an open case."""
    permit, case.permit = case.permit, None
    if permit is None:
        return False
    permit.withdrawn_at, permit.withdraw_reason = case.now, reason
    permit.save(update_fields=["withdrawn_at", "withdraw_reason"])
    _record("dosing.permit_withdrawn", permit, case.patient, reason=reason)
    return True


@transaction.atomic
def clearances_void_all(*, now: datetime) -> int:
    """When limits are published, whatever the old ones let through ends; returns how many did."""
    standing = _still_open(Clearance.objects.all())
    voided = _void(standing, reason="policy_published", now=now)
    permits = IncreasePermit.objects.filter(withdrawn_at=None, used_by_plan=None)
    withdrawn = permits.update(withdrawn_at=now, withdraw_reason="policy_published")
    details = {"clearances": voided, "permits": withdrawn}
    event_record(verb="dosing.clearances_voided", by=None, details=details)
    return voided + withdrawn


def clearances_void(*, patient: Any, slot: ScheduledDose | None, reason: str, now: datetime) -> int:
    """End what lets this dose through, or (without a slot) every dose of the patient."""
    of_whom = {"slot": slot} if slot is not None else {"slot__patient": patient}
    return _void(_still_open(Clearance.objects.filter(**of_whom)), reason=reason, now=now)


def clearances_void_of(slots: Iterable[ScheduledDose], *, reason: str, now: datetime) -> int:
    """End what lets these doses through."""
    ids = [slot.pk for slot in slots]
    return _void(_still_open(Clearance.objects.filter(slot__in=ids)), reason=reason, now=now)


def _still_open(clearances: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """Locked in one order everywhere, so that a publication and a hold cannot deadlock."""
    still_open = clearances.filter(voided_at=None, used_at=None).order_by("pk")
    return still_open.select_for_update(of=("self",))


def _void(locked: Iterable[Clearance], *, reason: str, now: datetime) -> int:
    ids = [each.pk for each in locked]
    if not ids:
        return 0
    return Clearance.objects.filter(pk__in=ids).update(voided_at=now, void_reason=reason)


_OPEN_OF_SLOT: Statement[Clearance] = Statement(
    lambda: _still_open(Clearance.objects.filter(slot=given_id("slot")))
)
