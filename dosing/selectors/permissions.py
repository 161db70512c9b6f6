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
    return open_permits(patient, now, version=version or policy_in_force().version).first()


def open_permits(patient: Any, now: datetime, *, version: PolicyVersion) -> QuerySet[Any]:
    """The same for a look-up inside another one: `patient` may be the key of an outer row."""
    return IncreasePermit.objects.filter(
        patient=patient,
        withdrawn_at=None,
        used_by_plan=None,
        expires_at__gt=now,
        policy_version=version,
    )


def hold_by_public_id(public_id: UUID) -> Hold | None:
    """One hold with its patient, or None."""
    return Hold.objects.select_related("patient__user").filter(public_id=public_id).first()
