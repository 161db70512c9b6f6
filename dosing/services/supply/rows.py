"""Write one row of the ledger with its audit event."""

from datetime import datetime
from typing import Any

from dosing.choices import SupplyKind
from dosing.models import SupplyEntry
from dosing.rules.supply import Product
from dosing.selectors import Case
from dosing.services.refills import refill_reminders_follow
from ketaclinic.audit.services import event_record


def product_values(product: Product) -> dict[str, Any]:
    """A product as model fields."""
    return {
        "formulation": product.formulation,
        "enantiomer": product.enantiomer,
        "strength_ug": product.strength_ug,
        "concentration_ug_per_ml": product.concentration_ug_per_ml,
    }


def entry_known(case: Case, idempotency_key: str) -> SupplyEntry | None:
    """The row that this very report made when it first arrived."""
    mine = SupplyEntry.objects.filter(patient=case.patient)
    entry: SupplyEntry | None = mine.filter(idempotency_key=idempotency_key).first()
    return entry


def entry_write(
    case: Case, *, kind: str, product: Product, by: Any, happened_at: datetime, **values: Any
) -> SupplyEntry:
    """The row, and who made it, in one transaction."""
    entry: SupplyEntry = SupplyEntry.objects.create(
        patient=case.patient,
        kind=kind,
        **product_values(product),
        happened_at=happened_at,
        recorded_by=by,
        recorded_at=case.now,
        **values,
    )
    case.forget_plans()
    if entry.kind != SupplyKind.COUNTED:
        refill_reminders_follow(case)
    event_record(
        verb="dosing.supply_corrected" if entry.corrects_id else "dosing.supply_recorded",
        by=by,
        patient_id=case.patient.public_id,
        subject=entry,
        details={"kind": entry.kind, "marks": entry.marks},
    )
    return entry
