"""Hold, resume, taper, stop: what is offered of one plan; and a taper as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dosing.presenters import amount_text, finding_sentence, times_text
from dosing.rules import mg_text
from dosing.selectors import PlanReview
from monitoring.clinic.choices import NOTE_LENGTH

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pauses:
    """The quiet group of actions. After more than `taper_days` of doses a stop asks for a taper;
    after more than `gap_days` without one a plan does not simply go on."""

    patient_id: UUID
    may_hold: bool
    may_stop: bool
    taper_days: int
    gap_days: int
    note_length: int = NOTE_LENGTH


@dataclass(frozen=True)
class TaperRow:
    """One step down."""

    number: int
    first_day: date
    last_day: date
    amount: str
    times: str
    daily: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TaperTable:
    """The steps as they would be signed, and the day from which nothing is taken."""

    line: str
    rows: list[TaperRow]
    ends_after: date | None


def taper_table(line: str, reviews: Iterable[PlanReview]) -> TaperTable:
    """Each step with what the limits say of it; `line` is the plan that is stepped down."""
    rows = [_row(number, review) for number, review in enumerate(reviews, start=1)]
    ends_after = rows[-1].last_day + ONE_DAY if rows else None
    return TaperTable(line, rows, ends_after)


def _row(number: int, review: PlanReview) -> TaperRow:
    terms = review.terms
    if terms.starts_on is None or terms.ends_on is None:
        raise ValueError("A step of a taper has a first and a last day.")
    gates = [str(gate.sentence) for gate in review.gates] if number == 1 else []
    return TaperRow(
        number=number,
        first_day=terms.starts_on,
        last_day=terms.ends_on,
        amount=amount_text(terms),
        times=times_text(terms),
        daily=_("%(amount)s a day") % {"amount": mg_text(terms.daily_ug)},
        notes=(*gates, *(finding_sentence(each) for each in review.findings)),
    )
