"""Words for the inbox, devices and answers to text messages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import TextWord
from ketaclinic.reminders.reach.rules import snoozes
from ketaclinic.reminders.reach.selectors import Coming, reach_limits
from ketaclinic.reminders.registry import UnknownPurpose, purpose_for

HOME = "home_for_role"
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def inbox_lines(rows: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """One line a message: what it is about, when, how it went, and whether it can be put off."""
    return [
        {
            "public_id": row.public_id,
            "label": _label(row.purpose),
            "at": row.finished_at,
            "how": _how(row),
            "is_unread": row.read_at is None,
            "snoozes": _snoozes(row, now),
        }
        for row in rows
    ]


def coming_lines(rows: Iterable[Coming]) -> list[dict[str, Any]]:
    """What is planned next."""
    return [{"label": _label(row.purpose), "at": row.due_at} for row in rows]


def page_of(reminder: Reminder) -> str:
    """The page that a message leads to."""
    try:
        return purpose_for(reminder.purpose).url_name
    except UnknownPurpose:
        return HOME


def push_public_key() -> str:
    """The key that a browser needs before it can say yes; empty when the clinic has none."""
    if not settings.PUSH_KEY:
        return ""
    # Here, because only this page needs it.
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid import Vapid
    from py_vapid.utils import b64urlencode

    public = Vapid.from_string(settings.PUSH_KEY).public_key
    return str(b64urlencode(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


def device_label(agent: str) -> str:
    """A browser as its owner knows it: "Chrome on Android"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def text_answer(word: TextWord | None) -> str:
    """The answer to a text message, in the provider's language. It names no clinic."""
    texts = {
        TextWord.STOP: _("You get no more texts from your clinic app. Reply START to get them."),
        TextWord.START: _("You get texts from your clinic app again. Reply STOP to stop."),
        TextWord.HELP: _("Log in to your clinic app for help. Reply STOP to stop these texts."),
    }
    said = texts.get(word) if word else None
    inner = f"<Message>{escape(said)}</Message>" if said else ""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'


def _label(purpose: str) -> str:
    try:
        return str(purpose_for(purpose).label)
    except UnknownPurpose:
        return _("A message")


def _how(row: Any) -> str:
    if row.status == ReminderStatus.SENT:
        return str(row.get_channel_display())
    return _("Only here")


def _snoozes(row: Any, now: datetime) -> list[int]:
    try:
        can_wait = purpose_for(row.purpose).can_snooze
    except UnknownPurpose:
        return []
    return snoozes(reach_limits(), now, row.not_after) if can_wait else []
