"""The gates between an approval and the first dose at home."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.rules.text import gettext_noop as _

# The look at the state's prescription-monitoring record.
MONITORING_CHECK = "pdmp_checked_on"


@dataclass(frozen=True)
class Gate:
    """One gate: what staff tick, what the patient reads, and what a tick needs."""

    key: str
    label: str
    patient_words: str
    needs_date: bool = False
    may_not_apply: bool = False
    needs_note: str = ""


GATES: tuple[Gate, ...] = (
    Gate(
        "in_person_exam_on_file",
        _("In-person exam on file"),
        _("An exam in person at the clinic"),
        needs_date=True,
    ),
    Gate(
        MONITORING_CHECK,
        _("Prescription-monitoring record checked"),
        _("A check of your prescription record by the clinic"),
        needs_date=True,
        needs_note=_("Write in the note what the check showed."),
    ),
    Gate("baseline_lft", _("Baseline liver tests"), _("A blood test of your liver"), True),
    Gate("baseline_urinalysis", _("Baseline urine test"), _("A urine test"), True),
    Gate(
        "pregnancy_test_if_applicable",
        _("Pregnancy test"),
        _("A pregnancy test, if it applies to you"),
        needs_date=True,
        may_not_apply=True,
    ),
    Gate("baseline_weight", _("Baseline weight"), _("Your weight")),
    Gate(
        "has_validated_upper_arm_cuff",
        _("Has a validated upper-arm cuff"),
        _("A blood pressure cuff for the upper arm; a smart watch is not enough"),
    ),
    Gate(
        "cuff_technique_shown",
        _("Cuff technique shown"),
        _("The clinic shows you how to measure"),
    ),
    Gate("has_phone", _("Has a phone"), _("A phone that is with you at each dose")),
    Gate(
        "emergency_address_on_file",
        _("Emergency address on file"),
        _("The address where help can find you"),
    ),
    Gate(
        "has_adult_sitter_contact",
        _("Contact of an adult helper"),
        _("An adult who can stay with you after a dose"),
    ),
    Gate("locked_storage_confirmed", _("Locked storage confirmed"), _("A locked place to keep it")),
    Gate(
        "consent_signed_current_version",
        _("Current consent signed"),
        _("Your signature under the current consent"),
    ),
    Gate(
        "first_dose_supervised_completed",
        _("First dose supervised in the clinic"),
        _("Your first dose, at the clinic"),
        needs_date=True,
    ),
)
GATES_BY_KEY: Mapping[str, Gate] = {gate.key: gate for gate in GATES}
