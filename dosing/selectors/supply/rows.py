"""The rows of the ledger: what was recorded of supply, and the doses of the log, in one query."""

from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import CharField, DateField, IntegerField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from dosing.choices import SupplyKind
from dosing.models import DoseLog, SupplyEntry
from dosing.rules.supply import Product
from intake.models import Patient

PRODUCT = ("formulation", "enantiomer", "strength_ug", "concentration_ug_per_ml")


class LedgerRow(NamedTuple):
    """One row in force. A dose of the log has the product of its plan, None without a slot."""

    kind: str
    key: UUID
    at: datetime
    recorded_at: datetime
    amount_ug: int | None
    formulation: str | None
    enantiomer: str | None
    strength_ug: int | None
    concentration_ug_per_ml: int | None
    marks: list[str]
    beyond_use_on: date | None
    planned_ug: int | None

    @property
    def is_taken(self) -> bool:
        return self.kind == SupplyKind.TAKEN

    @property
    def product(self) -> Product | None:
        return Product.of(self) if self.formulation else None

    @classmethod
    def read(cls, rows: Any) -> list[Self]:
        return [cls._make(row) for row in rows]


def ledger_rows(patient: Patient) -> list[LedgerRow]:
    """Every row in force, in no order; doses only since the first dispensing.

    A corrected report is not in force, so that correcting the log corrects the ledger.
    """
    entries = (
        SupplyEntry.objects.in_force()
        .filter(patient=patient)
        .order_by()
        .annotate(beyond=Cast("beyond_use_on", DateField()), planned=_nothing(IntegerField()))
        .values_list(
            "kind", "public_id", "happened_at", "recorded_at", "amount_ug", *PRODUCT,
            "marks", "beyond", "planned",
        )
    )  # fmt: skip
    return LedgerRow.read(entries.union(_doses(patient), all=True))


def _doses(patient: Patient) -> Any:
    given = SupplyEntry.objects.in_force().filter(
        patient=OuterRef("patient"), kind=SupplyKind.DISPENSED, amount_ug__gt=0
    )
    begins = given.order_by().values("patient").annotate(at=Min("happened_at")).values("at")
    return (
        DoseLog.objects.ingested()
        .filter(patient=patient, taken_at__gte=Subquery(begins))
        .order_by()
        .annotate(
            row_kind=Value(SupplyKind.TAKEN.value, output_field=CharField()),
            beyond=_nothing(DateField()),
        )
        .values_list(
            "row_kind", "public_id", "taken_at", "recorded_at", "amount_ug",
            *(f"slot__plan__{name}" for name in PRODUCT),
            "marks", "beyond", "slot__dose_ug",
        )
    )  # fmt: skip


def _nothing(field: Any) -> Cast:
    """A typed NULL: the two halves of the union must agree on their columns."""
    return Cast(Value(None), field)


def entry_by_public_id(public_id: UUID) -> SupplyEntry | None:
    """One row with its patient, and whether it was corrected; or None."""
    entries = SupplyEntry.objects.select_related("patient__user", "corrected_by")
    entry: SupplyEntry | None = entries.filter(public_id=public_id).first()
    return entry


def entries_of(patient: Patient) -> list[SupplyEntry]:
    """Every row that was ever recorded, newest first, with who did and what it corrects."""
    entries = SupplyEntry.objects.filter(patient=patient)
    found = entries.select_related("recorded_by", "corrects", "corrected_by")
    return list(found.order_by("-happened_at", "-pk"))
