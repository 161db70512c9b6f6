"""Writes of supply: prescriptions issued elsewhere, dispensings, counts, losses, looks."""

from dosing.services.supply.dispensing import Dispensing, supply_dispense, supply_dispense_in
from dosing.services.supply.entries import (
    HOLD_SENTENCES,
    SUPPLY_LOST,
    SupplyReport,
    supply_correct,
    supply_correct_in,
    supply_report,
    supply_report_in,
)
from dosing.services.supply.errors import (
    EntryNotReadable,
    PrescriptionOver,
    RecordLookNeeded,
    SupplyReasonNeeded,
)
from dosing.services.supply.prescriptions import (
    PrescriptionEntry,
    prescription_end,
    prescription_record,
    record_look_add,
)

__all__ = [
    "HOLD_SENTENCES",
    "SUPPLY_LOST",
    "Dispensing",
    "EntryNotReadable",
    "PrescriptionEntry",
    "PrescriptionOver",
    "RecordLookNeeded",
    "SupplyReasonNeeded",
    "SupplyReport",
    "prescription_end",
    "prescription_record",
    "record_look_add",
    "supply_correct",
    "supply_correct_in",
    "supply_dispense",
    "supply_dispense_in",
    "supply_report",
    "supply_report_in",
]
