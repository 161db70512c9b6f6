"""Check-ins, the safety questions and the application's scores, in one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, DecimalField, QuerySet, UUIDField, Value

from intake.choices import Instrument
from intake.models import Patient
from intake.selectors.measurements import application_responses
from ketaclinic.statements import Statement, given_id
from monitoring.checkins.choices import CheckInKind
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.selectors import Score
from monitoring.checkins.selectors.checkin import SCORED

ASKED_AT_FIRST = (*SCORED, Instrument.ASQ)


class CheckInRow(NamedTuple):
    """One check-in as far as the chart shows it; a score that was not asked for is None."""

    kind: str
    at: datetime
    public_id: UUID
    due_on: date
    report_id: UUID
    change: str
    peg: Decimal | None
    phq9: Decimal | None
    gad7: Decimal | None

    def score(self, instrument: str) -> Decimal | None:
        """The score of one questionnaire: PEG (mean of 10), PHQ-9 (of 27) or GAD-7 (of 21)."""
        scores = {Instrument.PEG: self.peg, Instrument.PHQ9: self.phq9, Instrument.GAD7: self.gad7}
        return scores[Instrument(instrument)]


class Screened(NamedTuple):
    """One ASQ in care, or one item 9 of a form that was not finished; `result` is the outcome."""

    instrument: str
    at: datetime
    public_id: UUID
    due_on: date | None
    result: str


@dataclass(frozen=True)
class ScoreFacts:
    """All check-ins and screens of one patient, the newest first, and how it was at the start."""

    checkins: tuple[CheckInRow, ...] = ()
    screens: tuple[Screened, ...] = ()
    at_first: Mapping[str, Score] = field(default_factory=dict)

    @property
    def last_asq(self) -> Screened | None:
        """The newest ASQ since the patient is in care."""
        return next((each for each in self.screens if each.instrument == Instrument.ASQ), None)


_PATIENT: Any = given_id("patient")


def _told() -> QuerySet[Any, Any]:
    """Three kinds of rows in one query; whoever sorts them is `_sorted`."""
    no_id, no_score = Value(None, UUIDField()), Value(None, DecimalField())
    no_scores = (no_score, no_score)
    checkins = CheckIn.objects.filter(patient=_PATIENT).order_by()
    screens = SafetyScreen.objects.filter(patient=_PATIENT).order_by()
    first = application_responses(_PATIENT).filter(instrument__in=ASKED_AT_FIRST).order_by()
    return checkins.values_list(
        "kind",
        "recorded_at",
        "public_id",
        "due_on",
        "report__public_id",
        "overall_change",
        "peg__score",
        "phq9__score",
        "gad7__score",
    ).union(
        screens.values_list(
            "response__instrument",
            "recorded_at",
            "public_id",
            "due_on",
            no_id,
            "response__result",
            no_score,
            *no_scores,
        ),
        first.values_list(
            "instrument",
            "answered_at",
            no_id,
            Value(None, DateField()),
            no_id,
            "result",
            "score",
            *no_scores,
        ),
        all=True,
    )


TOLD: Statement[tuple[Any, ...]] = Statement(_told)


def score_facts(patient: Patient) -> ScoreFacts:
    """Everything that was scored of a patient, whatever its age; one query."""
    return _sorted(TOLD.all(patient=patient.pk))


def _sorted(rows: Iterable[tuple[Any, ...]]) -> ScoreFacts:
    newest_first = sorted(rows, key=lambda row: row[1], reverse=True)
    at_first: dict[str, Score] = {}
    for what, at, public_id, _due_on, _report, word, score, *_scores in newest_first:
        if public_id is None and what not in at_first:
            at_first[what] = Score(at, score, word)
    own = [row for row in newest_first if row[2] is not None]
    return ScoreFacts(
        checkins=tuple(CheckInRow(*row) for row in own if row[0] in CheckInKind.values),
        screens=tuple(
            Screened(row[0], row[1], row[2], row[3], row[5])
            for row in own
            if row[0] not in CheckInKind.values
        ),
        at_first=at_first,
    )
