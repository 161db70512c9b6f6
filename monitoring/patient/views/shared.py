"""The look-ups that the patient's pages begin with."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest

from dosing.models import ScheduledDose
from ketaclinic.accounts.kept import OWNER_FIELD, owner_token
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


def hidden_owner(request: HttpRequest) -> list[tuple[str, str]]:
    """Whose page it is: what is typed on it outlives the session that it was opened in."""
    return [(OWNER_FIELD, owner_token(request.user))]
