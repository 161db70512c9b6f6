"""When a refill is due, and what a dispensing is marked with."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dosing.choices import SupplyMark
from dosing.rules.policy import DosingPolicy
from dosing.rules.supply.prescription import PrescriptionFacts
from dosing.rules.supply.product import Product

# Past what the law or the clinic's ceiling allows: the clinic looks the same day.
CEILING_MARKS = frozenset(
    {SupplyMark.OVER_CEILING, SupplyMark.PRESCRIPTION_OVER, SupplyMark.NO_FILL_LEFT}
)


def refill_due_on(lasts_until: date | None, policy: DosingPolicy) -> date | None:
    """The first day on which a refill is due; None while nothing was dispensed before."""
    if lasts_until is None:
        return None
    return lasts_until - timedelta(days=policy.refill_before_run_out_days)


def is_early(dispensed_on: date, due_on: date | None, policy: DosingPolicy) -> bool:
    """Whether it comes earlier than the grace allows; the last day of the grace is not early."""
    if due_on is None:
        return False
    return dispensed_on < due_on - timedelta(days=policy.early_refill_grace_days)


@dataclass(frozen=True)
class DispensingFacts:
    """What is known of a dispensing; `days` None is unknown, because no plan is in force."""

    dispensed_on: date
    product: Product
    beyond_use_on: date | None
    prescription: PrescriptionFacts | None
    plan_products: frozenset[Product]
    days: Fraction | None
    is_titrating: bool
    due_on: date | None


def dispensing_marks(facts: DispensingFacts, policy: DosingPolicy) -> list[str]:
    """Every mark that it earns; with any of them a person types why it is right."""
    earned = {
        SupplyMark.EARLY: is_early(facts.dispensed_on, facts.due_on, policy),
        **_prescription_marks(facts),
        **_days_marks(facts, policy),
        SupplyMark.NOT_ON_PLAN: facts.product not in facts.plan_products,
        SupplyMark.PAST_USE: facts.beyond_use_on is not None
        and facts.beyond_use_on < facts.dispensed_on,
    }
    return [str(mark) for mark, is_earned in earned.items() if is_earned]


def _prescription_marks(facts: DispensingFacts) -> dict[SupplyMark, bool]:
    found = facts.prescription
    if found is None:
        return {SupplyMark.NO_PRESCRIPTION: True}
    return {
        SupplyMark.OTHER_PRODUCT: found.product != facts.product,
        SupplyMark.PRESCRIPTION_OVER: not found.is_valid_on(facts.dispensed_on),
        SupplyMark.NO_FILL_LEFT: found.fills_left == 0,
    }


def _days_marks(facts: DispensingFacts, policy: DosingPolicy) -> dict[SupplyMark, bool]:
    """A value equal to a limit is allowed; where hard equals the ceiling, the ceiling wins."""
    if facts.days is None:
        return {}
    limit = policy.max_days_supply_soft_days
    if facts.is_titrating:
        limit = min(limit, policy.max_days_supply_titration_days)
    highest = min(policy.max_days_supply_hard_days, policy.max_days_supply_ceiling_days)
    is_over = facts.days > highest
    return {
        SupplyMark.OVER_DAYS: facts.days > limit and not is_over,
        SupplyMark.OVER_CEILING: is_over,
    }
