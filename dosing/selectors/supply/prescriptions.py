"""Reads of prescriptions, each with how often it was filled."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from dosing.models import Prescription
from dosing.rules.supply import PrescriptionFacts
from intake.models import Patient

# A fill that was corrected to nothing never happened.
FILLS = Q(fills__corrected_by__isnull=True) & ~Q(fills__amount_ug=0)


def prescriptions_of(patient: Patient) -> list[Any]:
    """Every prescription, newest first, each with `fill_count` and its end, if it has one."""
    found = Prescription.objects.filter(patient=patient).select_related("ended", "recorded_by")
    return list(
        found.annotate(fill_count=Count("fills", filter=FILLS)).order_by("-issued_on", "-pk")
    )


def prescription_by_public_id(public_id: UUID) -> Prescription | None:
    """One prescription with its patient and its end, or None."""
    found = Prescription.objects.select_related("patient__user", "ended")
    prescription: Prescription | None = found.filter(public_id=public_id).first()
    return prescription


def prescription_facts(prescription: Any) -> PrescriptionFacts:
    """A row of `prescriptions_of` as the rules judge it."""
    ended = getattr(prescription, "ended", None)
    return PrescriptionFacts(
        product=prescription.product,
        issued_on=prescription.issued_on,
        quantity_ug=prescription.quantity_ug,
        refills_authorised=prescription.refills_authorised,
        fills=prescription.fill_count,
        ended_on=ended.ended_on if ended else None,
    )
