"""Heart, blood vessels and blood pressure."""

from intake.choices import Action, Section
from intake.rules.questions.model import Question
from intake.rules.text import gettext_noop as _

HEART = (
    Question(
        key="bp_rise_dangerous",
        section=Section.HEART,
        label=_("Told that a rise in blood pressure is dangerous"),
        text=_("Has a doctor told you that a rise in blood pressure could be dangerous for you?"),
        why=_("Ketamine raises blood pressure for some hours"),
        source="FDA ketamine label (S03)",
    ),
    Question(
        key="hypertension_treated",
        section=Section.HEART,
        label=_("High blood pressure, or medicine for it"),
        text=_("Do you have high blood pressure, or take medicine for it?"),
        why=_("Blood pressure may rise after a dose, or fall together with its medicines"),
        source="MIMS ketamine interactions (S13)",
        yes=Action.REVIEW,
    ),
    Question(
        key="aneurysm_avm",
        section=Section.HEART,
        label=_("Aneurysm or arteriovenous malformation"),
        text=_(
            "Have you ever been told that you have an aneurysm (a bulge in a blood vessel of the "
            "brain, chest, belly or legs) or an AVM?"
        ),
        why=_("A rise in blood pressure could make a weak vessel bleed"),
        source="Spravato safety information (S08)",
    ),
    Question(
        key="heart_unstable",
        section=Section.HEART,
        label=_("Unstable heart disease in the last 6 months"),
        text=_(
            "In the last 6 months: a heart attack, chest pain at rest, heart failure that got "
            "worse, or a dangerous heart rhythm?"
        ),
        why=_("Not used in poorly controlled heart disease"),
        source="ASRA 2018 (S02); 6 months is clinic policy",
    ),
    Question(
        key="heart_disease_stable",
        section=Section.HEART,
        label=_("Heart disease"),
        text=_(
            "Any heart disease: angina, heart failure, valve disease, a pacemaker, or an irregular "
            "heartbeat?"
        ),
        why=_("Low doses and closer monitoring are advised; an ECG if clinic policy asks for it"),
        source="Scottish palliative guidelines (S16)",
        yes=Action.REVIEW,
    ),
)
