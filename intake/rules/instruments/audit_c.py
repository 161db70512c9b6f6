"""AUDIT-C: alcohol in the past year."""

from intake.choices import Instrument
from intake.rules.instruments.model import (
    DECLINE,
    Band,
    Choice,
    InstrumentDefinition,
    Item,
    Scoring,
)
from intake.rules.text import gettext_noop as _

AUDIT_C = InstrumentDefinition(
    key=Instrument.AUDIT_C,
    name="AUDIT-C",
    version="who-en",
    loinc_panel="72109-2",
    loinc_score="75626-2",
    scoring=Scoring.SUM,
    highest_score=12,
    items=(
        Item(
            "audit_c_1",
            _("How often do you have a drink containing alcohol?"),
            (
                Choice(0, _("Never")),
                Choice(1, _("Monthly or less")),
                Choice(2, _("2 to 4 times a month")),
                Choice(3, _("2 to 3 times a week")),
                Choice(4, _("4 or more times a week")),
                DECLINE,
            ),
            "68518-0",
        ),
        Item(
            "audit_c_2",
            _("How many drinks containing alcohol do you have on a typical day of drinking?"),
            (
                Choice(0, _("1 or 2")),
                Choice(1, _("3 or 4")),
                Choice(2, _("5 or 6")),
                Choice(3, _("7 to 9")),
                Choice(4, _("10 or more")),
                DECLINE,
            ),
            "68519-8",
            hint=_("If you do not drink, choose the first answer."),
        ),
        Item(
            "audit_c_3",
            _("How often do you have six or more drinks on one occasion?"),
            (
                Choice(0, _("Never")),
                Choice(1, _("Less than monthly")),
                Choice(2, _("Monthly")),
                Choice(3, _("Weekly")),
                Choice(4, _("Daily or almost daily")),
                DECLINE,
            ),
            "68520-6",
        ),
    ),
    bands=(
        Band("negative", _("negative"), 0),
        Band("positive", _("positive"), 3, lowest_for_men=4),
    ),
    licence_note="AUDIT is © WHO; non-commercial use (S84); if the product is sold, ask WHO",
    source="AUDIT-C (S68, S95)",
)
