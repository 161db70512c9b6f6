"""What storing each page means besides keeping its answers."""

from collections.abc import Callable
from typing import Any

from intake.choices import Section
from intake.services.sections.history import (
    ketamine_page,
    opioids_page,
    pain_page,
    treatments_page,
)
from intake.services.sections.instruments import instrument_page, safety_page, substances_page
from intake.services.sections.medicines import medicines_page
from intake.services.sections.page import Page
from intake.services.sections.person import about_page, contact_page, home_page, people_page
from intake.services.sections.questions import question_page
from intake.services.sections.readings import pressure_page, weight_page

WRITERS: dict[Section, Callable[[Page], dict[str, Any]]] = {
    Section.ABOUT: about_page,
    Section.HOME: home_page,
    Section.CONTACT: contact_page,
    Section.PEOPLE: people_page,
    Section.PAIN: pain_page,
    Section.PAIN_TREATMENTS: treatments_page,
    Section.OPIOIDS: opioids_page,
    Section.KETAMINE_BEFORE: ketamine_page,
    Section.MEDICINES: medicines_page,
    Section.PRESSURE: pressure_page,
    Section.WEIGHT: weight_page,
    Section.MOOD: instrument_page,
    Section.SAFETY: safety_page,
    Section.WORRY: instrument_page,
    Section.SUBSTANCES: substances_page,
    Section.PAIN_SCORE: instrument_page,
}

__all__ = ["WRITERS", "Page", "question_page"]
