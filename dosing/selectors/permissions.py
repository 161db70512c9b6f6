"""Reads of holds, clearances and permits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dosing.choices import HoldScope
from dosing.models import Clearance, Hold, IncreasePermit, ScheduledDose
from intake.models import Patient
from ketaclinic.policies.models import PolicyVersion
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.statements import Statement, given_id


def open_holds(patient: Any, now: datetime | None = None) -> QuerySet[Hold]:
    """Holds that nobody closed; with `now`, without those whose slot is over (§11.2).

    `patient` may be the key of an outer row.
    """
    holds = Hold.objects.standing().filter(patient=patient).select_related("slot")
    if now is None:
        return holds
    return holds.filter(Q(scope=HoldScope.PLAN) | Q(slot__window_closes_at__gt=now))


def open_clearance(
    slot: ScheduledDose, now: datetime, *, version: PolicyVersion | None = None
) -> Clearance | None:
    """The clearance that lets this slot through now, or None.

    One that was judged by limits that are no longer in force lets nothing through, even if it was
    granted in the very moment of publishing. `version` saves the look-up of the one in force.
    """
    return slot.clearances.filter(
        voided_at=None,
        used_at=None,
        granted_at__lte=now,
        expires_at__gt=now,
        policy_version=version or policy_in_force().version,
    ).first()


def open_permit(
    patient: Patient, now: datetime, *, version: PolicyVersion | None = None
) -> IncreasePermit | None:
    """The permit under which an increase may be signed now, by the limits in force; or None."""
    permit = standing_permit(patient)
    return if_open(permit, now, version or policy_in_force().version) if permit else None


def open_permits(patient: Any, now: datetime, *, version: PolicyVersion) -> QuerySet[Any]:
    """The same for a look-up inside another one: `patient` may be the key of an outer row."""
    return IncreasePermit.objects.filter(
        patient=patient,
        withdrawn_at=None,
        used_by_plan=None,
        expires_at__gt=now,
        policy_version=version,
    )


def standing_permit(patient: Patient) -> IncreasePermit | None:
    """The one that nobody withdrew or used, though its time or its limits may be over."""
    return _STANDING.first(patient=patient.pk)


def if_open(permit: IncreasePermit, now: datetime, version: PolicyVersion) -> IncreasePermit | None:
    """This permit, while its time lasts and the limits are those that it was granted under."""
    is_open = permit.expires_at > now and permit.policy_version_id == version.pk
    return permit if is_open else None


_STANDING: Statement[IncreasePermit] = Statement(
    lambda: IncreasePermit.objects.filter(
        patient=given_id("patient"), withdrawn_at=None, used_by_plan=None
    ).order_by()
)


def hold_by_public_id(public_id: UUID) -> Hold | None:
    """One hold with its patient, or None."""
    return Hold.objects.select_related("patient__user").filter(public_id=public_id).first()
