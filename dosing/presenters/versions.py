"""Signed versions as the patient reads them: what it says, since when, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime

from dosing.models import DosingPlan, PlanEnd
from dosing.presenters.plan import Change, plan_changes, plan_items, plan_line


@dataclass(frozen=True)
class VersionPage:
    """One version in plain words."""

    version: int
    since: str
    signed_by: str
    items: list[tuple[str, str]]
    changes: list[Change]
    instructions: str


@dataclass(frozen=True)
class EarlierVersion:
    """One line of the history."""

    version: int
    line: str
    since: str
    ended: str
    how: str
    reason: str


def version_page(plan: DosingPlan, zone: ZoneInfo) -> VersionPage:
    """A version with its differences to the one before it."""
    earlier = plan.supersedes.terms if plan.supersedes else None
    return VersionPage(
        version=plan.version,
        since=day_text(plan.effective_at, zone),
        signed_by=plan.signed_by.full_name,
        items=plan_items(plan.terms),
        changes=plan_changes(plan.terms, earlier),
        instructions=plan.instructions,
    )


def earlier_versions(
    plans: Iterable[DosingPlan], now: datetime, zone: ZoneInfo
) -> list[EarlierVersion]:
    """The versions that have ended, newest first, as `plan_history` gives them."""
    ended = ((plan, _end_of(plan, now)) for plan in plans)
    return [_earlier(plan, end, zone) for plan, end in ended if end is not None]


def _end_of(plan: DosingPlan, now: datetime) -> PlanEnd | None:
    passed = [end for end in plan.ends.all() if end.ended_at <= now]
    return min(passed, key=lambda end: end.ended_at, default=None)


def _earlier(plan: DosingPlan, end: PlanEnd, zone: ZoneInfo) -> EarlierVersion:
    return EarlierVersion(
        version=plan.version,
        line=plan_line(plan.terms),
        since=day_text(plan.effective_at, zone),
        ended=day_text(end.ended_at, zone),
        how=end.get_kind_display(),
        reason=end.reason,
    )


def day_text(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(localtime(moment, zone), "DATE_FORMAT")
