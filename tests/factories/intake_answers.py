"""A whole application with nothing abnormal in it, as the services store it."""

from typing import Any

from intake.choices import Answer, Instrument, Section, SexAtBirth
from intake.rules.consent import CONSENT_TEXTS
from intake.rules.instruments import BY_SECTION, answers_from
from intake.rules.questions import QUESTIONS, questions_for
from tests.factories.intake_history import SOUND_YES as HISTORY_YES
from tests.factories.intake_history import STORED

QUESTION_SECTIONS = tuple(dict.fromkeys(question.section for question in QUESTIONS))
SOUND_YES = {"contraception"} | HISTORY_YES
ABOUT = {
    "first_name": "Rosa",
    "last_name": "Marin",
    "preferred_name": "",
    "date_of_birth": "1980-04-12",
    "sex_at_birth": "female",
    "gender": "woman",
    "phone": "+15550100200",
}
HOME = {
    "address_line": "12 Oak Street",
    "city": "Albany",
    "state_of_residence": "NY",
    "postal_code": "12207",
    "dosing_at": "here",
    "dosing_place": "",
    "time_zone": "America/New_York",
    "is_zone_confirmed": True,
}
CONTACT = {
    "preferred_channel": "phone",
    "voicemail_allowed": True,
    "contact_wishes": "Please call after 4 pm.",
}
PEOPLE = {
    "emergency_contact_name": "Luis Marin",
    "emergency_contact_phone": "+15550100201",
    "helper_name": "Luis Marin",
    "helper_phone": "+15550100201",
    "has_no_helper": False,
    "physician_name": "Dr Ana Brook",
    "physician_phone": "+15550100202",
    "has_no_physician": False,
}
READINGS = [
    {"systolic": 122, "diastolic": 78, "pulse": 70},
    {"systolic": 120, "diastolic": 76, "pulse": 68},
]
PEG = {"peg_p": 7, "peg_e": 6, "peg_g": 7}


def calm_items(section: str) -> dict[str, Any]:
    """The answers of one questionnaire that lead to no finding; nothing for other pages."""
    definition = BY_SECTION.get(section)
    if definition is None or definition.key == Instrument.PEG:
        return dict(PEG) if definition else {}
    calm = "no" if definition.key == Instrument.ASQ else 0
    return {item.key: calm for item in definition.scored if item.asked_if is None}


def stored_items(section: str) -> dict[str, Any]:
    """The same as the service stores it."""
    definition = BY_SECTION.get(section)
    if definition is None:
        return {}
    return {"version": definition.version, **answers_from(definition, calm_items(section))}


def normal_replies(section: str, sex: str = SexAtBirth.FEMALE) -> dict[str, dict[str, str]]:
    """The answers of one page that lead to no finding."""
    return {
        question.key: {
            "asked": question.text,
            "answer": Answer.YES.value if question.key in SOUND_YES else Answer.NO.value,
        }
        for question in questions_for(section, sex)
    }


def normal_answers() -> dict[str, dict[str, Any]]:
    """Every page as stored, by section."""
    answers: dict[str, dict[str, Any]] = {
        section.value: stored_items(section) | STORED.get(section, {}) | normal_replies(section)
        for section in Section
    }
    answers[Section.MEDICINES] |= {"medicines": [], "takes_none": True}
    return answers | {
        Section.ABOUT.value: dict(ABOUT),
        Section.HOME.value: dict(HOME),
        Section.CONTACT.value: dict(CONTACT),
        Section.PEOPLE.value: dict(PEOPLE),
        Section.PRESSURE.value: {"readings": list(READINGS), "symptoms": []},
        Section.CONSENT.value: {
            "documents": [
                {
                    "document": text.key,
                    "title": text.title,
                    "version": text.version,
                    "typed_name": "Rosa Marin",
                }
                for text in CONSENT_TEXTS
            ]
        },
    }
