"""What storing each page means besides keeping its answers."""

from collections.abc import Callable
from typing import Any

from intake.choices import Section
from intake.services.sections.page import Page
from intake.services.sections.person import about_page, contact_page, home_page, people_page
from intake.services.sections.questions import medicines_page, mind_page, question_page
from intake.services.sections.readings import pain_page, pressure_page, weight_page

WRITERS: dict[Section, Callable[[Page], dict[str, Any]]] = {
    Section.ABOUT: about_page,
    Section.HOME: home_page,
    Section.CONTACT: contact_page,
    Section.PEOPLE: people_page,
    Section.MIND: mind_page,
    Section.MEDICINES: medicines_page,
    Section.PRESSURE: pressure_page,
    Section.WEIGHT: weight_page,
    Section.PAIN_SCORE: pain_page,
}

__all__ = ["WRITERS", "Page", "question_page"]
