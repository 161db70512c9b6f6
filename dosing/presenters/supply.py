"""Supply as pages show it: what is on hand, until when, and the rows behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dosing.choices import SupplyKind, SupplyMark, SupplyWarning
from dosing.models import SupplyEntry
from dosing.rules.supply import Balance, CoverFacts, Product, cover_warnings
from dosing.selectors import moment_text
from dosing.selectors.supply import Supply, prescription_facts
from dosing.selectors.words import (
    amount_on_hand_text,
    balance_text,
    counted_text,
    product_text,
)


@dataclass(frozen=True)
class Hand:
    """What should remain of one product; `note` says what the number does not."""

    product: str
    amount: str
    note: str
    is_negative: bool


@dataclass(frozen=True)
class SupplyPage:
    """What should be on hand and how far it reaches; "" where nothing is known."""

    hands: list[Hand]
    lasts: str
    facts: list[tuple[str, str]]
    warnings: list[str]


def supply_page(supply: Supply, prescriptions: Iterable[Any]) -> SupplyPage:
    """The head of both supply pages; `prescriptions` are rows of `prescriptions_of`."""
    return SupplyPage(
        hands=[_hand(product, balance) for product, balance in supply.on_hand.items()],
        lasts=_lasts(supply),
        facts=_facts(supply),
        warnings=_warnings(supply, prescriptions),
    )


def _hand(product: Product, balance: Balance) -> Hand:
    return Hand(
        product=product_text(product),
        amount=balance_text(product, balance),
        note=_note(balance),
        is_negative=balance.low_ug < 0,
    )


def _note(balance: Balance) -> str:
    if balance.is_open:
        return _("It is not known how much was lost.")
    if balance.high_ug < 0:
        return _("More was taken than is on record as dispensed.")
    if not balance.is_exact:
        return _("It is not known how much of a dose was taken.")
    return ""


def _lasts(supply: Supply) -> str:
    """Never a promise: unknown amounts count as gone, and an open loss promises nothing."""
    balance = supply.on_hand.get(supply.product) if supply.product else None
    if balance is None or supply.use_until is None:
        return ""
    if balance.is_open:
        return _("How long it lasts is not known until it is counted.")
    if supply.runs_out is None:
        return _("It covers every dose of the plan for half a year.")
    day = day_words(supply.runs_out_on)
    return _("It lasts until %(day)s.") % {"day": day}


def _facts(supply: Supply) -> list[tuple[str, str]]:
    case, dose = supply.case, supply.runs_out
    has_supply = supply.use_until is not None
    found = [
        (
            _("First dose not covered"),
            moment_text(dose.at, case.zone, case.now) if dose and has_supply else "",
        ),
        (_("Refill due from"), day_words(supply.refill_due_on) if dose else ""),
        (_("Use by"), date_format(supply.use_until, "DATE_FORMAT") if supply.use_until else ""),
    ]
    return [(term, value) for term, value in found if value]


def _warnings(supply: Supply, prescriptions: Iterable[Any]) -> list[str]:
    facts = CoverFacts(
        today=supply.today,
        product=supply.product,
        has_any=supply.use_until is not None,
        runs_out_on=supply.runs_out_on,
        use_until=supply.use_until,
        prescriptions=tuple(map(prescription_facts, prescriptions)),
    )
    return [str(SupplyWarning(key).label) for key in cover_warnings(facts, supply.policy)]


def day_words(day: date | None) -> str:
    """ "Tuesday, December 9"; "" for no day."""
    return date_format(day, "l, F j") if day else ""


@dataclass(frozen=True)
class PrescriptionRow:
    """One prescription, and what it still allows."""

    public_id: Any
    amount: str
    product: str
    issued: date
    expires: date
    fills_left: int
    prescriber: str
    pharmacy: str
    kind: str
    word: str
    end_reason: str
    is_open: bool


def prescription_rows(prescriptions: Iterable[Any], today: date) -> list[PrescriptionRow]:
    """Rows of `prescriptions_of`, as they come."""
    return [_prescription_row(each, today) for each in prescriptions]


def _prescription_row(prescription: Any, today: date) -> PrescriptionRow:
    facts = prescription_facts(prescription)
    kind, word = _paper_standing(facts, today)
    ended = getattr(prescription, "ended", None)
    return PrescriptionRow(
        public_id=prescription.public_id,
        amount=amount_on_hand_text(facts.product, facts.quantity_ug),
        product=product_text(facts.product),
        issued=facts.issued_on,
        expires=facts.expires_on,
        fills_left=facts.fills_left,
        prescriber=prescription.prescriber_name,
        pharmacy=prescription.pharmacy,
        kind=kind,
        word=word,
        end_reason=ended.reason if ended else "",
        is_open=ended is None,
    )


def _paper_standing(facts: Any, today: date) -> tuple[str, str]:
    if facts.ended_on is not None:
        return "quiet", _("Ended")
    if not facts.is_valid_on(today):
        return "quiet", _("Expired")
    if facts.fills_left == 0:
        return "wait", _("No fill left")
    return "go", _("Can be filled")


def prescription_choices(prescriptions: Iterable[Any], today: date) -> list[tuple[str, str]]:
    """Those that nobody has ended, for the form of a dispensing."""
    rows = prescription_rows(prescriptions, today)
    return [
        (
            str(row.public_id),
            _("%(amount)s of %(product)s, %(pharmacy)s, issued %(day)s: %(word)s")
            % {
                "amount": row.amount,
                "product": row.product,
                "pharmacy": row.pharmacy,
                "day": date_format(row.issued, "M j"),
                "word": row.word.lower(),
            },
        )
        for row in rows
        if row.is_open
    ]


def product_choices(supply: Supply, prescriptions: Iterable[Any]) -> list[tuple[Product, str]]:
    """Every product that is known of this patient, the plan's own first."""
    of_plan: list[Product] = [supply.product] if supply.product else []
    listed: list[Product] = [
        *of_plan,
        *sorted(supply.plan_products, key=lambda each: each.key),
        *supply.on_hand,
        *(each.product for each in prescriptions),
    ]
    return [(product, product_text(product)) for product in dict.fromkeys(listed)]


def counted_choices(supply: Supply) -> list[tuple[Product, str]]:
    """What a patient can count: what should be on hand, else what the plan asks for."""
    of_plan = [supply.product] if supply.product else []
    return [(product, counted_text(product)) for product in [*supply.on_hand] or of_plan]


def marks_text(marks: Sequence[str]) -> list[str]:
    return [str(SupplyMark(mark).label) for mark in marks]


def kind_word(kind: str) -> str:
    return str(SupplyKind(kind).label)


def entry_amount(entry: SupplyEntry) -> str:
    """ "12 capsules (300 mg)"; in words where nobody knows."""
    if entry.amount_ug is None:
        return _("Not known how much")
    return amount_on_hand_text(entry.product, entry.amount_ug)
