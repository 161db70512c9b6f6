"""Sound answers as the forms hand them to the services, and as a browser posts them."""

from datetime import date

from intake.choices import Answer, Section
from intake.models import ConsentDocument
from intake.rules.consent import REQUIRED_CONSENTS, teach_back_of
from intake.rules.instruments import BY_SECTION
from intake.rules.questions import questions_for
from intake.services import consent_sign
from ketaclinic.audit.models import AuditEvent
from tests.factories.intake_answers import (
    ABOUT,
    CONTACT,
    HOME,
    PEOPLE,
    READINGS,
    SOUND_YES,
    calm_items,
)
from tests.factories.intake_history import POSTED, SENT

PERSON = {
    Section.ABOUT: ABOUT,
    Section.HOME: HOME,
    Section.CONTACT: CONTACT,
    Section.PEOPLE: PEOPLE,
}


def replies(section, sex="female", **changes):
    """`{key: {"answer": …}}` for a page; changes are whole replies or plain answers."""
    given = {
        q.key: {"answer": Answer.YES.value if q.key in SOUND_YES else Answer.NO.value}
        for q in questions_for(section, sex)
    }
    for key, value in changes.items():
        given[key] = value if isinstance(value, dict) else {"answer": value}
    return given


def page_answers(section):
    """What the form of one page gives its service when everything is sound."""
    if section == Section.ABOUT:
        return ABOUT | {"date_of_birth": date.fromisoformat(ABOUT["date_of_birth"])}
    if section in PERSON:
        return dict(PERSON[section])
    if section == Section.PRESSURE:
        return {"readings": list(READINGS), "is_confirmed": False, "symptoms": []}
    if section in SENT:
        return SENT[section] | replies(section)
    if section in BY_SECTION:
        return calm_items(section) | replies(section)
    if section == Section.MEDICINES:
        return replies(section) | {"takes_none": True}
    return replies(section)


def posted(section, **changes):
    """What a browser posts for one page when everything is sound, with changes."""
    data = _posted(section)
    return {name: value for name, value in (data | changes).items() if value is not None}


def _posted(section):
    if section in PERSON:
        return {name: _as_posted(value) for name, value in PERSON[section].items() if value}
    if section == Section.PRESSURE:
        return pressure(*((r["systolic"], r["diastolic"]) for r in READINGS))
    answers = {key: str(value) for key, value in calm_items(section).items()}
    answers |= {key: reply["answer"] for key, reply in replies(section).items()}
    answers |= POSTED.get(section, {})
    if section == Section.MEDICINES:
        answers["takes_none"] = "on"
    return answers


def _as_posted(value):
    """A ticked box is "on", the voicemail's yes is a chip."""
    return "yes" if value is True else value


def pressure(*pairs):
    """Posted readings, in order, with nothing else wrong."""
    data = {"symptoms": ["none"]}
    for place, (systolic, diastolic) in enumerate(pairs, start=1):
        data |= {f"systolic_{place}": str(systolic), f"diastolic_{place}": str(diastolic)}
    return data


def document(key="treatment"):
    return ConsentDocument.objects.filter(key=key).last()


def right_answers(paper):
    """The option that shows that each key point came across."""
    return {each.key: each.right for each in teach_back_of(paper.key, paper.version)}


def sign(patient, now, key="treatment", **changes):
    """Sign the newest version of one document as the patient."""
    paper = document(key)
    given = {
        "document": paper,
        "sha256": paper.sha256,
        "typed_name": "Rosa Marin",
        "is_intended": True,
        "teach_back": right_answers(paper),
        "ip_address": "192.0.2.7",
        "by": patient.user,
    }
    return consent_sign(patient=patient, now=now, **(given | changes))


def sign_all(patient, now):
    """Sign every document that care needs, in order."""
    return [sign(patient, now, key) for key in REQUIRED_CONSENTS]


def posted_signature(key="treatment", **changes):
    """What a browser posts under one document."""
    paper = document(key)
    data = {"sha256": paper.sha256, "is_intended": "on", "typed_name": "Rosa Marin"}
    data |= {f"teach_{name}": option for name, option in right_answers(paper).items()}
    return {name: value for name, value in (data | changes).items() if value is not None}


def verbs(patient=None):
    """The audit verbs so far, oldest first, of one patient or of all."""
    events = AuditEvent.objects.order_by("pk")
    wanted = [str(patient.public_id)] if patient else None
    return [e.verb for e in events if wanted is None or e.patient_ids == wanted]
