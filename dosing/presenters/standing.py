"""What stands or is coming beside the plan in force: holds, and the steps down with their dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime

from dosing.choices import HoldScope
from dosing.models import DosingPlan, Hold
from dosing.presenters.plan import plan_line


@dataclass(frozen=True)
class ComingStep:
    """One version to come: from when, and what it says."""

    since: str
    line: str


@dataclass(frozen=True)
class PlanStanding:
    """In the patient's words: why nothing may be taken, what comes after, when it ends."""

    hold_sentences: tuple[str, ...]
    steps: tuple[ComingStep, ...]
    no_dose_from: str


def plan_standing(
    current: DosingPlan | None,
    coming: Sequence[DosingPlan],
    holds: Iterable[Hold],
    zone: ZoneInfo,
) -> PlanStanding:
    """`coming` is every version to come, the next one first; the first has a card of its own."""
    of_plan = (hold.sentence for hold in holds if hold.scope == HoldScope.PLAN)
    last = coming[-1] if coming else current
    return PlanStanding(
        hold_sentences=tuple(of_plan),
        steps=tuple(_step(plan, zone) for plan in coming[1:]),
        no_dose_from=_after(last) if last is not None else "",
    )


def _step(plan: DosingPlan, zone: ZoneInfo) -> ComingStep:
    day = localtime(plan.effective_at, zone)
    return ComingStep(date_format(day, "l, F j"), plan_line(plan.terms))


def _after(plan: DosingPlan) -> str:
    if plan.ends_on is None:
        return ""
    return date_format(plan.ends_on + timedelta(days=1), "l, F j")
