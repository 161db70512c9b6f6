"""What the dosing limits ask of intake."""

from datetime import date

from intake.models import Patient
from intake.rules import IntakePolicy
from intake.rules.caution import reduced_start_reasons as reasons_from
from intake.selectors.application import screening_facts, submission_in_force
from intake.selectors.readiness import is_gate_closed
from ketaclinic.policies.selectors import policy_in_force


def in_person_exam_on_file(patient: Patient, *, policy: IntakePolicy | None = None) -> bool:
    """Whether the exam is recorded, or the clinic's policy does not ask for one."""
    policy = policy or policy_in_force().get(IntakePolicy)
    return not policy.requires_in_person_exam or is_gate_closed(patient, "in_person_exam_on_file")


def reduced_start_reasons(
    patient: Patient, today: date, *, policy: IntakePolicy | None = None
) -> tuple[str, ...]:
    """Why this patient starts lower, in short words; what is not on file counts as a reason."""
    submission = submission_in_force(patient)
    facts = screening_facts(submission.facts if submission else {})
    return reasons_from(facts, policy or policy_in_force().get(IntakePolicy), today)
