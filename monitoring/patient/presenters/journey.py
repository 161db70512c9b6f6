"""The next doses of somebody who is away, on both clocks, before they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.models import ScheduledDose
from dosing.presenters import hours_text, place_text
from dosing.presenters.journeys import left_out_text
from dosing.rules import PlannedSlot
from dosing.selectors import ZoneMove, clock_text

# Two ordinary days of doses.
SHOWN = 6
HOUR = timedelta(hours=1)
EXACT_BELOW = 2 * HOUR


@dataclass(frozen=True)
class Side:
    """One dose on one of the clocks: when, as the clock here shows it, and how far away."""

    when: str
    until: str


@dataclass(frozen=True)
class Row:
    """One dose: its label at home, and both sides."""

    label: str
    keep: Side
    move: Side


@dataclass(frozen=True)
class JourneyPage:
    """Everything that the question shows, already in words."""

    zone: str
    here: str
    home: str
    rows: list[Row]
    notes: list[str]


def journey_page(home: str, zone: str, move: ZoneMove, now: datetime) -> JourneyPage:
    """What either answer means for the next doses."""
    here = ZoneInfo(zone)
    pairs = sorted(move.pairs, key=lambda pair: pair[0].due_at)
    coming = [pair for pair in pairs if pair[0].window_closes_at > now]
    return JourneyPage(
        zone=zone,
        here=place_text(zone),
        home=place_text(home),
        rows=[_row(slot, planned, ZoneInfo(home), here, now) for slot, planned in coming[:SHOWN]],
        notes=list(_notes(move)),
    )


def _row(
    slot: ScheduledDose, planned: PlannedSlot, home: ZoneInfo, here: ZoneInfo, now: datetime
) -> Row:
    return Row(
        label=_day_and_clock(slot.nominal_at, home),
        keep=_side(slot, here, now),
        move=_side(planned, here, now),
    )


def _side(dose: ScheduledDose | PlannedSlot, here: ZoneInfo, now: datetime) -> Side:
    if dose.not_offered:
        return Side(_("Left out"), "")
    return Side(_day_and_clock(dose.due_at, here), until_text(dose.due_at, now))


def _day_and_clock(moment: datetime, zone: ZoneInfo) -> str:
    local = localtime(moment, zone)
    return f"{date_format(local, 'D')} {clock_text(local.time())}"


def until_text(moment: datetime, now: datetime) -> str:
    if moment <= now:
        return _("now")
    return _("in %(hours)s") % {"hours": hours_text(_rounded(moment - now))}


def _rounded(gap: timedelta) -> timedelta:
    """Minutes count only while they are few."""
    return gap if gap < EXACT_BELOW else round(gap / HOUR) * HOUR


def _notes(move: ZoneMove) -> list[str]:
    """What somebody should know before they move: doses left out, and a long gap."""
    notes = [left_out_text(len(move.left_out))] if move.left_out else []
    if move.gap is None:
        return [*notes, _("No dose would be coming up.")]
    if move.last_taken_at is not None:
        words = _("If you move, it is %(hours)s from your last dose to the next one.")
    else:
        words = _("If you move, it is %(hours)s to the next dose.")
    notes.append(words % {"hours": hours_text(move.gap)})
    if _is_longer_than_usual(move):
        notes.append(
            _("That is longer than usual. If it is too long, call the clinic: it can add a dose.")
        )
    return notes


def _is_longer_than_usual(move: ZoneMove) -> bool:
    """Longer than any gap on the clock of home."""
    usual = sorted(slot.due_at for slot, _ in move.pairs if not slot.not_offered)
    gaps = [later - earlier for earlier, later in pairwise(usual)]
    return bool(gaps) and move.gap is not None and move.gap > max(gaps)
