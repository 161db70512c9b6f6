"""Write the text of a reminder: in the person's language, and telling a stranger nothing."""

from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ketaclinic.reminders.channels.base import Letter
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.registry import Purpose

# The helper has no account: their message has no link, whatever the purpose.
HELPER_TEMPLATE = "helper"
TEXTS_KEPT = 256
SHORT = (ReminderChannel.SMS, ReminderChannel.HELPER)


class Addressed(Protocol):
    """What a letter takes from its reminder."""

    @property
    def public_id(self) -> UUID: ...
    @property
    def channel(self) -> str: ...


def letter_compose(row: Addressed, purpose: Purpose, *, language: str, address: str) -> Letter:
    """The letter for this reminder. Its link leads to the sign-in, never to a named record."""
    subject, text = _text(purpose, row.channel, language, settings.SITE_URL)
    return Letter(key=str(row.public_id), address=address, subject=subject, text=text)


@lru_cache(maxsize=TEXTS_KEPT)
def _text(purpose: Purpose, channel: str, language: str, site_url: str) -> tuple[str, str]:
    """Subject and text, rendered once a process: none of them names its reader."""
    with translation.override(language):
        return purpose_render(purpose, channel)


def purpose_render(purpose: Purpose, channel: str = ReminderChannel.EMAIL) -> tuple[str, str]:
    """Subject and text of a purpose, as this channel carries them, in the active language."""
    context: dict[str, Any] = {"url": settings.SITE_URL + reverse(purpose.url_name)}
    if channel in SHORT:
        template = HELPER_TEMPLATE if channel == ReminderChannel.HELPER else purpose.template
        text = render_to_string(f"reminders/{template}.sms.txt", context)
        return "", " ".join(text.split()) + "\n"
    subject = render_to_string(f"reminders/{purpose.template}.subject.txt", context)
    if channel == ReminderChannel.PUSH:
        return " ".join(subject.split()), ""
    text = render_to_string(f"reminders/{purpose.template}.txt", context)
    return " ".join(subject.split()), text.strip() + "\n"
