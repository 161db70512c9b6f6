"""What a truthful report is marked with. A mark tells the clinic; it never refuses the report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dosing.choices import LogMark, SecondReport


@dataclass(frozen=True)
class TakenDose:
    """A dose that went in, and what stood at that moment; None means no slot or no neighbour."""

    taken_at: datetime
    amount_ug: int | None
    is_extra: bool
    is_cleared: bool
    is_held: bool
    is_on_plan: bool
    is_offered: bool = True
    window_opens_at: datetime | None = None
    window_closes_at: datetime | None = None
    planned_ug: int | None = None
    gap_to_nearest: timedelta | None = None


def dose_marks(dose: TakenDose, interval: timedelta) -> list[str]:
    """Every mark that the report earns, in the order of the list of marks."""
    opens, closes = dose.window_opens_at, dose.window_closes_at
    gap, planned, amount = dose.gap_to_nearest, dose.planned_ug, dose.amount_ug
    earned = {
        LogMark.EARLY: opens is not None and dose.taken_at < opens,
        LogMark.LATE: closes is not None and dose.taken_at >= closes,
        LogMark.TOO_SOON: gap is not None and gap < interval,
        LogMark.UNCLEARED: not dose.is_cleared,
        LogMark.ON_HOLD: dose.is_held,
        LogMark.EXTRA: dose.is_extra,
        LogMark.OVER_PLAN: planned is not None and amount is not None and amount > planned,
        LogMark.NOT_OFFERED: not dose.is_offered,
        LogMark.OFF_PLAN: not dose.is_on_plan,
    }
    return [str(mark) for mark, is_earned in earned.items() if is_earned]


def second_report(was_ingested: bool, is_ingested: bool) -> SecondReport:
    """What to ask when a second report on one dose differs from the first (§11.11, §11.25)."""
    if was_ingested:
        return SecondReport.TOOK_ANOTHER if is_ingested else SecondReport.NOT_TAKEN_AFTER_ALL
    return SecondReport.TOOK_AFTER_ALL if is_ingested else SecondReport.OTHER_REASON
