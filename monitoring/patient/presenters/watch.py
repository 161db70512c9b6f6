"""The card of the watch after a dose: what is asked now, or when the next check is."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dosing.selectors import moment_text
from monitoring.patient.presenters.card import Card
from monitoring.sessions.choices import WatchKind
from monitoring.sessions.models import WatchedCheck
from monitoring.sessions.rules import is_answered_by


def watch_card(checks: Sequence[WatchedCheck], now: datetime, zone: ZoneInfo) -> Card | None:
    """About the first check that is still expected; pressure first where two are due together."""
    coming = sorted(checks, key=lambda each: (each.due_at, each.kind != WatchKind.PRESSURE))
    if not coming:
        return None
    first = coming[0]
    when = moment_text(first.due_at, zone, now)
    if not is_answered_by(first.due_at, now):
        return Card(
            "quiet",
            _("Next check after your dose"),
            when=when,
            amount=_asked(first),
            sentence=_("Stay with your helper. We send you a message when it is time."),
        )
    button, href = _action(first)
    if first.missed_at <= now:
        return Card(
            "stop",
            _("You missed a check after your dose"),
            sentence=_(
                "Do it now, or call the clinic. The clinic is told of a check that is missed."
            ),
            button=button,
            href=href,
            tag=_("Missed"),
        )
    sentence = _("A check after your dose is due at %(time)s.") % {"time": when}
    return Card("wait", _("Check after your dose"), sentence=sentence, button=button, href=href)


def _asked(check: WatchedCheck) -> str:
    is_pressure = check.kind == WatchKind.PRESSURE
    return _("Your blood pressure") if is_pressure else _("How you feel")


def _action(check: WatchedCheck) -> tuple[str, str]:
    if check.kind == WatchKind.PRESSURE:
        return _("Measure now"), reverse("home:check", args=[check.slot.public_id])
    return _("Say how I feel"), reverse("home:how_i_feel")
