"""PEG: pain, enjoyment of life, general activity over the past week."""

from decimal import Decimal

from intake.choices import Instrument
from intake.rules.instruments.model import Choice, InstrumentDefinition, Item, Noticed, Scoring
from intake.rules.text import gettext_noop as _

NUMBERS = tuple(Choice(number, str(number)) for number in range(11))
_NOT_AT_ALL = _("0: does not interfere")
_COMPLETELY = _("10: completely interferes")

PEG = InstrumentDefinition(
    key=Instrument.PEG,
    name="PEG",
    version="2009-en",
    loinc_panel="91148-7",
    loinc_score="91147-9",
    scoring=Scoring.MEAN,
    highest_score=10,
    noticed=Noticed(Decimal(1), Decimal("1.75"), "Clinical basis §5.1: six trials (S69)"),
    items=(
        Item(
            key="peg_p",
            loinc="75893-8",
            text=_("What number best describes your pain on average in the past week?"),
            choices=NUMBERS,
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
            choices=NUMBERS,
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
            choices=NUMBERS,
            low_words=_NOT_AT_ALL,
            high_words=_COMPLETELY,
        ),
    ),
    licence_note="Krebs 2009 (S67), open access; listed as public domain (S68)",
    source="PEG, Krebs 2009 (S67)",
)
