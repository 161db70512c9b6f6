"""The plan editor's side: what the limits say of the draft, and the versions before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dosing.choices import PlanEndKind
from dosing.models import DosingPlan
from dosing.presenters import (
    Change,
    difference_sentence,
    finding_sentence,
    plan_changes,
    plan_line,
)
from dosing.rules import LimitFinding
from dosing.rules.findings import Level

LEVEL_KINDS = {Level.SOFT: "wait", Level.HARD: "stop", Level.CEILING: "stop", Level.BOUND: "stop"}


@dataclass(frozen=True)
class FindingRow:
    """One limit that the draft goes past."""

    kind: str
    level_word: str
    sentence: str
    value: str
    limit: str
    source: str


@dataclass(frozen=True)
class VersionRow:
    """One signed version, what it changed, and how it ended."""

    version: int
    line: str
    sentence: str
    change_word: str
    changes: tuple[Change, ...]
    signed_by: str
    signed_at: datetime
    effective_at: datetime
    end: str
    end_reason: str
    change_reason: str
    limits_reason: str
    approved_by: str
    approval_note: str
    is_in_force: bool
    is_coming: bool


def finding_row(finding: LimitFinding) -> FindingRow:
    """A finding with its value and its limit as the rules judged them."""
    return FindingRow(
        kind=LEVEL_KINDS[finding.level],
        level_word=level_word(finding.level),
        sentence=finding_sentence(finding),
        value=str(finding.details.get("value", "")),
        limit=str(finding.details.get("limit", "")),
        source=finding.source,
    )


def version_rows(plans: Iterable[DosingPlan], now: datetime, zone: ZoneInfo) -> list[VersionRow]:
    """The history, the newest first, as it is given; `zone` is the patient's own."""
    return [_version_row(plan, now, zone) for plan in plans]


def _version_row(plan: DosingPlan, now: datetime, zone: ZoneInfo) -> VersionRow:
    has_ended = plan.ended_at is not None and plan.ended_at <= now
    earlier = plan.supersedes.terms if plan.supersedes else None
    return VersionRow(
        version=plan.version,
        line=plan_line(plan.terms),
        sentence=difference_sentence(plan.terms, earlier, plan.effective_at, zone),
        change_word=_change_word(plan),
        changes=tuple(plan_changes(plan.terms, earlier)),
        signed_by=plan.signed_by.full_name or plan.signed_by.email,
        signed_at=plan.signed_at,
        effective_at=plan.effective_at,
        end=str(PlanEndKind(plan.end_kind).label) if plan.end_kind else "",
        end_reason=plan.end_reason or "",
        change_reason=plan.change_reason if plan.supersedes else "",
        limits_reason=plan.limits_reason,
        approved_by=plan.approval.answered_by.full_name if plan.approval else "",
        approval_note=plan.approval.note if plan.approval else "",
        is_in_force=plan.effective_at <= now and not has_ended,
        is_coming=plan.effective_at > now and not has_ended,
    )


def _change_word(plan: DosingPlan) -> str:
    """A released step says so: it was planned in the version before it."""
    word = str(plan.get_change_display())
    return (
        word if plan.step_conditions is None else _("%(change)s, planned step") % {"change": word}
    )


def level_word(level: str) -> str:
    """What a level asks for."""
    return {
        Level.SOFT: _("Needs a reason"),
        Level.HARD: _("Needs a second prescriber"),
        Level.CEILING: _("Above the clinic's ceiling"),
        Level.BOUND: _("Beyond what the system allows"),
    }[level]
