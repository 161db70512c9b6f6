"""Medicines and allergies."""

from intake.choices import Action, Section
from intake.rules.questions.model import Question
from intake.rules.text import gettext_noop as _

MEDICINES = (
    Question(
        key="allergy_ketamine",
        section=Section.MEDICINES,
        label=_("Allergic reaction to ketamine or esketamine"),
        text=_("Have you ever had an allergic reaction to ketamine or esketamine (Spravato)?"),
        why=_("The label names it as a contraindication"),
        source="FDA ketamine label (S03); Spravato safety information (S08)",
    ),
    Question(
        key="theophylline",
        section=Section.MEDICINES,
        label=_("Theophylline or aminophylline"),
        text=_("Do you take theophylline or aminophylline (for asthma or COPD)?"),
        why=_("Together they make a seizure more likely"),
        source="MIMS ketamine interactions (S13); Ketalar label (S14); trial exclusion (S25)",
    ),
    Question(
        key="opioid_use",
        section=Section.MEDICINES,
        label=_("Opioid pain medicine"),
        text=_("Do you take opioid pain medicine, methadone or buprenorphine?"),
        hint=_("For example morphine, oxycodone, hydrocodone, fentanyl or tramadol."),
        why=_("Drowsiness and slow breathing add up; naloxone is offered"),
        source="Ketamine precautions (S33); MIMS ketamine interactions (S13)",
        yes=Action.REVIEW,
    ),
    Question(
        key="sedative_use",
        section=Section.MEDICINES,
        label=_("Sedating medicine"),
        text=_(
            "Do you take benzodiazepines, sleeping tablets, gabapentin or pregabalin, muscle "
            "relaxants, or antihistamines that make you drowsy?"
        ),
        why=_("Drowsiness adds up"),
        source="MIMS ketamine interactions (S13); gabapentinoids to be verified",
        yes=Action.REVIEW,
    ),
)
