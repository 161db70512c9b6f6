"""Pure rules of supply: what should remain, how long it lasts, when more may be dispensed."""

from dosing.rules.supply.cover import (
    FURTHEST,
    PlannedDose,
    PlanSpan,
    days_of_supply,
    planned_doses,
    run_out,
    still_to_take,
)
from dosing.rules.supply.ledger import (
    ZERO,
    Balance,
    Line,
    Movement,
    balance_of,
    balances,
    counted_from,
    running,
)
from dosing.rules.supply.marks import (
    CEILING_MARKS,
    DispensingFacts,
    dispensing_marks,
    is_early,
    refill_due_on,
)
from dosing.rules.supply.prescription import MOST_REFILLS, PrescriptionFacts
from dosing.rules.supply.product import Product
from dosing.rules.supply.variance import Variance, variances
from dosing.rules.supply.warnings import CoverFacts, cover_warnings

__all__ = [
    "CEILING_MARKS",
    "FURTHEST",
    "MOST_REFILLS",
    "ZERO",
    "Balance",
    "CoverFacts",
    "DispensingFacts",
    "Line",
    "Movement",
    "PlanSpan",
    "PlannedDose",
    "PrescriptionFacts",
    "Product",
    "Variance",
    "balance_of",
    "balances",
    "counted_from",
    "cover_warnings",
    "days_of_supply",
    "dispensing_marks",
    "is_early",
    "planned_doses",
    "refill_due_on",
    "run_out",
    "running",
    "still_to_take",
    "variances",
]
