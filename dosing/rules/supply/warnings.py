"""What the clinic should see coming: a supply that cannot carry the plan on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dosing.choices import SupplyWarning
from dosing.rules.policy import DosingPolicy
from dosing.rules.supply.prescription import PrescriptionFacts
from dosing.rules.supply.product import Product


@dataclass(frozen=True)
class CoverFacts:
    """What carries the plan on; `product` None: no plan asks for a dose."""

    today: date
    product: Product | None
    has_any: bool
    runs_out_on: date | None
    use_until: date | None
    prescriptions: tuple[PrescriptionFacts, ...] = ()


def cover_warnings(facts: CoverFacts, policy: DosingPolicy) -> list[str]:
    """Keys of what stands in the way, the nearest first; none without a plan."""
    if facts.product is None:
        return []
    ends_on = facts.runs_out_on
    earned = {
        SupplyWarning.NOTHING_ON_HAND: not facts.has_any,
        SupplyWarning.USE_BY_FIRST: _is_before(facts.use_until, ends_on, facts.today),
        SupplyWarning.CANNOT_COVER: ends_on is not None
        and not _can_fill(facts.prescriptions, facts.product, max(ends_on, facts.today)),
        SupplyWarning.PRESCRIPTION_ENDS: _ends_soon(facts, policy),
    }
    return [str(key) for key, is_earned in earned.items() if is_earned]


def _is_before(use_until: date | None, runs_out_on: date | None, today: date) -> bool:
    """A lot reaches its beyond-use date while doses are still to come from it."""
    if use_until is None:
        return False
    return use_until < today or (runs_out_on is not None and use_until < runs_out_on)


def _can_fill(prescriptions: Iterable[PrescriptionFacts], product: Product, day: date) -> bool:
    return any(each.product == product and each.can_fill_on(day) for each in prescriptions)


def _ends_soon(facts: CoverFacts, policy: DosingPolicy) -> bool:
    """The last prescription that can be filled today ends within the days of the policy."""
    open_now = [
        each.expires_on
        for each in facts.prescriptions
        if each.product == facts.product and each.can_fill_on(facts.today)
    ]
    latest = max(open_now, default=None)
    last_day = facts.today + timedelta(days=policy.prescription_warning_days)
    return latest is not None and latest <= last_day
