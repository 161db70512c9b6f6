"""A lock screen shows sender and subject to whoever holds the phone: they must tell nothing."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from ketaclinic.reminders import registry
from ketaclinic.reminders.channels.base import Letter
from ketaclinic.reminders.channels.email import build_message
from ketaclinic.reminders.registry import Purpose
from ketaclinic.reminders.services.compose import letter_compose, purpose_render
from tests.factories.reminders import ReminderFactory

# Stems, matched anywhere: drug, dose, diagnosis, score, symptom, specialty; English and Spanish.
STEMS = """
    keta racemic lozenge troche capsule tablet pill drug medic prescri pharmac refill
    dose dosing dosis titrat milligram microgram inject infusion oral
    pain chronic neuropath fibromyalg migrain depress anxi mental psych anesth anaesth opioid
    diagnos disease disorder syndrome illness symptom nausea dizz dissociat sedat bladder liver
    pressure pulse systol diastol oxygen weight score scale grade peg questionnaire
    dolor cronic sintoma síntoma presion presión medicament receta farmac cápsula puntuac
    tratamient enfermedad diagnóst droga pastilla ansiedad depresi
"""
TELLING = STEMS.split()
WHOLE_WORDS = re.compile(r"\b(mg|mcg|ml|bp|nrs|treatment|therapy|terapia|patient|paciente)\b", re.I)
LANGUAGES = [code for code, _ in settings.LANGUAGES]
STOCK = Purpose("stock", "Stock", lambda subject_id, now: "")


def told_by(text):
    lowered = text.lower()
    return [stem for stem in TELLING if stem in lowered] + WHOLE_WORDS.findall(text)


def whole_message(subject, text):
    letter = Letter(key="k", address="someone@clinic.test", subject=subject, text=text)
    message = build_message(letter).message()
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    return f"{headers}\n{subject}\n{text}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", [STOCK, *registry.purposes()], ids=lambda purpose: purpose.key)
def test_no_reminder_names_drug_dose_diagnosis_score_or_symptom(purpose, language):
    with translation.override(language):
        subject, text = purpose_render(purpose)
    assert told_by(whole_message(subject, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Time for your ketamine",
        "Take 25 mg now",
        "Your pain score",
        "Check your blood pressure",
        "La dosis de hoy",
    ],
)
def test_the_word_list_catches_what_it_is_for(text):
    assert told_by(text)


def test_the_text_says_what_to_do_and_where():
    subject, text = purpose_render(STOCK)
    assert subject == "You have a task in your clinic app"
    assert f"Log in: {settings.SITE_URL}/home/" in text


def test_the_address_survives_unchanged(settings):
    settings.SITE_URL = "https://clinic.test/a&b"
    assert "https://clinic.test/a&b/home/" in purpose_render(STOCK)[1]


@pytest.mark.django_db
def test_the_letter_is_in_the_language_of_its_reader():
    row = ReminderFactory(recipient__language="es")
    with translation.override("en-us"):
        letter = letter_compose(row, STOCK, address="rosa@clinic.test")
        assert translation.get_language() == "en-us"
    with translation.override("es"):
        assert letter.subject == purpose_render(STOCK)[0]
    assert (letter.key, letter.address) == (str(row.public_id), "rosa@clinic.test")
