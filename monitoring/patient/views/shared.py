"""The look-ups that the patient's pages begin with."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404

from dosing.models import ScheduledDose
from monitoring.checkins.selectors import PatientCase

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """What was looked for; 404 where there is nothing."""
    if thing is None:
        raise Http404
    return thing


def own_slot(case: PatientCase, public_id: UUID) -> ScheduledDose:
    """One of the patient's own doses; 404 for everybody else."""
    return found(case.slot(public_id))
