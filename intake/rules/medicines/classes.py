"""The classes of medicines that meet with ketamine: how badly, what happens, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.choices import Action, Severity
from intake.rules.text import gettext_noop as _

UNKNOWN = "cyp_unknown"
ACTION_OF: Mapping[Severity, Action] = {
    Severity.BLOCK: Action.EXCLUDE,
    Severity.MAJOR: Action.REVIEW,
    Severity.MODERATE: Action.REVIEW,
    Severity.INFO: Action.NOTE,
}
SEVERITY_ORDER = tuple(Severity)


@dataclass(frozen=True)
class MedicineClass:
    """One row of the interaction table; `advice` is what the patient is told at once."""

    key: str
    label: str
    severity: Severity
    effect: str
    source: str
    advice: str = ""
    is_inducer: bool = False
    is_inhibitor: bool = False

    @property
    def action(self) -> Action:
        return ACTION_OF[self.severity]


CLASSES: tuple[MedicineClass, ...] = (
    MedicineClass(
        key="theophylline_aminophylline",
        label=_("Theophylline or aminophylline"),
        severity=Severity.BLOCK,
        effect=_("Together they make a seizure more likely"),
        source="MIMS ketamine interactions (S13); Ketalar label (S14)",
        advice=_("It must not be combined with ketamine. Do not stop it by yourself."),
    ),
    MedicineClass(
        key="cyp2b6_inhibitor",
        label=_("Slows the breakdown of ketamine (CYP2B6)"),
        severity=Severity.MAJOR,
        effect=_("Ticlopidine raised the level of oral S-ketamine 2.4 times; a lower dose"),
        source="Ticlopidine: Peltoniemi 2011 (S26); other members to be verified",
        is_inhibitor=True,
    ),
    MedicineClass(
        key="cyp3a4_inhibitor_strong",
        label=_("Strongly slows the breakdown of ketamine (CYP3A4)"),
        severity=Severity.MAJOR,
        effect=_("Clarithromycin raised the level of ketamine 2.6 times, its peak 3.6 times"),
        source="Clarithromycin: Hagelberg 2010 (S27); other members to be verified",
        is_inhibitor=True,
    ),
    MedicineClass(
        key="cyp3a4_itraconazole",
        label=_("Itraconazole"),
        severity=Severity.MODERATE,
        effect=_("More drowsiness, although the level of ketamine did not rise"),
        source="Peltoniemi 2011 (S26)",
        is_inhibitor=True,
    ),
    MedicineClass(
        key="grapefruit",
        label=_("Grapefruit"),
        severity=Severity.MAJOR,
        effect=_("Grapefruit juice raised the level of ketamine 3 times, its peak 2.1 times"),
        source="Peltoniemi 2012, grapefruit (S28)",
        advice=_("Do not eat grapefruit or drink its juice while you take ketamine."),
        is_inhibitor=True,
    ),
    MedicineClass(
        key="cyp3a4_inhibitor_moderate",
        label=_("Slows the breakdown of ketamine somewhat (CYP3A4)"),
        severity=Severity.MODERATE,
        effect=_("The level of ketamine may rise"),
        source="MIMS ketamine interactions (S13); members to be verified",
        is_inhibitor=True,
    ),
    MedicineClass(
        key="cyp_inducer_strong",
        label=_("Speeds up the breakdown of ketamine"),
        severity=Severity.MAJOR,
        effect=_(
            "Rifampicin lowered the level of oral ketamine by 86 percent; when such a medicine "
            "is stopped, the level jumps"
        ),
        source="Rifampicin: Peltoniemi 2012 (S30); other members to be verified",
        advice=_("Tell the clinic before you stop it."),
        is_inducer=True,
    ),
    MedicineClass(
        key="st_johns_wort",
        label=_("St John's wort"),
        severity=Severity.MAJOR,
        effect=_("It lowered the level of ketamine by 58 percent; when it is stopped, it jumps"),
        source="Peltoniemi 2012, St John's wort (S29)",
        advice=_("Tell the clinic before you stop it."),
        is_inducer=True,
    ),
    MedicineClass(
        key="benzodiazepine",
        label=_("Benzodiazepine or sleeping tablet"),
        severity=Severity.MAJOR,
        effect=_(
            "Drowsiness and slow breathing add up; the effect on mood is shorter; diazepam "
            "raises the level of ketamine"
        ),
        source="Veraart 2021 (S32); Scottish guidelines (S16); MIMS (S13)",
        advice=_("Do not stop it by yourself."),
    ),
    MedicineClass(
        key="opioid",
        label=_("Opioid"),
        severity=Severity.MAJOR,
        effect=_(
            "Drowsiness and slow breathing add up; recovery takes longer; the opioid dose may "
            "need to go down when ketamine starts"
        ),
        source="MIMS (S13); ketamine precautions (S33); Mid Essex CCG (S19)",
        advice=_("Do not stop it by yourself."),
    ),
    MedicineClass(
        key="alcohol",
        label=_("Alcohol"),
        severity=Severity.MAJOR,
        effect=_("Drowsiness and slow breathing add up"),
        source="MIMS ketamine interactions (S13); the 24 hours are clinic policy",
        advice=_("No alcohol from 24 hours before a dose to 24 hours after it."),
    ),
    MedicineClass(
        key="cns_depressant_other",
        label=_("Makes drowsy"),
        severity=Severity.MODERATE,
        effect=_("Drowsiness adds up"),
        source=(
            "Phenothiazines, antihistamines, muscle relaxants: MIMS (S13); others to be verified"
        ),
    ),
    MedicineClass(
        key="maoi",
        label=_("MAO inhibitor"),
        severity=Severity.MAJOR,
        effect=_("The blood pressure could rise; case reports with tranylcypromine saw no change"),
        source="Spravato REMS form (S34); Veraart 2021 (S32)",
    ),
    MedicineClass(
        key="stimulant",
        label=_("Stimulant"),
        severity=Severity.MAJOR,
        effect=_("The blood pressure rises"),
        source="Spravato REMS form (S34); the effect is to be verified",
    ),
    MedicineClass(
        key="sympathomimetic_vasopressin",
        label=_("Decongestant or medicine that raises the pressure"),
        severity=Severity.MAJOR,
        effect=_("Ketamine makes its effect on heart and blood pressure stronger"),
        source="Ketamine precautions (S33); examples to be verified",
        advice=_("Ask the clinic before you take a decongestant; it raises blood pressure."),
    ),
    MedicineClass(
        key="thyroid_hormone",
        label=_("Thyroid hormone"),
        severity=Severity.MODERATE,
        effect=_("High blood pressure and a fast pulse"),
        source="MIMS (S13); Scottish guidelines (S16)",
    ),
    MedicineClass(
        key="antihypertensive",
        label=_("Blood pressure medicine"),
        severity=Severity.INFO,
        effect=_("The blood pressure can fall; it is not left out on dose days unless told"),
        source="MIMS ketamine interactions (S13); the advice is clinic policy",
        advice=_("Keep taking it on dose days unless the clinic tells you otherwise."),
    ),
    MedicineClass(
        key="lamotrigine",
        label=_("Lamotrigine"),
        severity=Severity.INFO,
        effect=_("In 2 of 5 studies it weakened the effects of ketamine"),
        source="Veraart 2021 (S32)",
    ),
    MedicineClass(
        key="nmda_other",
        label=_("Acts on the same receptor as ketamine (NMDA)"),
        severity=Severity.MAJOR,
        effect=_("The effects on the NMDA receptor add up"),
        source="General knowledge, to be verified",
        advice=_("Ask the clinic before you take cough syrup with dextromethorphan (DM)."),
    ),
    MedicineClass(
        key="antipsychotic",
        label=_("Antipsychotic"),
        severity=Severity.MODERATE,
        effect=_("It may weaken ketamine, and it can point to a psychosis in the past"),
        source="Veraart 2021 (S32)",
    ),
    MedicineClass(
        key="lithium",
        label=_("Lithium"),
        severity=Severity.INFO,
        effect=_("No significant interaction is reported"),
        source="Veraart 2021 (S32)",
    ),
    MedicineClass(
        key="serotonergic",
        label=_("SSRI or SNRI antidepressant"),
        severity=Severity.INFO,
        effect=_("Most common antidepressants can probably be combined"),
        source="Andrade 2017 (S35)",
    ),
    MedicineClass(
        key=UNKNOWN,
        label=_("Not in the table"),
        severity=Severity.MODERATE,
        effect=_("The interaction is not known; a clinician checks it by hand"),
        source="Clinic policy",
    ),
)
CLASS_BY_KEY: Mapping[str, MedicineClass] = {each.key: each for each in CLASSES}


def classes_for(keys: tuple[str, ...]) -> tuple[MedicineClass, ...]:
    """The classes of these keys, the most severe first; a key of an older table is unknown."""
    known = {CLASS_BY_KEY.get(key, CLASS_BY_KEY[UNKNOWN]) for key in keys or (UNKNOWN,)}
    places = {each.key: place for place, each in enumerate(CLASSES)}
    return tuple(
        sorted(known, key=lambda one: (SEVERITY_ORDER.index(one.severity), places[one.key]))
    )
