"""Earlier ketamine."""

from intake.choices import Action, Section
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.text import gettext_noop as _

KETAMINE_BEFORE = (
    Question(
        key="prior_ketamine",
        section=Section.KETAMINE_BEFORE,
        label=_("Ketamine or Spravato before"),
        text=_("Have you had ketamine or Spravato before?"),
        why=_("How it went before helps to plan"),
        source="General knowledge, to be verified",
        yes=Action.NOTE,
        follow_up=FollowUp(
            FollowUpKind.CHOICE,
            _("What happened?"),
            (
                Option("no_reaction", _("No bad reaction"), Action.NOTE),
                Option("bad_reaction", _("I had a bad reaction"), Action.REVIEW),
                Option("unknown", _("I do not know"), Action.REVIEW),
            ),
        ),
    ),
)
