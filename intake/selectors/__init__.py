"""Reads of intake, for this app and those above it."""

from intake.selectors.application import (
    answers_in_force,
    findings_of,
    missing_sections,
    screening_facts,
    sections_of,
    submission_in_force,
)
from intake.selectors.consent import (
    ConsentStanding,
    consent_is_current,
    consent_standing,
    current_document,
    signature_in_force,
)
from intake.selectors.for_dosing import in_person_exam_on_file, reduced_start_reasons
from intake.selectors.measurements import (
    baseline_peg,
    baseline_pressure,
    current_medicines,
    latest_weight,
)
from intake.selectors.patients import (
    CareBlocker,
    care_blockers,
    patient_by_public_id,
    patient_for_user,
    state_history,
)
from intake.selectors.queue import (
    application_queue,
    open_safety_concerns,
    queue_counts,
    safety_concern,
    safety_concerns_of,
    undecided_submission,
)
from intake.selectors.readiness import is_gate_closed, open_gates, readiness_gates

__all__ = [
    "CareBlocker",
    "ConsentStanding",
    "answers_in_force",
    "application_queue",
    "baseline_peg",
    "baseline_pressure",
    "care_blockers",
    "consent_is_current",
    "consent_standing",
    "current_document",
    "current_medicines",
    "findings_of",
    "in_person_exam_on_file",
    "is_gate_closed",
    "latest_weight",
    "missing_sections",
    "open_gates",
    "open_safety_concerns",
    "patient_by_public_id",
    "patient_for_user",
    "queue_counts",
    "readiness_gates",
    "reduced_start_reasons",
    "safety_concern",
    "safety_concerns_of",
    "screening_facts",
    "sections_of",
    "signature_in_force",
    "state_history",
    "submission_in_force",
    "undecided_submission",
]
