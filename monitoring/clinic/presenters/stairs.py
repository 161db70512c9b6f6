"""A titration as a small drawing: coordinates only, the template draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from dosing.rules import LimitStanding, ProjectedDose, mg_text
from dosing.rules.findings import Level
from dosing.rules.terms import daily_racemic_ug
from monitoring.clinic.presenters.titration import day_text

WIDTH, HEIGHT = 420, 140
LEFT, RIGHT, TOP, BOTTOM = 4, 412, 6, 118
# The last dose has no end of its own: it is drawn a week long.
LAST_DAYS = 7
# Room above the highest dose, so that its number is not cut off.
HEADROOM = Fraction(5, 4)


@dataclass(frozen=True)
class Label:
    """A word at a place."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class LimitLine:
    """A level of the daily total across the drawing."""

    y: int
    text: str
    level: str


@dataclass(frozen=True)
class Stairs:
    """The daily total over time, in whole coordinates of the drawing."""

    points: str
    area: str
    labels: list[Label]
    days: list[Label]
    lines: list[LimitLine]
    width: int = WIDTH
    height: int = HEIGHT
    right: int = RIGHT


def stairs(
    doses: Sequence[ProjectedDose], standings: Iterable[LimitStanding], weight_g: int | None
) -> Stairs | None:
    """The drawing of a titration; None where there is only one dose. `weight_g` is as judged."""
    if len(doses) < 2:
        return None
    totals = [daily_racemic_ug(dose.terms) for dose in doses]
    starts = [_days_after(doses, dose) for dose in doses]
    top_ug = max(totals) * HEADROOM
    edges = [*starts, starts[-1] + LAST_DAYS]
    across = [LEFT + round((RIGHT - LEFT) * day / edges[-1]) for day in edges]
    up = [_height(total, top_ug) for total in totals]
    points = " ".join(
        f"{left},{y} {right},{y}" for left, right, y in zip(across, across[1:], up, strict=False)
    )
    return Stairs(
        points=points,
        area=f"{LEFT},{BOTTOM} {points} {RIGHT},{BOTTOM}",
        labels=[
            Label(x + 4, y + 15, mg_text(t)) for x, y, t in zip(across, up, totals, strict=False)
        ],
        days=[
            Label(x, HEIGHT - 6, day_text(dose.first_day))
            for x, dose in zip(across, doses, strict=False)
        ],
        lines=_limit_lines(standings, weight_g, top_ug),
    )


def _days_after(doses: Sequence[ProjectedDose], dose: ProjectedDose) -> int:
    first, day = doses[0].first_day, dose.first_day
    return (day - first).days if first and day else 0


def _height(value_ug: int | Fraction, top_ug: Fraction) -> int:
    return BOTTOM - round((BOTTOM - TOP) * Fraction(value_ug) / top_ug)


def _limit_lines(
    standings: Iterable[LimitStanding], weight_g: int | None, top_ug: Fraction
) -> list[LimitLine]:
    """The levels of the daily total, by milligrams or by weight, whichever is lower; only those
    that fall into the drawing."""
    found = {each.key: each.limits for each in standings}
    levels = {Level.SOFT: _("reason"), Level.HARD: _("second prescriber")}
    lines = []
    for level, word in levels.items():
        limits = [Fraction(found["max_daily_dose_mg"][level])]
        if weight_g is not None:
            limits.append(Fraction(found["max_daily_dose_mg_per_kg"][level] * weight_g, 1_000))
        if min(limits) <= top_ug:
            text = f"{mg_text(min(limits))}: {word}"
            lines.append(LimitLine(_height(min(limits), top_ug), text, level))
    return lines
