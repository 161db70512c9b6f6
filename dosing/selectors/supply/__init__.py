"""Reads of supply: the ledger, prescriptions, and how far what is on hand reaches."""

from dosing.selectors.supply.prescriptions import (
    prescription_by_public_id,
    prescription_facts,
    prescriptions_of,
)
from dosing.selectors.supply.rows import (
    LedgerRow,
    entries_of,
    entry_by_public_id,
    ledger_rows,
)
from dosing.selectors.supply.state import Supply

__all__ = [
    "LedgerRow",
    "Supply",
    "entries_of",
    "entry_by_public_id",
    "ledger_rows",
    "prescription_by_public_id",
    "prescription_facts",
    "prescriptions_of",
]
