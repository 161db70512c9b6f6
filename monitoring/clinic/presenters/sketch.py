"""A small drawing of a time line for the side panel: coordinates only, the template draws."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from monitoring.clinic.presenters.timeline import DoseMark, Kind, Moment, Timeline

WIDTH, HEIGHT = 340, 190
PRESSURE_TOP, PRESSURE_BOTTOM = 8, 100
DOSE_TOP, DOSE_BOTTOM = 112, 138
PAIN_TOP, PAIN_BOTTOM = 150, 184
LOWEST_MMHG, HIGHEST_MMHG = 50, 180


@dataclass(frozen=True)
class Bar:
    """One dose: a bar from `y` down, or a cross where `mark` says that none was taken."""

    x: int
    y: int
    height: int
    mark: str


@dataclass(frozen=True)
class Sketch:
    """Everything that the drawing needs, in its own whole coordinates."""

    systolic: str
    diastolic: str
    pain: str
    bars: tuple[Bar, ...]
    systolic_limit: int
    diastolic_limit: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded in the stretch."""
        return not (self.systolic or self.pain or self.bars)


def sketch(line: Timeline) -> Sketch:
    """Scale a time line into the drawing."""
    across = _across(line.starts_at, line.ends_at)
    pressures = line.of(Kind.PRESSURE)
    return Sketch(
        systolic=_points((across(m.at), _mmhg(m.systolic)) for m in pressures if m.systolic),
        diastolic=_points((across(m.at), _mmhg(m.diastolic)) for m in pressures if m.diastolic),
        pain=_points((across(m.at), _pain(m.pain or 0)) for m in line.of(Kind.PAIN)),
        bars=tuple(_bars(line.of(Kind.DOSE), across)),
        systolic_limit=_mmhg(line.limits.raised_systolic),
        diastolic_limit=_mmhg(line.limits.raised_diastolic),
    )


def _across(starts_at: datetime, ends_at: datetime) -> Callable[[datetime], int]:
    whole = (ends_at - starts_at).total_seconds() or 1
    return lambda at: round((at - starts_at).total_seconds() / whole * (WIDTH - 8)) + 4


def _points(pairs: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def _mmhg(value: Decimal | int) -> int:
    inside = min(max(int(value), LOWEST_MMHG), HIGHEST_MMHG)
    return _scaled(inside - LOWEST_MMHG, HIGHEST_MMHG - LOWEST_MMHG, PRESSURE_TOP, PRESSURE_BOTTOM)


def _pain(score: int) -> int:
    return _scaled(score, 10, PAIN_TOP, PAIN_BOTTOM)


def _scaled(part: int, whole: int, top: int, bottom: int) -> int:
    return bottom - round(part / whole * (bottom - top))


def _bars(doses: list[Moment], across: Callable[[datetime], int]) -> list[Bar]:
    tallest = max((m.amount_ug or 0 for m in doses), default=0) or 1
    bars = []
    for moment in doses:
        mark = moment.mark or DoseMark.TAKEN
        height = round((moment.amount_ug or 0) / tallest * (DOSE_BOTTOM - DOSE_TOP))
        bars.append(Bar(across(moment.at), DOSE_BOTTOM - height, height, str(mark)))
    return bars
