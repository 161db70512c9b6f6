"""ASQ of the NIMH: four questions for everybody, a fifth after any yes."""

from intake.choices import Instrument
from intake.rules.instruments.model import (
    DECLINE,
    DECLINED,
    Band,
    Choice,
    Condition,
    InstrumentDefinition,
    Item,
    Scoring,
)
from intake.rules.text import gettext_noop as _

YES, NO = "yes", "no"
YES_NO = (Choice(YES, _("Yes"), "LA33-6"), Choice(NO, _("No"), "LA32-8"), DECLINE)
# A refusal counts like a yes.
POSITIVE = frozenset({YES, DECLINED})
SCREEN = ("asq_1", "asq_2", "asq_3", "asq_4")
NOW = "asq_5"

ASQ = InstrumentDefinition(
    key=Instrument.ASQ,
    name="ASQ",
    version="nimh-en",
    scoring=Scoring.OUTCOME,
    items=(
        Item(
            "asq_1",
            _("In the past few weeks, have you wished you were dead?"),
            YES_NO,
            alarms=POSITIVE,
        ),
        Item(
            "asq_2",
            _(
                "In the past few weeks, have you felt that you or your family would be better off "
                "if you were dead?"
            ),
            YES_NO,
            alarms=POSITIVE,
        ),
        Item(
            "asq_3",
            _("In the past week, have you been having thoughts about killing yourself?"),
            YES_NO,
            alarms=POSITIVE,
        ),
        Item("asq_4", _("Have you ever tried to kill yourself?"), YES_NO, alarms=POSITIVE),
        Item(
            "asq_4_detail",
            _("If you can, tell us how and when."),
            is_scored=False,
            is_required=False,
            asked_if=Condition(("asq_4",), frozenset({YES})),
        ),
        Item(
            NOW,
            _("Are you having thoughts of killing yourself right now?"),
            YES_NO,
            alarms=POSITIVE,
            asked_if=Condition(SCREEN, POSITIVE),
        ),
    ),
    bands=(
        Band("negative", _("negative"), 0),
        Band("non_acute", _("positive, not acute"), 0),
        Band("acute", _("acute positive"), 0),
        Band("incomplete", _("not complete"), 0),
    ),
    licence_note="NIMH toolkit, a free resource (S78)",
    source="NIMH ASQ (S79, S80); a refusal counts as yes (to be verified)",
)
