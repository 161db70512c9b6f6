"""What should remain: a sum over rows, the same in whatever order they arrive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from dosing.choices import SupplyKind
from dosing.rules.supply.product import Product

# A count tells what is there; it moves nothing (§11.31).
MOVES_NOTHING = frozenset({SupplyKind.COUNTED})


class Movement(NamedTuple):
    """One row in force. `amount_ug` None: nobody could say how much; `most_ug` bounds it."""

    key: str
    kind: str
    product: Product
    at: datetime
    recorded_at: datetime
    amount_ug: int | None
    most_ug: int | None = None

    @property
    def change(self) -> "Balance":
        """By how much the row moves what remains: an unknown amount is a range, never zero."""
        if self.kind in MOVES_NOTHING:
            return ZERO
        if self.amount_ug is None:
            return Balance(-(self.most_ug or 0), 0, is_open=self.most_ug is None)
        sign = 1 if self.kind == SupplyKind.DISPENSED else -1
        return Balance(sign * self.amount_ug, sign * self.amount_ug)


@dataclass(frozen=True)
class Balance:
    """From `low_ug` to `high_ug`; `is_open`: some amount is unknown and nothing bounds it.

    It may be negative: more was taken than was recorded as dispensed, and that is shown.
    """

    low_ug: int = 0
    high_ug: int = 0
    is_open: bool = False

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.low_ug + other.low_ug,
            self.high_ug + other.high_ug,
            self.is_open or other.is_open,
        )

    @property
    def is_exact(self) -> bool:
        return self.low_ug == self.high_ug and not self.is_open

    def widened_down(self, amount_ug: int) -> "Balance":
        """The same, where this much may not have been there yet."""
        return replace(self, low_ug=self.low_ug - amount_ug)


ZERO = Balance()


@dataclass(frozen=True)
class Line:
    """A row of the ledger with what remained of its product after it."""

    movement: Movement
    after: Balance


def counted_from(movements: Iterable[Movement]) -> list[Movement]:
    """Without doses of before the first dispensing: those were taken from somewhere else."""
    rows = list(movements)
    given = [row.at for row in rows if row.kind == SupplyKind.DISPENSED and row.amount_ug]
    begins = min(given, default=None)
    return [
        row
        for row in rows
        if row.kind != SupplyKind.TAKEN or (begins is not None and row.at >= begins)
    ]


def balance_of(
    movements: Iterable[Movement], product: Product, *, until: datetime | None = None
) -> Balance:
    """What should remain of one product, now or at an earlier moment (counted in)."""
    changes = (
        row.change
        for row in movements
        if row.product == product and (until is None or row.at <= until)
    )
    return sum(changes, ZERO)


def balances(movements: Iterable[Movement]) -> dict[Product, Balance]:
    """What should remain of each product that was ever dispensed or taken."""
    found: dict[Product, Balance] = {}
    for row in movements:
        found[row.product] = found.get(row.product, ZERO) + row.change
    return found


def running(movements: Iterable[Movement]) -> Iterator[Line]:
    """The rows in the order in which things happened, each with its running balance."""
    found: dict[Product, Balance] = {}
    for row in sorted(movements, key=lambda each: (each.at, each.recorded_at, each.key)):
        found[row.product] = found.get(row.product, ZERO) + row.change
        yield Line(row, found[row.product])
