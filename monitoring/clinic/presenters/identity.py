"""Who the chart is about, and the plan in one line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.models import DosingPlan
from dosing.presenters import amount_text, plan_line
from dosing.rules import step_due_on
from intake.choices import PatientState
from intake.models import Patient
from intake.rules.dates import age_in_years

STATE_KINDS = {
    PatientState.ACTIVE: "go",
    PatientState.APPROVED: "info",
    PatientState.PAUSED: "wait",
}


@dataclass(frozen=True)
class Identity:
    """The head of the chart."""

    patient_id: UUID
    name: str
    age: int | None
    state_word: str
    state_kind: str
    plan_line: str
    step_line: str
    phone: str
    facts: tuple[tuple[str, str], ...]


def identity(patient: Patient, plan: DosingPlan | None, now: datetime) -> Identity:
    """The head of the chart; `plan` is the version in force, if there is one."""
    return Identity(
        patient_id=patient.public_id,
        name=patient.display_name,
        age=patient_age(patient, now),
        state_word=str(PatientState(patient.state).label),
        state_kind=STATE_KINDS.get(PatientState(patient.state), "quiet"),
        plan_line=plan_sentence(plan),
        step_line=step_sentence(patient, plan),
        phone=patient.phone,
        facts=tuple(_facts(patient)),
    )


def patient_age(patient: Patient, now: datetime) -> int | None:
    """Completed years today, or None where no birth date is known."""
    return age_in_years(patient.date_of_birth, now.date()) if patient.date_of_birth else None


def plan_sentence(plan: DosingPlan | None) -> str:
    """ "25 mg (1 capsule), every day at 8 a.m., 3 p.m.; at home, since March 2."."""
    if plan is None:
        return _("No plan is in force.")
    return _("%(line)s; %(place)s, since %(since)s.") % {
        "line": plan_line(plan.terms),
        "place": str(plan.get_place_display()).lower(),
        "since": date_format(plan.effective_at, "MONTH_DAY_FORMAT"),
    }


def step_sentence(patient: Patient, plan: DosingPlan | None) -> str:
    """ "Next planned step: 35 mg (1 capsule), March 9 at the earliest."; "" without one."""
    if plan is None or not plan.steps:
        return ""
    terms = plan.terms
    since = localtime(plan.effective_at, ZoneInfo(patient.user.time_zone)).date()
    return _("Next planned step: %(amount)s, %(day)s at the earliest.") % {
        "amount": amount_text(terms, terms.steps[0].dose_ug),
        "day": date_format(step_due_on(terms, since), "MONTH_DAY_FORMAT"),
    }


def _facts(patient: Patient) -> list[tuple[str, str]]:
    born = patient.date_of_birth
    sex = str(patient.get_sex_at_birth_display()) if patient.sex_at_birth else ""
    facts = [
        (_("Born"), date_format(born, "DATE_FORMAT") if born else ""),
        (_("Sex at birth"), sex),
        (_("Phone"), patient.phone),
        (_("Emergency contact"), _contact(patient)),
    ]
    return [(term, value) for term, value in facts if value]


def _contact(patient: Patient) -> str:
    parts = (patient.emergency_contact_name, patient.emergency_contact_phone)
    return ", ".join(part for part in parts if part)
