"""Questionnaires as data, and their scores; without every item there is no score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from intake.choices import Instrument
from intake.rules.text import gettext_noop as _


@dataclass(frozen=True)
class Item:
    key: str
    loinc: str
    text: str
    low_words: str
    high_words: str


@dataclass(frozen=True)
class InstrumentDefinition:
    key: str
    version: str
    loinc_panel: str
    loinc_score: str
    lowest: int
    highest: int
    items: tuple[Item, ...]
    licence_note: str


_NOT_AT_ALL = _("0: does not interfere")
_COMPLETELY = _("10: completely interferes")

PEG = InstrumentDefinition(
    key=Instrument.PEG,
    version="2009-en",
    loinc_panel="91148-7",
    loinc_score="91147-9",
    lowest=0,
    highest=10,
    items=(
        Item(
            key="peg_p",
            loinc="75893-8",
            text=_("What number best describes your pain on average in the past week?"),
            low_words=_("0: no pain"),
            high_words=_("10: pain as bad as you can imagine"),
        ),
        Item(
            key="peg_e",
            loinc="91145-3",
            text=_(
                "What number best describes how, during the past week, pain has interfered with "
                "your enjoyment of life?"
            ),
            low_words=_NOT_AT_ALL,
            high_words=_COMPLETELY,
        ),
        Item(
            key="peg_g",
            loinc="91146-1",
            text=_(
                "What number best describes how, during the past week, pain has interfered with "
                "your general activity?"
            ),
            low_words=_NOT_AT_ALL,
            high_words=_COMPLETELY,
        ),
    ),
    licence_note="Krebs 2009 (S67), open access; listed as public domain (S68)",
)

INSTRUMENTS: Mapping[str, InstrumentDefinition] = {PEG.key: PEG}


def mean_score(
    definition: InstrumentDefinition, answers: Mapping[str, int | None]
) -> Decimal | None:
    """The mean of all items to one decimal; None when one is missing or out of range."""
    given = [answers.get(item.key) for item in definition.items]
    values = [v for v in given if v is not None and definition.lowest <= v <= definition.highest]
    if len(values) != len(definition.items):
        return None
    mean = Decimal(sum(values)) / len(values)
    return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
