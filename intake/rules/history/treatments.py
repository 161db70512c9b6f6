"""What people try against pain before ketamine, in plain words."""

from dataclasses import dataclass
from enum import StrEnum

from intake.choices import TreatmentEffect
from intake.rules.text import gettext_noop as _


class Kind(StrEnum):
    MEDICINE = "medicine"
    PROCEDURE = "procedure"
    OTHER = "other"


@dataclass(frozen=True)
class Treatment:
    key: str
    kind: Kind
    label: str


TREATMENTS: tuple[Treatment, ...] = (
    Treatment("acetaminophen", Kind.MEDICINE, _("Acetaminophen (Tylenol)")),
    Treatment(
        "anti_inflammatory",
        Kind.MEDICINE,
        _("Anti-inflammatory pills (ibuprofen, naproxen, celecoxib)"),
    ),
    Treatment("gabapentinoid", Kind.MEDICINE, _("Gabapentin (Neurontin) or pregabalin (Lyrica)")),
    Treatment("snri", Kind.MEDICINE, _("Duloxetine (Cymbalta) or venlafaxine (Effexor)")),
    Treatment("tricyclic", Kind.MEDICINE, _("Amitriptyline or nortriptyline")),
    Treatment("seizure_medicine", Kind.MEDICINE, _("Carbamazepine, topiramate or lamotrigine")),
    Treatment("muscle_relaxant", Kind.MEDICINE, _("Muscle relaxants (cyclobenzaprine, baclofen)")),
    Treatment("opioid", Kind.MEDICINE, _("Opioids (tramadol, oxycodone, morphine)")),
    Treatment("skin", Kind.MEDICINE, _("Lidocaine patch or capsaicin cream")),
    Treatment("cannabis", Kind.MEDICINE, _("Cannabis or CBD")),
    Treatment("nerve_block", Kind.PROCEDURE, _("Injections or nerve blocks")),
    Treatment("stimulator", Kind.PROCEDURE, _("Spinal cord stimulator or pain pump")),
    Treatment("surgery", Kind.PROCEDURE, _("Surgery for the pain")),
    Treatment("physical_therapy", Kind.OTHER, _("Physical therapy or exercise")),
    Treatment("talking_therapy", Kind.OTHER, _("Talking therapy or mindfulness for pain")),
    Treatment("hands_on", Kind.OTHER, _("Acupuncture, massage or chiropractic")),
)
TRIED = frozenset(
    {
        TreatmentEffect.HELPED,
        TreatmentEffect.HELPED_A_LITTLE,
        TreatmentEffect.DID_NOT_HELP,
        TreatmentEffect.STOPPED,
    }
)
