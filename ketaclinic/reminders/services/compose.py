"""Write the text of a reminder: in the person's language, and telling a stranger nothing."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ketaclinic.reminders.channels.base import Letter
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import Purpose


class Texts:
    """What was rendered already, for the length of a chunk: no text names its reader."""

    def __init__(self) -> None:
        self.rendered: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, purpose: Purpose, language: str) -> tuple[str, str]:
        """Subject and text of a purpose in this language."""
        key = (purpose.key, language)
        if key not in self.rendered:
            with translation.override(language):
                self.rendered[key] = purpose_render(purpose)
        return self.rendered[key]


def letter_compose(
    reminder: Reminder, purpose: Purpose, *, address: str, texts: Texts | None = None
) -> Letter:
    """The letter for this reminder. Its link leads to the sign-in, never to a named record."""
    subject, text = (texts or Texts()).of(purpose, reminder.recipient.language)
    return Letter(key=str(reminder.public_id), address=address, subject=subject, text=text)


def purpose_render(purpose: Purpose) -> tuple[str, str]:
    """Subject and text of a purpose in the active language."""
    context: dict[str, Any] = {"url": settings.SITE_URL + reverse(purpose.url_name)}
    subject = render_to_string(f"reminders/{purpose.template}.subject.txt", context)
    text = render_to_string(f"reminders/{purpose.template}.txt", context)
    return " ".join(subject.split()), text.strip() + "\n"
