"""A count that differs from the record: by how much, and whether that is news."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dosing.choices import SupplyKind
from dosing.rules.supply.ledger import Balance, Movement, balance_of
from dosing.rules.supply.product import Product

# A dispensing is known to the day, a count to the minute.
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Variance:
    """One count against the record. `difference_ug` is below 0 when fewer were counted.

    `is_news` is False for a count that agrees, and for one that differs just as the count of this
    product before it did: somebody has looked at that already.
    """

    key: str
    product: Product
    at: datetime
    counted_ug: int
    expected: Balance
    difference_ug: int
    is_news: bool


def variances(movements: Iterable[Movement]) -> list[Variance]:
    """Every count with its difference, the oldest first. A late report of a dose changes it."""
    rows = list(movements)
    counts = [row for row in rows if row.kind == SupplyKind.COUNTED]
    counts.sort(key=lambda each: (each.at, each.recorded_at, each.key))
    return list(_judged(counts, rows))


def _judged(counts: list[Movement], rows: list[Movement]) -> Iterator[Variance]:
    before: dict[Product, int] = {}
    for count in counts:
        counted = count.amount_ug or 0
        expected = _expected(count, rows)
        difference = _difference(counted, expected)
        yield Variance(
            key=count.key,
            product=count.product,
            at=count.at,
            counted_ug=counted,
            expected=expected,
            difference_ug=difference,
            is_news=difference not in (0, before.get(count.product, 0)),
        )
        before[count.product] = difference


def _expected(count: Movement, rows: list[Movement]) -> Balance:
    """What the record says at the moment of the count.

    A dispensing of the same day that was recorded after the count may have come after it, too.
    """
    unsure = sum(
        row.amount_ug or 0
        for row in rows
        if row.kind == SupplyKind.DISPENSED
        and row.product == count.product
        and row.recorded_at > count.recorded_at
        and row.at <= count.at < row.at + ONE_DAY
    )
    return balance_of(rows, count.product, until=count.at).widened_down(unsure)


def _difference(counted_ug: int, expected: Balance) -> int:
    """Beyond the nearer end of the range; an open loss explains any number that is too low."""
    if counted_ug > expected.high_ug:
        return counted_ug - expected.high_ug
    if counted_ug < expected.low_ug and not expected.is_open:
        return counted_ug - expected.low_ug
    return 0
