"""PHQ-9 and GAD-7: mood and worry over the last two weeks."""

from decimal import Decimal

from intake.choices import Instrument
from intake.rules.instruments.model import (
    DECLINE,
    DECLINED,
    Band,
    Choice,
    InstrumentDefinition,
    Item,
    Noticed,
    Scoring,
)
from intake.rules.text import gettext_noop as _

STEM = _("Over the last 2 weeks, how often have you been bothered by each of these problems?")
HOW_OFTEN = (
    Choice(0, _("Not at all"), "LA6568-5"),
    Choice(1, _("Several days"), "LA6569-3"),
    Choice(2, _("More than half the days"), "LA6570-1"),
    Choice(3, _("Nearly every day"), "LA6571-9"),
    DECLINE,
)
HOW_DIFFICULT = (
    Choice(0, _("Not difficult at all")),
    Choice(1, _("Somewhat difficult")),
    Choice(2, _("Very difficult")),
    Choice(3, _("Extremely difficult")),
)
PFIZER = "No permission required to reproduce, translate, display or distribute (Pfizer)"
ITEM_9 = "phq9_9"

PHQ9 = InstrumentDefinition(
    key=Instrument.PHQ9,
    name="PHQ-9",
    version="pfizer-en",
    loinc_panel="44249-1",
    loinc_score="44261-6",
    scoring=Scoring.SUM,
    highest_score=27,
    noticed=Noticed(Decimal(5), Decimal(5), "Clinical basis §5.1: general knowledge"),
    stem=STEM,
    items=(
        Item("phq9_1", _("Little interest or pleasure in doing things"), HOW_OFTEN, "44250-9"),
        Item("phq9_2", _("Feeling down, depressed, or hopeless"), HOW_OFTEN, "44255-8"),
        Item(
            "phq9_3",
            _("Trouble falling or staying asleep, or sleeping too much"),
            HOW_OFTEN,
            "44259-0",
        ),
        Item("phq9_4", _("Feeling tired or having little energy"), HOW_OFTEN, "44254-1"),
        Item("phq9_5", _("Poor appetite or overeating"), HOW_OFTEN, "44251-7"),
        Item(
            "phq9_6",
            _(
                "Feeling bad about yourself – or that you are a failure or have let yourself or "
                "your family down"
            ),
            HOW_OFTEN,
            "44258-2",
        ),
        Item(
            "phq9_7",
            _(
                "Trouble concentrating on things, such as reading the newspaper or watching "
                "television"
            ),
            HOW_OFTEN,
            "44252-5",
        ),
        Item(
            "phq9_8",
            _(
                "Moving or speaking so slowly that other people could have noticed. Or the "
                "opposite – being so fidgety or restless that you have been moving around a lot "
                "more than usual"
            ),
            HOW_OFTEN,
            "44253-3",
        ),
        Item(
            ITEM_9,
            _("Thoughts that you would be better off dead, or of hurting yourself in some way"),
            HOW_OFTEN,
            "44260-8",
            alarms=frozenset({1, 2, 3, DECLINED}),
        ),
        Item(
            "phq9_difficulty",
            _(
                "How difficult have these problems made it for you to do your work, take care of "
                "things at home, or get along with other people?"
            ),
            HOW_DIFFICULT,
            "69722-7",
            hint=_("If you had none of these problems, leave this one empty."),
            is_scored=False,
            is_required=False,
        ),
    ),
    bands=(
        Band("minimal", _("none or minimal"), 0),
        Band("mild", _("mild"), 5),
        Band("moderate", _("moderate"), 10),
        Band("moderately_severe", _("moderately severe"), 15),
        Band("severe", _("severe"), 20),
    ),
    licence_note=f"{PFIZER} (S74)",
    source="PHQ-9 (S74); cut at 10 (S75)",
)

GAD7 = InstrumentDefinition(
    key=Instrument.GAD7,
    name="GAD-7",
    version="pfizer-en",
    loinc_panel="69737-5",
    loinc_score="70274-6",
    scoring=Scoring.SUM,
    highest_score=21,
    noticed=Noticed(Decimal(4), Decimal(4), "Clinical basis §5.1 (S77)"),
    stem=STEM,
    items=(
        Item("gad7_1", _("Feeling nervous, anxious or on edge"), HOW_OFTEN, "69725-0"),
        Item("gad7_2", _("Not being able to stop or control worrying"), HOW_OFTEN, "68509-9"),
        Item("gad7_3", _("Worrying too much about different things"), HOW_OFTEN, "69733-4"),
        Item("gad7_4", _("Trouble relaxing"), HOW_OFTEN, "69734-2"),
        Item("gad7_5", _("Being so restless that it is hard to sit still"), HOW_OFTEN, "69735-9"),
        Item("gad7_6", _("Becoming easily annoyed or irritable"), HOW_OFTEN, "69689-8"),
        Item(
            "gad7_7", _("Feeling afraid as if something awful might happen"), HOW_OFTEN, "69736-7"
        ),
    ),
    bands=(
        Band("minimal", _("none or minimal"), 0),
        Band("mild", _("mild"), 5),
        Band("moderate", _("moderate"), 10),
        Band("severe", _("severe"), 15),
    ),
    licence_note=f"{PFIZER} (S74b)",
    source="GAD-7 (S68, S74b); bands to be verified",
)
