"""What the patient's pages share: their look-ups, and a refusal put into words."""

from typing import TypeVar
from uuid import UUID

from django import forms
from django.http import Http404

from dosing.models import ScheduledDose
from ketaclinic.errors import Refused
from monitoring.checkins.selectors import PatientCase

Thing = TypeVar("Thing")
# A service names a field of the record; the page has its own.
DOSE_FIELDS = {"amount_ug": "amount_mg", "taken_at": "clock"}


def found(thing: Thing | None) -> Thing:
    """What was looked for; 404 where there is nothing."""
    if thing is None:
        raise Http404
    return thing


def own_slot(case: PatientCase, public_id: UUID) -> ScheduledDose:
    """One of the patient's own doses; 404 for everybody else."""
    return found(case.slot(public_id))


def show_refusal(form: forms.Form, refusal: Refused) -> None:
    """Say at the field of a dose's report what the service refused."""
    field = DOSE_FIELDS.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)
