"""How each invented person came into care: the application, the decision, the way to readiness."""

from datetime import date, datetime, timedelta
from typing import Any

from intake.choices import (
    Answer,
    ContactChannel,
    DosingPlace,
    GateOutcome,
    Instrument,
    Outcome,
    Section,
    SexAtBirth,
)
from intake.models import Patient
from intake.rules.consent import teach_back_of
from intake.rules.instruments import BY_SECTION
from intake.rules.instruments.asq import NO
from intake.rules.questions import questions_for
from intake.rules.readiness import GATES
from intake.selectors import agreements_of, findings_of, sections_of, submission_in_force
from intake.services import (
    application_decide,
    application_save_section,
    application_start,
    application_submit,
    consent_sign,
    medicine_add,
    readiness_gates_record,
)
from intake.services.readiness import GateEntry
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.services import user_create
from monitoring.demo.cast import Person
from monitoring.demo.diary import ZONE_NAME
from monitoring.demo.history import SOUND_YES, history_answers

ADDRESS = "12 Example Street"
TIRED = {"phq9_3": 2, "phq9_4": 1, "gad7_4": 1}
PHONE = "(555) 010-0123"
# A gate that the record itself must prove, or that a tick alone closes.
STILL_OPEN = frozenset({"locked_storage_confirmed", "first_dose_supervised_completed"})


def apply_for_care(person: Person, now: datetime) -> Patient:
    """Sign up and send the application, page by page, as the applicant would."""
    user = user_create(
        email=person.email,
        full_name=person.name,
        role=Role.PATIENT,
        by=None,
        time_zone=ZONE_NAME,
    )
    patient = application_start(user=user, now=now)
    for section in sections_of(patient):
        if section is Section.MEDICINES:
            _list_medicines(patient, person, user, now)
        if section is not Section.CONSENT:
            answers = _answers(person, section)
            application_save_section(
                patient=patient, section=section, answers=answers, by=user, now=now
            )
            patient.refresh_from_db()
    _sign_consent(patient, person, user, now)
    application_submit(patient=patient, by=user, now=now)
    return patient


def _list_medicines(patient: Patient, person: Person, user: User, now: datetime) -> None:
    for line in person.medicines:
        name, _space, dose = line.partition(" ")
        medicine_add(patient=patient, by=user, now=now, name=name, dose=dose)


def approve(patient: Patient, person: Person, by: User, now: datetime) -> None:
    """The clinician answers every finding and approves."""
    submission = submission_in_force(patient)
    found = findings_of(submission) if submission else []
    application_decide(
        patient=patient,
        by=by,
        now=now,
        outcome=Outcome.APPROVE,
        reason="Pain despite two first-line medicines; risks and alternatives discussed.",
        message="Welcome to the program.",
        pain_type=person.pain_type,
        understands_risks=True,
        answers={
            finding.key: "Discussed by phone; acceptable with this plan." for finding in found
        },
    )
    patient.refresh_from_db()


def get_ready(patient: Patient, person: Person, by: User, now: datetime, *, fully: bool) -> None:
    """The nurse closes the gates; `fully` leaves none open, and the patient becomes active."""
    done_on = (now - timedelta(days=1)).date()
    entries = [
        _entry(gate.key, gate.needs_date, person, done_on)
        for gate in GATES
        if fully or gate.key not in STILL_OPEN
    ]
    readiness_gates_record(patient=patient, entries=entries, by=by, now=now)
    patient.refresh_from_db()


def _entry(key: str, needs_date: bool, person: Person, done_on: date) -> GateEntry:
    if key == "pregnancy_test_if_applicable" and person.sex == SexAtBirth.MALE:
        return GateEntry(key, note="Does not apply.", outcome=GateOutcome.NOT_APPLICABLE)
    note = "Nothing unexpected." if key == "pdmp_checked_on" else ""
    return GateEntry(key, note=note, done_on=done_on if needs_date else None)


def _sign_consent(patient: Patient, person: Person, user: User, now: datetime) -> None:
    for agreement in agreements_of(patient):
        document = agreement.document
        consent_sign(
            patient=patient,
            document=document,
            sha256=document.sha256,
            typed_name=person.name,
            is_intended=True,
            teach_back={
                each.key: each.right for each in teach_back_of(document.key, document.version)
            },
            ip_address=None,
            by=user,
            now=now,
        )


def _answers(person: Person, section: Section) -> dict[str, Any]:
    special = {
        Section.ABOUT: _about,
        Section.HOME: _home,
        Section.CONTACT: _contact,
        Section.PEOPLE: _people,
        Section.PRESSURE: _pressure,
        Section.PAIN_SCORE: _pain,
    }
    if section in special:
        return special[section](person)
    answers: dict[str, Any] = (
        _items(section)
        | history_answers(person, section)
        | {
            question.key: {"answer": _reply(person, question.key)}
            for question in questions_for(section, person.sex)
        }
    )
    if section is Section.MEDICINES:
        answers |= {"takes_none": not person.medicines}
    return answers


def _items(section: Section) -> dict[str, Any]:
    """A questionnaire answered calmly: some bad sleep and little energy, as pain brings."""
    definition = BY_SECTION.get(section)
    if definition is None:
        return {}
    calm = NO if definition.key == Instrument.ASQ else 0
    asked = {item.key: calm for item in definition.scored if item.asked_if is None}
    return asked | {key: value for key, value in TIRED.items() if key in asked}


def _reply(person: Person, key: str) -> str:
    is_yes = key in person.says_yes or key in SOUND_YES
    return Answer.YES if is_yes else Answer.NO


def _about(person: Person) -> dict[str, Any]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "preferred_name": "",
        "date_of_birth": person.born,
        "sex_at_birth": person.sex,
        "gender": "",
        "phone": PHONE,
    }


def _home(person: Person) -> dict[str, Any]:
    city, postal_code = person.home
    return {
        "address_line": ADDRESS,
        "city": city,
        "state_of_residence": "NY",
        "postal_code": postal_code,
        "dosing_at": DosingPlace.HERE,
        "time_zone": ZONE_NAME,
        "is_zone_confirmed": True,
    }


def _contact(person: Person) -> dict[str, Any]:
    return {"preferred_channel": ContactChannel.PHONE, "voicemail_allowed": True}


def _people(person: Person) -> dict[str, Any]:
    return {
        "emergency_contact_name": f"Sam {person.last_name}",
        "emergency_contact_phone": "(555) 010-0124",
        "helper_name": f"Sam {person.last_name}",
        "helper_phone": "(555) 010-0124",
        "physician_name": "Dr Lee Brook",
        "physician_phone": "(555) 010-0125",
    }


def _pressure(person: Person) -> dict[str, Any]:
    systolic, diastolic, pulse = person.pressure
    return {
        "readings": [
            {"systolic": systolic, "diastolic": diastolic, "pulse": pulse},
            {"systolic": systolic - 2, "diastolic": diastolic - 1, "pulse": pulse},
        ],
        "symptoms": [],
    }


def _pain(person: Person) -> dict[str, Any]:
    before = person.pain[0]
    return {"peg_p": before, "peg_e": before, "peg_g": max(before - 1, 0)}
