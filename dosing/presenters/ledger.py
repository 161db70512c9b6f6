"""The rows of the ledger as lines: told ones for the patient, all with balances for the clinic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import ngettext

from dosing.choices import SupplyKind
from dosing.models import SupplyEntry
from dosing.presenters.supply import entry_amount, kind_word, marks_text
from dosing.rules.supply import Line, running
from dosing.selectors.supply import Supply
from dosing.selectors.words import amount_on_hand_text, balance_text, product_text


@dataclass(frozen=True)
class LedgerLine:
    """One line; doses of one day stand together. `entry_id` None: it stands in the dose log.

    `product` is "" where there is only one; `is_of_day` says that no time of day is known of it.
    """

    at: datetime
    what: str
    amount: str
    product: str
    after: str
    details: tuple[str, ...]
    marks: tuple[str, ...]
    before: str
    note: str
    by: str
    entry_id: UUID | None
    is_count: bool
    is_of_day: bool


@dataclass(frozen=True)
class ToldLine:
    """What the patient reads of one row."""

    at: datetime
    what: str
    amount: str
    product: str
    before: str


def ledger_lines(supply: Supply, entries: Iterable[SupplyEntry]) -> list[LedgerLine]:
    """Newest first, each with what remained of its product after it."""
    known = {entry.public_id.hex: entry for entry in entries}
    lines = list(_lines(supply, known))
    if len({line.product for line in lines}) == 1:
        lines = [replace(line, product="") for line in lines]
    return lines[::-1]


def _lines(supply: Supply, known: dict[str, SupplyEntry]) -> Iterator[LedgerLine]:
    zone = supply.case.zone

    def together(line: Line) -> tuple[object, ...]:
        """Doses of one day and product are one line; every other row is its own."""
        row = line.movement
        if row.kind != SupplyKind.TAKEN:
            return (row.key,)
        return (row.kind, row.product, localtime(row.at, zone).date())

    for _, group in groupby(running(supply.movements), key=together):
        lines = list(group)
        entry = known.get(lines[-1].movement.key)
        yield _recorded(entry, lines[-1]) if entry else _taken(lines)


def _recorded(entry: SupplyEntry, line: Line) -> LedgerLine:
    details = (entry.lot, entry.pharmacy)
    return LedgerLine(
        at=entry.happened_at,
        what=kind_word(entry.kind),
        amount=entry_amount(entry),
        product=product_text(entry.product),
        after=balance_text(entry.product, line.after),
        details=tuple(each for each in details if each),
        marks=tuple(marks_text(entry.marks)),
        before=entry_amount(entry.corrects) if entry.corrects else "",
        note=entry.note,
        by=entry.recorded_by.full_name or entry.recorded_by.email,
        entry_id=entry.public_id,
        is_count=entry.kind == SupplyKind.COUNTED,
        is_of_day=entry.kind == SupplyKind.DISPENSED,
    )


def _taken(lines: list[Line]) -> LedgerLine:
    row, count = lines[-1].movement, len(lines)
    known = sum(each.movement.amount_ug or 0 for each in lines)
    unknown = sum(each.movement.amount_ug is None for each in lines)
    amount = amount_on_hand_text(row.product, known) if known else ""
    unsure = ngettext("%(n)s of unknown size", "%(n)s of unknown size", unknown) % {"n": unknown}
    return LedgerLine(
        at=row.at,
        what=ngettext("%(n)s dose taken", "%(n)s doses taken", count) % {"n": count},
        amount=", ".join(part for part in (amount, unsure if unknown else "") if part),
        product=product_text(row.product),
        after=balance_text(row.product, lines[-1].after),
        details=(),
        marks=(),
        before="",
        note="",
        by="",
        entry_id=None,
        is_count=False,
        is_of_day=True,
    )


def told_lines(entries: Iterable[SupplyEntry]) -> list[ToldLine]:
    """The rows in force for the patient, as they come; a corrected one says what it was."""
    return [
        ToldLine(
            at=entry.happened_at,
            what=kind_word(entry.kind),
            amount=entry_amount(entry),
            product=product_text(entry.product),
            before=entry_amount(entry.corrects) if entry.corrects else "",
        )
        for entry in entries
        if not hasattr(entry, "corrected_by")
    ]
