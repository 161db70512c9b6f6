"""Which form asks each page of the application, and what it starts with."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from intake.choices import LengthUnit, Section, WeightUnit
from intake.forms import (
    AboutForm,
    ContactForm,
    HomeForm,
    InstrumentForm,
    KetamineForm,
    MedicineAddForm,
    MedicinesForm,
    OpioidsForm,
    PainStoryForm,
    PeopleForm,
    PressureForm,
    QuestionsForm,
    TreatmentsForm,
    WeightForm,
)
from intake.forms.drugs import ketamine_initial, opioids_initial
from intake.forms.history import pain_initial, treatments_initial
from intake.forms.instruments import initial_answers
from intake.forms.questions import initial_of
from intake.models import Patient
from intake.presenters.medicines import medicine_line
from intake.rules import IntakePolicy
from intake.rules.instruments import BY_SECTION, InstrumentDefinition
from intake.rules.questions import questions_for
from intake.selectors import current_medicines, listed
from intake.selectors.medicine_names import medicine_find, medicine_names
from ketaclinic.policies.selectors import policy_in_force

Build = Callable[[Patient, Mapping[str, Any], Any], forms.Form]
TEMPLATES = {
    Section.HOME: "intake/section_home.html",
    Section.MEDICINES: "intake/section_medicines.html",
    Section.PRESSURE: "intake/section_pressure.html",
    Section.WEIGHT: "intake/section_weight.html",
}


def form_for(
    section: Section,
    patient: Patient,
    stored: Mapping[str, Any],
    data: Any = None,
    only: frozenset[str] = frozenset(),
) -> forms.Form:
    """The form of one page: what was sent before, or what is being sent now.

    `only` names the single questions of the page that the clinic asked again.
    """
    if only:
        return _single_questions(section, patient, stored, data, only)
    return _BUILDERS[section](patient, stored, data)


def _single_questions(
    section: Section,
    patient: Patient,
    stored: Mapping[str, Any],
    data: Any,
    only: frozenset[str],
) -> QuestionsForm:
    asked = [q for q in questions_for(section, patient.sex_at_birth) if q.key in only]
    return QuestionsForm(data, questions=asked, initial=initial_of(asked, dict(stored)))


def sent_data(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is nothing at all; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def template_for(section: Section) -> str:
    return TEMPLATES.get(section, "intake/section.html")


def answers_of(form: forms.Form) -> dict[str, Any]:
    """What the service stores from a valid form."""
    return form.answers() if hasattr(form, "answers") else dict(form.cleaned_data)


def _questions_of(section: Section, form_class: type[QuestionsForm]) -> Build:
    def build(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
        asked = questions_for(section, patient.sex_at_birth)
        initial = initial_of(asked, dict(stored))
        return form_class(data, questions=asked, initial=initial)

    return build


def _about(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    born = stored.get("date_of_birth")
    initial = {**stored, "date_of_birth": date.fromisoformat(born) if born else None}
    return AboutForm(data, initial=initial)


def _home(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    """The browser proposes a time zone until one is confirmed."""
    initial = {"time_zone": patient.user.time_zone, **stored}
    return HomeForm(data, initial=initial, proposes_zone=not stored)


def _contact(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    given = stored.get("voicemail_allowed")
    voicemail = "" if given is None else ("yes" if given else "no")
    return ContactForm(data, initial={**stored, "voicemail_allowed": voicemail})


def _people(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    return PeopleForm(data, initial=dict(stored))


def _medicines(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    """The questions, beside the lines that are rows of their own and the form that adds one."""
    asked = questions_for(Section.MEDICINES, patient.sex_at_birth)
    initial = initial_of(asked, dict(stored)) | {"takes_none": stored.get("takes_none", False)}
    rows = list(current_medicines(patient))
    form = MedicinesForm(data, questions=asked, initial=initial, has_lines=bool(rows))
    form.lines = [medicine_line(listed(row), row) for row in rows]
    form.adding = MedicineAddForm(find=medicine_find, auto_id="add-%s")
    form.names = medicine_names()
    return form


def _pressure(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    """A vital sign is never prefilled: readings sent before are shown, not put in the boxes."""
    return PressureForm(data, policy=policy_in_force().get(IntakePolicy))


def _weight(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    """Weight and height are shown, not put in the boxes; their units stay as they were."""
    units = {"unit": WeightUnit.POUND, "height_unit": LengthUnit.FEET_AND_INCHES}
    known = {name: stored[name] for name in units if name in stored}
    return WeightForm(data, initial=units | known)


def _pain_story(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    asked = questions_for(Section.PAIN, patient.sex_at_birth)
    initial = initial_of(asked, dict(stored)) | pain_initial(dict(stored))
    return PainStoryForm(data, questions=asked, initial=initial)


def _treatments(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    return TreatmentsForm(data, initial=treatments_initial(dict(stored)))


def _opioids(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    return OpioidsForm(data, initial=opioids_initial(dict(stored)))


def _ketamine(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    asked = questions_for(Section.KETAMINE_BEFORE, patient.sex_at_birth)
    initial = initial_of(asked, dict(stored)) | ketamine_initial(dict(stored))
    return KetamineForm(data, questions=asked, initial=initial)


def _instrument_of(section: str, definition: InstrumentDefinition) -> Build:
    def build(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
        asked = questions_for(section, patient.sex_at_birth)
        initial = initial_of(asked, dict(stored)) | initial_answers(definition, stored)
        return InstrumentForm(data, definition=definition, questions=asked, initial=initial)

    return build


_BUILDERS: dict[Section, Build] = {
    **{section: _questions_of(section, QuestionsForm) for section in Section},
    Section.ABOUT: _about,
    Section.HOME: _home,
    Section.CONTACT: _contact,
    Section.PEOPLE: _people,
    Section.PAIN: _pain_story,
    Section.PAIN_TREATMENTS: _treatments,
    Section.OPIOIDS: _opioids,
    Section.KETAMINE_BEFORE: _ketamine,
    Section.MEDICINES: _medicines,
    Section.PRESSURE: _pressure,
    Section.WEIGHT: _weight,
    **{Section(section): _instrument_of(section, form) for section, form in BY_SECTION.items()},
}
