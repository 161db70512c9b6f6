"""What the dosing limits ask of intake."""

from datetime import date

from intake.models import Patient
from intake.rules import IntakePolicy
from intake.rules.caution import listed_reasons
from intake.rules.caution import reduced_start_reasons as reasons_from
from intake.selectors.application import screening_facts, submission_in_force
from intake.selectors.medicines import listed_medicines
from intake.selectors.readiness import is_gate_closed
from intake.selectors.work import last_judged_submission
from ketaclinic.policies.selectors import policy_in_force


def in_person_exam_on_file(patient: Patient) -> bool:
    """Whether the exam is recorded, or the clinic's policy does not ask for one."""
    policy = policy_in_force().get(IntakePolicy)
    return not policy.requires_in_person_exam or is_gate_closed(patient, "in_person_exam_on_file")


def reduced_start_reasons(patient: Patient, today: date) -> tuple[str, ...]:
    """Why this patient starts lower, in short words; what is not on file counts as a reason.

    A change that no clinician has read yet can add a reason, but takes none away.
    """
    policy = policy_in_force().get(IntakePolicy)
    newest, judged = submission_in_force(patient), last_judged_submission(patient)
    read = {each.pk: each.facts for each in (newest, judged) if each is not None}
    reasons = [
        reason
        for facts in read.values() or [{}]
        for reason in reasons_from(screening_facts(facts), policy, today)
    ]
    return tuple(dict.fromkeys([*reasons, *listed_reasons(listed_medicines(patient))]))
