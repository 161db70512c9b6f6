"""One patient's time line, computed once: chart, table twin and JSON are three views of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from monitoring.checkins.rules import PressureLimits
from monitoring.clinic.presenters.numbers import amount_text, pressure_text

# Room on the chart before the first thing that was recorded.
LEAD = timedelta(hours=12)


class Kind(StrEnum):
    """What a moment on the time line is."""

    PRESSURE = "pressure"
    DOSE = "dose"
    PAIN = "pain"
    PEG = "peg"
    PLAN = "plan"


class DoseMark(StrEnum):
    """How a dose is drawn: a bar, a bar that calls for a look, or a mark for none taken."""

    TAKEN = "taken"
    EXTRA = "extra"
    MISSED = "missed"


@dataclass(frozen=True)
class Moment:
    """One recorded thing: a point on the chart and a row of the table."""

    at: datetime
    kind: Kind
    word: str
    systolic: Decimal | None = None
    diastolic: Decimal | None = None
    pulse: int | None = None
    amount_ug: int | None = None
    mark: DoseMark | None = None
    pain: int | None = None
    peg: Decimal | None = None

    @property
    def pressure(self) -> str:
        """The pressure as the table shows it."""
        return pressure_text(self.systolic, self.diastolic)

    @property
    def amount(self) -> str:
        """The amount as the table shows it, in milligrams."""
        return amount_text(self.amount_ug)


@dataclass(frozen=True)
class Timeline:
    """Everything that the chart and its table show, for one patient and one stretch of time."""

    zone: str
    starts_at: datetime
    ends_at: datetime
    moments: tuple[Moment, ...]
    limits: PressureLimits

    def of(self, kind: Kind) -> list[Moment]:
        """The moments of one kind, the oldest first."""
        return [moment for moment in self.moments if moment.kind is kind]

    def as_json(self) -> dict[str, Any]:
        """What the browser draws: seconds since the epoch, whole micrograms, translated words."""
        return {
            "zone": self.zone,
            "start": _seconds(self.starts_at),
            "end": _seconds(self.ends_at),
            "pressure": _pressure_series(self.of(Kind.PRESSURE)),
            "doses": _dose_series(self.of(Kind.DOSE)),
            "pain": _pain_series(self.of(Kind.PAIN)),
            "peg": _peg_series(self.of(Kind.PEG)),
            "plans": [{"at": _seconds(m.at), "word": m.word} for m in self.of(Kind.PLAN)],
            "limits": vars(self.limits),
            "words": chart_words(),
        }


def timeline(
    moments: Iterable[Moment],
    *,
    zone: str,
    starts_at: datetime,
    ends_at: datetime,
    limits: PressureLimits,
) -> Timeline:
    """Sort the moments of the asked stretch; what lies outside it is left out."""
    inside = (moment for moment in moments if starts_at <= moment.at <= ends_at)
    return Timeline(
        zone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        moments=tuple(sorted(inside, key=lambda moment: moment.at)),
        limits=limits,
    )


def without_empty_start(line: Timeline) -> Timeline:
    """The same line from shortly before its first moment on."""
    if not line.moments:
        return line
    return replace(line, starts_at=max(line.starts_at, line.moments[0].at - LEAD))


def chart_words() -> dict[str, str]:
    """The few words that the browser writes on the canvas and in the read-out."""
    return {
        "systolic": _("Systolic"),
        "diastolic": _("Diastolic"),
        "dose": _("Dose"),
        "pain": _("Pain"),
        "peg": _("PEG"),
        "pressure_unit": _("mmHg"),
        "dose_unit": _("mg"),
        "nothing": _("Nothing recorded here"),
    }


def _pressure_series(moments: list[Moment]) -> dict[str, list[Any]]:
    return {
        "x": [_seconds(m.at) for m in moments],
        "systolic": [_number(m.systolic) for m in moments],
        "diastolic": [_number(m.diastolic) for m in moments],
        "word": [m.word for m in moments],
    }


def _dose_series(moments: list[Moment]) -> dict[str, list[Any]]:
    return {
        "x": [_seconds(m.at) for m in moments],
        "amount_ug": [m.amount_ug or 0 for m in moments],
        "mark": [str(m.mark or DoseMark.TAKEN) for m in moments],
        "word": [m.word for m in moments],
    }


def _pain_series(moments: list[Moment]) -> dict[str, list[Any]]:
    return {"x": [_seconds(m.at) for m in moments], "score": [m.pain for m in moments]}


def _peg_series(moments: list[Moment]) -> dict[str, list[Any]]:
    return {"x": [_seconds(m.at) for m in moments], "score": [_number(m.peg) for m in moments]}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _number(value: Decimal | None) -> int | float | None:
    """A JSON number for drawing only; a whole mean is written without its point."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
