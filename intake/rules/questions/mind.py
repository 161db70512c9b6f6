"""Mind and mood."""

from intake.choices import Action, Section
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.text import gettext_noop as _

MIND = (
    Question(
        key="psychosis",
        section=Section.MIND,
        label=_("Psychosis, schizophrenia or schizoaffective disorder"),
        text=_(
            "Have you ever had psychosis, schizophrenia or schizoaffective disorder: hearing or "
            "seeing things that others do not, or fixed false beliefs?"
        ),
        why=_("Ketamine can bring psychosis back or make it worse"),
        source="ASRA 2018 (S02); Scottish palliative guidelines (S16)",
        follow_up=FollowUp(
            FollowUpKind.CHOICE,
            _("Is this now, or in the past?"),
            (
                Option("current", _("Now"), Action.EXCLUDE),
                Option("past", _("In the past"), Action.EXCLUDE),
                Option("unknown", _("I do not know"), Action.EXCLUDE),
            ),
        ),
    ),
    Question(
        key="mania_current",
        section=Section.MIND,
        label=_("Signs of mania now"),
        text=_(
            "Right now, are you much more energetic than usual, with little need for sleep, racing "
            "thoughts or risky behavior?"
        ),
        why=_("Mania may get worse"),
        source="General knowledge, to be verified",
    ),
    Question(
        key="bipolar",
        section=Section.MIND,
        label=_("Bipolar disorder"),
        text=_("Have you ever been diagnosed with bipolar disorder?"),
        why=_("Mood may switch"),
        source="General knowledge, to be verified",
        yes=Action.REVIEW,
    ),
    Question(
        key="family_psychosis",
        section=Section.MIND,
        label=_("Schizophrenia or psychosis in a close relative"),
        text=_("Has a parent, brother, sister or child of yours had schizophrenia or psychosis?"),
        why=_("The person may be more vulnerable to psychosis"),
        source="General knowledge, to be verified",
        yes=Action.REVIEW,
    ),
    Question(
        key="ptsd_dissociative",
        section=Section.MIND,
        label=_("Dissociative disorder or vivid flashbacks"),
        text=_("Have you had a dissociative disorder, or flashbacks that feel real?"),
        why=_("Feeling unreal or outside the body is a common effect of ketamine"),
        source="Spravato label 2019 (S17); relevance to be verified",
        yes=Action.REVIEW,
    ),
    Question(
        key="suicidal_history",
        section=Section.MIND,
        label=_("Has tried to end their life or hurt themselves"),
        text=_("Have you ever tried to end your life, or to hurt yourself?"),
        why=_("Risk needs a clinician's judgement"),
        source="General knowledge, to be verified",
        yes=Action.REVIEW,
    ),
)
