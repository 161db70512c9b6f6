"""Alcohol and drugs, and daily life."""

from intake.choices import Action, Section
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.text import gettext_noop as _

SUBSTANCES = (
    Question(
        key="sud_active",
        section=Section.SUBSTANCES,
        label=_("Alcohol or drug problem in the last 12 months"),
        text=_(
            "In the past 12 months, have alcohol or drugs caused problems for you, or have you "
            "used ketamine, street drugs, or someone else's medicine?"
        ),
        hint=_("An honest answer keeps you safe. It goes to your clinician, to nobody else."),
        why=_("Not used with an active substance-use problem"),
        source="ASRA 2018 (S02)",
        follow_up=FollowUp(
            FollowUpKind.CHOICE,
            _("Which was it?"),
            (
                Option("ketamine", _("Ketamine, alone or with others"), Action.EXCLUDE),
                Option("other", _("Alcohol or other drugs or medicines"), Action.EXCLUDE),
            ),
        ),
    ),
    Question(
        key="sud_past",
        section=Section.SUBSTANCES,
        label=_("Treated for, or worried about, alcohol or drug use"),
        text=_("Have you ever been treated for, or worried about, your alcohol or drug use?"),
        why=_(
            "Ketamine can be misused; the prescription-monitoring record and a urine drug screen "
            "are checked"
        ),
        source="ASRA 2018 (S02)",
        yes=Action.REVIEW,
    ),
)

DAILY_LIFE = (
    Question(
        key="falls_frailty_65",
        section=Section.DAILY_LIFE,
        label=_("Falls or frailty"),
        text=_("Have you had a fall in the last 6 months, or do you use a walking aid?"),
        why=_("Doses start lower and rise more slowly"),
        source="Mid Essex CCG (S19); the age cut is clinic policy",
        yes=Action.REVIEW,
    ),
    Question(
        key="driving_work",
        section=Section.DAILY_LIFE,
        label=_("Driving, heights or dangerous machines"),
        text=_("Do you drive, work at heights, or use dangerous machines?"),
        why=_("Alertness is impaired after a dose"),
        source="Spravato label 2019 (S12)",
        yes=Action.REVIEW,
    ),
    Question(
        key="dependants",
        section=Section.DAILY_LIFE,
        label=_("Only adult looking after someone"),
        text=_(
            "Are you ever the only adult looking after children, or after someone who relies on "
            "you?"
        ),
        why=_("Nobody can be the only carer after a dose"),
        source="Clinic policy",
        yes=Action.REVIEW,
    ),
)
