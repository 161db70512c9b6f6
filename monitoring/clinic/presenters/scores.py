"""Scores over time in words: how they stand beside the start, and one line for each check-in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.presenters.instruments import result_words, score_words
from intake.rules.instruments import INSTRUMENTS, InstrumentDefinition, band_at
from monitoring.checkins.choices import CheckInKind, OverallChange
from monitoring.checkins.selectors.checkin import SCORED
from monitoring.clinic.presenters.numbers import number_text
from monitoring.clinic.presenters.words import words_of
from monitoring.clinic.selectors import CheckInRow, ScoreFacts

# What the table shows before it is unfolded: a quarter of a year.
LISTED = 13


@dataclass(frozen=True)
class ScoreCard:
    """One questionnaire now and at the start: "6.3 of 10", "1.7 lower than at the start (8)"."""

    name: str
    score: str
    day: str
    kind: str
    word: str
    sentence: str


@dataclass(frozen=True)
class ScoreLine:
    """One check-in, or the application, as a line of the table; "" is not asked."""

    day: str
    what: str
    url: str
    scores: tuple[str, ...]
    change: str


@dataclass(frozen=True)
class Scores:
    """All that the chart shows of scores; `older` are the lines that are folded away.

    `add_href` leads to the check-in that is filled in by phone.
    """

    cards: list[ScoreCard]
    lines: list[ScoreLine]
    older: list[ScoreLine]
    first: ScoreLine | None
    add_href: str

    @property
    def is_empty(self) -> bool:
        return not self.cards


def scores(facts: ScoreFacts, patient_id: UUID, zone: str) -> Scores:
    """The cards and the table, by the patient's own days."""
    words, clock = words_of(OverallChange), ZoneInfo(zone)
    lines = [_line(row, patient_id, clock, words) for row in facts.checkins]
    return Scores(
        cards=list(_cards(facts, clock)),
        lines=lines[:LISTED],
        older=lines[LISTED:],
        first=_first(facts, clock),
        add_href=reverse("clinic:checkin_add", args=[patient_id]),
    )


# --- Now beside the start ----------------------------------------------------------------------
def _cards(facts: ScoreFacts, clock: ZoneInfo) -> Iterator[ScoreCard]:
    """One for each questionnaire with a score; before the first check-in, of the application."""
    for instrument in SCORED:
        first = facts.at_first.get(instrument)
        start = first.score if first else None
        now = _newest(facts.checkins, instrument)
        if now is not None:
            yield score_card(INSTRUMENTS[instrument], now[0], start, _day(now[1], clock))
        elif first is not None and first.score is not None:
            yield score_card(INSTRUMENTS[instrument], first.score, None, _day(first.at, clock))


def _newest(rows: Iterable[CheckInRow], instrument: str) -> tuple[Decimal, datetime] | None:
    for row in rows:
        score = row.score(instrument)
        if score is not None:
            return score, row.at
    return None


def score_card(
    definition: InstrumentDefinition, now: Decimal, start: Decimal | None, day: str
) -> ScoreCard:
    """The newest score; `start` is that of the application, None where there is none to compare."""
    kind, word = _standing(definition, now, start)
    return ScoreCard(
        name=definition.name,
        score=_with_band(definition, now),
        day=day,
        kind=kind,
        word=word,
        sentence=_compared(definition, now, start),
    )


def _with_band(definition: InstrumentDefinition, score: Decimal) -> str:
    """ "12 of 27, moderate"; no band where the questionnaire has none."""
    key = band_at(definition, score).key if definition.bands else ""
    words = (score_words(definition, Decimal(number_text(score))), result_words(definition, key))
    return ", ".join(word for word in words if word)


def _standing(
    definition: InstrumentDefinition, now: Decimal, start: Decimal | None
) -> tuple[str, str]:
    """Better and worse only from the change on that patients notice; lower is better in all."""
    if start is None or definition.noticed is None:
        return "quiet", _("Nothing to compare with yet")
    if start - now >= definition.noticed.low:
        return "go", _("Better than at the start")
    if now - start >= definition.noticed.low:
        return "stop", _("Worse than at the start")
    return "quiet", _("About as at the start")


def _compared(definition: InstrumentDefinition, now: Decimal, start: Decimal | None) -> str:
    if start is None:
        return ""
    values = {
        "number": number_text(abs(now - start)),
        "start": number_text(start),
        "noticed": _noticed_words(definition),
    }
    if now == start:
        return _("The same as at the start (%(start)s). %(noticed)s") % values
    if now < start:
        return _("%(number)s lower than at the start (%(start)s). %(noticed)s") % values
    return _("%(number)s higher than at the start (%(start)s). %(noticed)s") % values


def _noticed_words(definition: InstrumentDefinition) -> str:
    """From which change on it counts, as the definition has it."""
    noticed = definition.noticed
    if noticed is None:
        return ""
    values = {"low": number_text(noticed.low), "high": number_text(noticed.high)}
    if noticed.low == noticed.high:
        return _("A change of about %(low)s is what patients notice.") % values
    return _("A change of about %(low)s to %(high)s is what patients notice.") % values


# --- The table ---------------------------------------------------------------------------------
def _line(row: CheckInRow, patient_id: UUID, clock: ZoneInfo, words: dict[str, str]) -> ScoreLine:
    return ScoreLine(
        day=_day(row.at, clock),
        what=str(CheckInKind(row.kind).label),
        url=reverse("clinic:checkin", args=[patient_id, row.public_id]),
        scores=tuple(number_text(row.score(instrument)) for instrument in SCORED),
        change=words[row.change] if row.change else "",
    )


def _first(facts: ScoreFacts, clock: ZoneInfo) -> ScoreLine | None:
    told = [facts.at_first[key] for key in SCORED if key in facts.at_first]
    if not told:
        return None
    found = (facts.at_first.get(instrument) for instrument in SCORED)
    return ScoreLine(
        day=_day(max(each.at for each in told), clock),
        what=_("At the application"),
        url="",
        scores=tuple(number_text(each.score) if each else "" for each in found),
        change="",
    )


def _day(at: datetime, clock: ZoneInfo) -> str:
    return date_format(at.astimezone(clock).date(), "M j, Y")
