"""What each invented person tells of their pain, and of what they tried before."""

from typing import Any

from intake.choices import LengthUnit, PainType, Section, SexAtBirth, TreatmentEffect, WeightUnit
from monitoring.demo.cast import Person

CONDITIONS = {
    PainType.CRPS: ("Complex regional pain syndrome (CRPS)", ["hand", "shoulder"]),
    PainType.NEUROPATHIC: ("Nerve damage (neuropathy)", ["leg", "foot"]),
}
EFFECTS = {
    "acetaminophen": TreatmentEffect.DID_NOT_HELP,
    "gabapentinoid": TreatmentEffect.HELPED_A_LITTLE,
    "snri": TreatmentEffect.STOPPED,
    "nerve_block": TreatmentEffect.HELPED_A_LITTLE,
    "stimulator": TreatmentEffect.NOT_TRIED,
    "physical_therapy": TreatmentEffect.HELPED_A_LITTLE,
}
HEIGHT_CM = {SexAtBirth.FEMALE: 166, SexAtBirth.MALE: 178}
AVERAGE_HEIGHT_CM = 172
SOUND_YES = frozenset(
    {
        "contraception",
        "pain_burning",
        "pain_tingling",
        "has_validated_upper_arm_cuff",
        "cuff_technique_shown",
        "has_phone",
        "has_adult_sitter_contact",
        "emergency_address_on_file",
        "locked_storage_confirmed",
    }
)


def history_answers(person: Person, section: Section) -> dict[str, Any]:
    """What the pages about pain, opioids, earlier ketamine and body size add to their questions."""
    return _PAGES[section](person) if section in _PAGES else {}


def _pain(person: Person) -> dict[str, Any]:
    name, areas = CONDITIONS[PainType(person.pain_type)]
    return {
        "conditions": [{"text": name}],
        "began": "2021-03",
        "areas": areas,
        "where": "Worse in the evening.",
    }


def _treatments(person: Person) -> dict[str, Any]:
    return {"effects": {key: {"effect": effect} for key, effect in EFFECTS.items()}}


def _opioids(person: Person) -> dict[str, Any]:
    return {"opioids": [], "takes_none": True}


def _ketamine(person: Person) -> dict[str, Any]:
    return {"uses": []}


def _size(person: Person) -> dict[str, Any]:
    return {
        "amount": str(person.weight_kg),
        "unit": WeightUnit.KILOGRAM,
        "height_unit": LengthUnit.CENTIMETER,
        "centimeters": str(HEIGHT_CM.get(SexAtBirth(person.sex), AVERAGE_HEIGHT_CM)),
    }


_PAGES = {
    Section.PAIN: _pain,
    Section.PAIN_TREATMENTS: _treatments,
    Section.OPIOIDS: _opioids,
    Section.KETAMINE_BEFORE: _ketamine,
    Section.WEIGHT: _size,
}
