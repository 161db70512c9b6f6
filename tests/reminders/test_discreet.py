"""A lock screen shows sender and subject to whoever holds the phone: they must tell nothing."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ketaclinic.reminders import registry
from ketaclinic.reminders.channels.base import Letter
from ketaclinic.reminders.channels.email import build_message
from ketaclinic.reminders.channels.push import payload
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import TextWord
from ketaclinic.reminders.reach.presenters import text_answer
from ketaclinic.reminders.reach.sending import code_text
from ketaclinic.reminders.registry import Purpose
from ketaclinic.reminders.services.compose import (
    HELPER_TEMPLATE,
    letter_compose,
    purpose_render,
)
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


def as_sent(purpose, way):
    """What the channel hands over: the whole mail, the text, or what a device shows."""
    subject, text = purpose_render(purpose, way)
    if way == ReminderChannel.EMAIL:
        return whole_message(subject, text)
    if way == ReminderChannel.PUSH:
        return payload(Letter(key="k", address="1", subject=subject, text=text))
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ReminderChannel.values)
@pytest.mark.parametrize("purpose", [STOCK, *registry.purposes()], ids=lambda purpose: purpose.key)
def test_no_reminder_names_drug_dose_diagnosis_score_or_symptom(purpose, way, language):
    with translation.override(language):
        said = as_sent(purpose, way)
    assert len(said) > 20
    assert told_by(said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_does_what_a_device_shows_when_it_was_told_nothing(language):
    with translation.override(language):
        script = render_to_string("reach/push-worker.js")
    assert "title" in script
    assert told_by(script) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_does_a_code_or_an_answer_to_a_text(language):
    with translation.override(language):
        said = [code_text("123456"), *(text_answer(word) for word in (*TextWord, None))]
    assert [told_by(text) for text in said] == [[]] * len(said)


def test_every_template_stands_behind_a_purpose_or_the_helper():
    folder = Path(settings.BASE_DIR) / "templates" / "reminders"
    found = {path.name.split(".")[0] for path in folder.glob("*.txt")}
    used = {purpose.template for purpose in (STOCK, *registry.purposes())}
    assert found == used | {HELPER_TEMPLATE}


@pytest.mark.parametrize("way", [ReminderChannel.SMS, ReminderChannel.HELPER])
@pytest.mark.parametrize("purpose", [STOCK, *registry.purposes()], ids=lambda purpose: purpose.key)
def test_a_text_fits_into_two_and_says_how_to_stop_them(purpose, way):
    text = purpose_render(purpose, way)[1]
    assert len(text) <= 306
    assert text.isascii()
    assert purpose.template == "urgent" or "STOP" in text


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
        letter = letter_compose(row, STOCK, language="es", address="rosa@clinic.test")
        assert translation.get_language() == "en-us"
    with translation.override("es"):
        assert letter.subject == purpose_render(STOCK)[0]
    assert (letter.key, letter.address) == (str(row.public_id), "rosa@clinic.test")
