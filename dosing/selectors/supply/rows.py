"""The rows of the ledger: what was recorded of supply, and the doses of the log, in one query."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    IntegerField,
    JSONField,
    Min,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from dosing.choices import SupplyKind
from dosing.models import DoseLog, SupplyEntry
from dosing.rules.supply import Product
from intake.models import Patient
from ketaclinic.statements import Statement, given_id, hex_of

# What only a row of supply says of itself.
OF_ENTRIES: dict[str, Any] = {
    "formulation": CharField(),
    "enantiomer": CharField(),
    "strength_ug": IntegerField(),
    "concentration_ug_per_ml": IntegerField(),
    "marks": JSONField(),
    "beyond": DateField(),
}


class LedgerRow(NamedTuple):
    """One row in force. A dose of the log names the plan of its slot, None without one; its product
    is that plan's, and its marks stand in the log."""

    kind: str
    own_hex: str
    at: datetime
    recorded_at: datetime
    amount_ug: int | None
    formulation: str | None
    enantiomer: str | None
    strength_ug: int | None
    concentration_ug_per_ml: int | None
    marks: list[str] | None
    beyond_use_on: date | None
    plan_id: int | None
    planned_ug: int | None

    @property
    def key(self) -> UUID:
        return UUID(self.own_hex)

    @property
    def is_taken(self) -> bool:
        return self.kind == SupplyKind.TAKEN

    @property
    def product(self) -> Product | None:
        return Product.of(self) if self.formulation else None


def ledger_rows(patient: Patient) -> list[LedgerRow]:
    """Every row in force, in no order; doses only since the first dispensing.

    A corrected report is not in force, so that correcting the log corrects the ledger.
    """
    return [LedgerRow._make(row) for row in _LEDGER.all(patient=patient.pk)]


def _entries() -> QuerySet[SupplyEntry, Any]:
    return (
        SupplyEntry.objects.in_force()
        .filter(patient=given_id("patient"))
        .order_by()
        .annotate(
            own_hex=hex_of("public_id"),
            beyond=Cast("beyond_use_on", DateField()),
            plan=_nothing(BigIntegerField()),
            planned=_nothing(IntegerField()),
        )
        .values_list(
            "kind", "own_hex", "happened_at", "recorded_at", "amount_ug",
            *OF_ENTRIES, "plan", "planned",
        )
    )  # fmt: skip


def _doses() -> QuerySet[DoseLog, Any]:
    """Those since the first dispensing, whose moment is asked once and not for every dose."""
    given = SupplyEntry.objects.in_force().filter(
        patient=given_id("patient"), kind=SupplyKind.DISPENSED, amount_ug__gt=0
    )
    begins = given.order_by().values("patient").annotate(at=Min("happened_at")).values("at")
    return (
        DoseLog.objects.ingested()
        .filter(patient=given_id("patient"), taken_at__gte=Subquery(begins))
        .order_by()
        .annotate(
            row_kind=Value(SupplyKind.TAKEN.value, output_field=CharField()),
            own_hex=hex_of("public_id"),
            **{f"no_{name}": _nothing(field) for name, field in OF_ENTRIES.items()},
        )
        .values_list(
            "row_kind", "own_hex", "taken_at", "recorded_at", "amount_ug",
            *(f"no_{name}" for name in OF_ENTRIES),
            "slot__plan", "slot__dose_ug",
        )
    )  # fmt: skip


def _nothing(field: Any) -> Cast:
    """A typed NULL: the two halves of the union must agree on their columns."""
    return Cast(Value(None), field)


_LEDGER: Statement[tuple[Any, ...]] = Statement(lambda: _entries().union(_doses(), all=True))


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
