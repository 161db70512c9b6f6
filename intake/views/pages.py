"""Which form asks each page of the application, and what it starts with."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from intake.choices import Section
from intake.forms import (
    AboutForm,
    ContactForm,
    HomeForm,
    MedicinesForm,
    PainForm,
    PeopleForm,
    PressureForm,
    QuestionsForm,
    WeightForm,
)
from intake.forms.questions import initial_of
from intake.models import Patient
from intake.rules import IntakePolicy
from intake.rules.questions import questions_for
from ketaclinic.policies.selectors import policy_in_force

Build = Callable[[Patient, Mapping[str, Any], Any], forms.Form]
TEMPLATES = {Section.PRESSURE: "intake/section_pressure.html"}


def form_for(
    section: Section, patient: Patient, stored: Mapping[str, Any], data: Any = None
) -> forms.Form:
    """The form of one page: what was sent before, or what is being sent now."""
    return _BUILDERS[section](patient, stored, data)


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
        if section is Section.MEDICINES:
            initial |= {
                "medicines": "\n".join(stored.get("medicines", [])),
                "takes_none": stored.get("takes_none", False),
            }
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


def _pressure(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    """A vital sign is never prefilled: readings sent before are shown, not put in the boxes."""
    return PressureForm(data, policy=policy_in_force().get(IntakePolicy))


def _weight(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    return WeightForm(data, initial={"unit": stored.get("unit", "lb")})


def _pain(patient: Patient, stored: Mapping[str, Any], data: Any) -> forms.Form:
    return PainForm(data, initial=dict(stored))


_BUILDERS: dict[Section, Build] = {
    **{section: _questions_of(section, QuestionsForm) for section in Section},
    Section.ABOUT: _about,
    Section.HOME: _home,
    Section.CONTACT: _contact,
    Section.PEOPLE: _people,
    Section.MEDICINES: _questions_of(Section.MEDICINES, MedicinesForm),
    Section.PRESSURE: _pressure,
    Section.WEIGHT: _weight,
    Section.PAIN_SCORE: _pain,
}
