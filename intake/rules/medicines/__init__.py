"""The table of medicines that meet with ketamine, and what it says."""

from intake.rules.medicines.classes import (
    CLASS_BY_KEY,
    CLASSES,
    UNKNOWN,
    MedicineClass,
    classes_for,
)
from intake.rules.medicines.judge import (
    ChangeFinding,
    change_findings,
    interaction_findings,
    lowers_start,
    needs_review,
    strictest_action,
    strictest_severity,
)
from intake.rules.medicines.lookup import (
    bare_name,
    class_keys_of,
    entries_mentioned,
    entry_named,
)
from intake.rules.medicines.table import ENTRIES, ENTRY_BY_KEY, Entry

__all__ = [
    "CLASSES",
    "CLASS_BY_KEY",
    "ENTRIES",
    "ENTRY_BY_KEY",
    "UNKNOWN",
    "ChangeFinding",
    "Entry",
    "MedicineClass",
    "bare_name",
    "change_findings",
    "class_keys_of",
    "classes_for",
    "entries_mentioned",
    "entry_named",
    "interaction_findings",
    "lowers_start",
    "needs_review",
    "strictest_action",
    "strictest_severity",
]
