"""Brain, nerves and eyes."""

from intake.choices import Action, Section
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.text import gettext_noop as _

BRAIN = (
    Question(
        key="brain_bleed",
        section=Section.BRAIN,
        label=_("Bleeding in the brain"),
        text=_("Have you ever had bleeding in the brain?"),
        why=_("A rise in blood pressure could cause another bleed"),
        source="Spravato safety information (S08)",
    ),
    Question(
        key="stroke_tia",
        section=Section.BRAIN,
        label=_("Stroke or mini-stroke"),
        text=_("Have you ever had a stroke or a mini-stroke (TIA)?"),
        why=_("After a stroke a rise in blood pressure is a hazard"),
        source="PDR Ketalar (S04); the 6-month cut is clinic policy",
        follow_up=FollowUp(FollowUpKind.MONTH, _("When was the last one?")),
    ),
    Question(
        key="raised_icp",
        section=Section.BRAIN,
        label=_("Raised pressure in the head, tumour, shunt or head injury"),
        text=_(
            "Have you ever been told that the pressure in your head or brain is high, or do you "
            "have a brain tumor, a shunt or a recent head injury?"
        ),
        why=_("Avoided, or used with extreme caution, when pressure in the head is raised"),
        source="ASRA 2018 (S02); Scottish palliative guidelines (S16)",
    ),
    Question(
        key="seizure_recent",
        section=Section.BRAIN,
        label=_("Seizure in the last 6 months"),
        text=_("Have you had a seizure in the last 6 months?"),
        why=_("Not used soon after a seizure"),
        source="Scottish palliative guidelines (S16); 6 months is clinic policy",
        follow_up=FollowUp(FollowUpKind.MONTH, _("When was the last one?")),
    ),
    Question(
        key="seizure_history",
        section=Section.BRAIN,
        label=_("Seizure or epilepsy ever"),
        text=_("Have you ever had a seizure, or epilepsy?"),
        why=_("Seizures need a clinician's judgement"),
        source="Scottish palliative guidelines (S16)",
        yes=Action.REVIEW,
    ),
    Question(
        key="delirium_dementia",
        section=Section.BRAIN,
        label=_("Dementia or recent sudden confusion"),
        text=_("Do you have dementia, or have you had sudden severe confusion recently?"),
        why=_("Not used in delirium; safe home use needs a clear mind"),
        source="Scottish palliative guidelines (S16); dementia is clinic policy",
    ),
    Question(
        key="eye_pressure",
        section=Section.BRAIN,
        label=_("Glaucoma, high eye pressure, recent eye surgery or injury"),
        text=_(
            "Do you have glaucoma or high eye pressure, or have you had eye surgery or an eye "
            "injury in the last 3 months?"
        ),
        why=_("The pressure in the eye can rise"),
        source="ASRA 2018 (S02); Pfizer adverse reactions (S15)",
        yes=Action.REVIEW,
        follow_up=FollowUp(
            FollowUpKind.CHOICE,
            _("Is your eye pressure under control?"),
            (
                Option("controlled", _("Yes, under control"), Action.REVIEW),
                Option("uncontrolled", _("No, it is too high"), Action.EXCLUDE),
                Option("unknown", _("I do not know"), Action.REVIEW),
            ),
        ),
    ),
)
