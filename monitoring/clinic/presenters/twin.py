"""The table twin of the time line: the same moments in words, the newest first."""

from dataclasses import dataclass

from monitoring.clinic.presenters.numbers import number_text
from monitoring.clinic.presenters.timeline import Moment, Timeline
from monitoring.clinic.presenters.words import Clock


@dataclass(frozen=True)
class TwinRow:
    """One line of the table, "Mon Mar 2, 14:05"; `iso` is the moment as machines read it."""

    iso: str
    when: str
    cells: tuple[str, ...]


def twin_rows(line: Timeline) -> list[TwinRow]:
    """Every moment of the line as one row."""
    clock = Clock(line.zone, "D M j")
    return [_row(moment, clock) for moment in reversed(line.moments)]


def _row(moment: Moment, clock: Clock) -> TwinRow:
    return TwinRow(
        iso=moment.at.isoformat(timespec="seconds"),
        when=clock.text(moment.at),
        cells=(
            moment.pressure,
            number_text(moment.pulse),
            moment.amount,
            number_text(moment.pain),
            moment.word,
        ),
    )
