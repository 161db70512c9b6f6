"""What is open for a patient, with what a clinician may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from dosing.choices import HoldScope
from dosing.models import Hold
from monitoring.alerts.models import Alert
from monitoring.clinic.choices import NOTE_LENGTH
from monitoring.sessions.choices import WatchKind
from monitoring.sessions.models import WatchedCheck


@dataclass(frozen=True)
class Case:
    """An open alert, and where its buttons lead; "" is an action that is not offered."""

    alert: Alert
    acknowledge_url: str
    resolve_url: str
    told_url: str
    note_id: str
    note_length: int = NOTE_LENGTH


@dataclass(frozen=True)
class OpenHold:
    """An open hold, and the form that closes it where this person may."""

    scope_word: str
    sentence: str
    placed_at: datetime
    close_url: str
    note_id: str
    note_length: int = NOTE_LENGTH


@dataclass(frozen=True)
class WatchLine:
    """One check that is still expected."""

    what: str
    due_at: datetime
    is_missed: bool


@dataclass(frozen=True)
class OpenWatch:
    """What is still expected after a dose, and the form that ends the watch where one may."""

    checks: list[WatchLine]
    end_url: str
    note_id: str
    note_length: int = NOTE_LENGTH


def case(alert: Alert, *, may_work: bool, back: str, told_url: str = "") -> Case:
    """The card of one alert; `back` is the page to return to after an action, `told_url` the
    record that it comes from."""

    def offered(name: str, is_possible: bool) -> str:
        return _action(name, alert.public_id, back) if may_work and is_possible else ""

    return Case(
        alert=alert,
        acknowledge_url=offered("clinic:alert_acknowledge", alert.acknowledged_at is None),
        resolve_url=offered("clinic:alert_resolve", True),
        told_url=told_url,
        note_id=f"resolve-{alert.public_id}-note",
    )


def open_hold(hold: Hold, *, may_close: bool, back: str) -> OpenHold:
    """The card of one hold; `back` is the page to return to after closing it."""
    return OpenHold(
        scope_word=str(HoldScope(hold.scope).label),
        sentence=hold.sentence,
        placed_at=hold.placed_at,
        close_url=_action("clinic:hold_close", hold.public_id, back) if may_close else "",
        note_id=f"close-{hold.public_id}-note",
    )


def open_watch(
    checks: Iterable[WatchedCheck], patient_id: UUID, now: datetime, *, may_end: bool, back: str
) -> OpenWatch | None:
    """The card of the watch; None while nothing is expected."""
    lines = [
        WatchLine(str(WatchKind(each.kind).label), each.due_at, each.missed_at <= now)
        for each in checks
    ]
    if not lines:
        return None
    return OpenWatch(
        checks=lines,
        end_url=_action("clinic:watch_end", patient_id, back) if may_end else "",
        note_id="watch-note",
    )


def _action(name: str, public_id: UUID, back: str) -> str:
    return f"{reverse(name, args=[public_id])}?{urlencode({'next': back})}"
