"""Why a patient starts lower: age, frailty, liver, opioids, sedatives, inhibitors (§2.4)."""

from datetime import date

from dosing.rules import REDUCED_START_FINDINGS, REDUCED_START_MEDICINES
from intake.models import Patient
from intake.rules import IntakePolicy
from intake.rules.dates import counts_as_aged
from intake.selectors import current_medicines, findings_of, submission_in_force
from ketaclinic.policies.selectors import policy_in_force

NO_SCREENING = "no_screening"
AGE = "age"


def reduced_start_reasons(patient: Patient, today: date) -> tuple[str, ...]:
    """Short machine reasons; a patient whom nobody screened starts low, because nobody knows."""
    return (*_age(patient, today), *_screening(patient), *_medicines(patient))


def _age(patient: Patient, today: date) -> tuple[str, ...]:
    from_age = policy_in_force().get(IntakePolicy).frailty_age_years
    born = patient.date_of_birth
    return (AGE,) if born is None or counts_as_aged(born, from_age, today) else ()


def _screening(patient: Patient) -> tuple[str, ...]:
    submission = submission_in_force(patient)
    if submission is None:
        return (NO_SCREENING,)
    found = {finding.key for finding in findings_of(submission)}
    return tuple(sorted(found & REDUCED_START_FINDINGS))


def _medicines(patient: Patient) -> tuple[str, ...]:
    classes = set(current_medicines(patient).values_list("class_key", flat=True))
    return tuple(sorted(classes & REDUCED_START_MEDICINES))
