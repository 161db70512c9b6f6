"""What nerve pain feels like, in the clinic's own words; no licensed questionnaire is copied."""

from intake.choices import Section
from intake.rules.questions.model import Question
from intake.rules.text import gettext_noop as _

WHY = _("Nerve pain is what most of the evidence is about")
SOURCE = "Faculty of Pain Medicine (S22); the wording is the clinic's own"


def _feature(key: str, label: str, text: str) -> Question:
    """One sign; all of them together lead to one finding (`neuropathic_features`)."""
    return Question(
        key=key,
        section=Section.PAIN,
        label=label,
        text=text,
        why=WHY,
        source=SOURCE,
        yes=None,
        not_sure=None,
    )


PAIN_FEATURES = (
    _feature("pain_burning", _("Burning"), _("Does the pain burn?")),
    _feature("pain_shocks", _("Electric shocks"), _("Does the pain shoot like an electric shock?")),
    _feature("pain_tingling", _("Tingling"), _("Does the place tingle, or prickle like needles?")),
    _feature(
        "pain_numbness", _("Numbness"), _("Is the place numb, with less feeling than before?")
    ),
    _feature(
        "pain_light_touch",
        _("Pain from light touch"),
        _("Does light touch hurt there, for example clothes or a bed sheet?"),
    ),
)
