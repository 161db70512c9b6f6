"""A move to another time zone in plain words."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.models import Journey

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class MoveWords:
    """What the schedule tells for a day after a move."""

    title: str
    text: str


def move_words(journey: Journey | None) -> MoveWords | None:
    """Which doses moved, which are left out, and how long it is to the next one."""
    if journey is None or not journey.moved:
        return None
    sentences = [left_out_text(journey.left_out)] if journey.left_out else []
    if journey.gap_minutes is not None:
        hours = hours_text(journey.gap_minutes * MINUTE)
        sentences.append(
            _("From your last dose, or your answer, to the next dose it is %(hours)s.")
            % {"hours": hours}
        )
    sentences.append(_("Never take a double dose. If you are in pain, call the clinic."))
    title = _("Your doses now follow the clock of %(place)s")
    return MoveWords(title % {"place": place_text(journey.to_zone)}, " ".join(sentences))


def left_out_text(count: int) -> str:
    """How many doses a move leaves out, and why."""
    return ngettext(
        "%(count)s dose is left out: its time has passed here, or is too near your last dose.",
        "%(count)s doses are left out: their time has passed here, or is too near your last dose.",
        count,
    ) % {"count": count}


def hours_text(gap: timedelta) -> str:
    """A stretch of time as people say it: "9 hours", "2 hours 30 minutes"."""
    hours, rest = divmod(gap, HOUR)
    minutes = rest // MINUTE
    parts = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if minutes or not hours:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(parts)


def place_text(zone: str) -> str:
    """The place of a zone: "Los Angeles" for America/Los_Angeles."""
    return zone.rpartition("/")[2].replace("_", " ")
