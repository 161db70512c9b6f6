"""A change of the medicine list with all that follows: hold, alert, permit, in one transaction."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dosing.choices import HoldScope
from dosing.services import hold_place
from intake.choices import Severity
from intake.models import Medicine, MedicineChange, MedicineReview, Patient
from intake.rules.states import AFTER_APPROVAL
from intake.services import (
    medicine_add,
    medicine_change,
    medicine_review,
    medicine_stop,
    medicine_strike_out,
)
from monitoring.alerts.services.refresh import refresh_patient

HOLD_KEY = "medicine_block"


@transaction.atomic
def medicine_add_submit(
    *, patient: Patient, by: Any, now: datetime, name: str, dose: str = "", entry_key: str = ""
) -> MedicineChange | None:
    """Put a medicine on the list; errors are those of `medicine_add`."""
    change = medicine_add(
        patient=patient, by=by, now=now, name=name, dose=dose, entry_key=entry_key
    )
    return _followed(change, now)


@transaction.atomic
def medicine_change_submit(
    *, medicine: Medicine, by: Any, now: datetime, dose: str, entry_key: str = ""
) -> MedicineChange | None:
    """Write another dose, or which medicine it is; errors are those of `medicine_change`."""
    change = medicine_change(medicine=medicine, by=by, now=now, dose=dose, entry_key=entry_key)
    return _followed(change, now)


@transaction.atomic
def medicine_stop_submit(
    *, medicine: Medicine, by: Any, now: datetime, stopped_on: date
) -> MedicineChange | None:
    """End a line; errors are those of `medicine_stop`."""
    change = medicine_stop(medicine=medicine, by=by, now=now, stopped_on=stopped_on)
    return _followed(change, now)


@transaction.atomic
def medicine_strike_out_submit(
    *, medicine: Medicine, by: Any, now: datetime
) -> MedicineChange | None:
    """Take back a line; errors are those of `medicine_strike_out`."""
    return _followed(medicine_strike_out(medicine=medicine, by=by, now=now), now)


@transaction.atomic
def medicine_review_submit(
    *, change: MedicineChange, by: Any, now: datetime, note: str
) -> MedicineReview:
    """A clinician has read it; the hold and the alert are closed by themselves, each with a note.

    Errors: those of `medicine_review`.
    """
    review = medicine_review(change=change, by=by, now=now, note=note)
    if change.patient.state in AFTER_APPROVAL:
        refresh_patient(change.patient, now=now)
    return review


def _followed(change: MedicineChange | None, now: datetime) -> MedicineChange | None:
    """What blocks holds every dose at once; the rest is alerts and the permit."""
    if change is None or change.patient.state not in AFTER_APPROVAL:
        return change
    if change.severity == Severity.BLOCK:
        hold_place(
            patient=change.patient,
            key=HOLD_KEY,
            scope=HoldScope.PLAN,
            sentence=_(
                "A medicine on your list must not be combined with ketamine. "
                "Take no dose until the clinic has called you."
            ),
            by=None,
            now=now,
            policy_version=change.policy_version,
        )
    if change.needs_review:
        refresh_patient(change.patient, now=now)
    return change
