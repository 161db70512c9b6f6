"""Two people past a hard limit (§11.9): what may be approved, and what a yes still covers."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from dosing.choices import ApprovalOutcome, ApprovalStanding
from dosing.rules.findings import Level, LimitFinding, refused
from dosing.rules.terms import Terms, TitrationStep

DAYS = ("starts_on", "ends_on")


@dataclass(frozen=True)
class AskedFinding:
    """A hard limit as the approver read it."""

    key: str
    value: Fraction
    limit: int

    def covers(self, finding: LimitFinding) -> bool:
        """The same limit, and the plan no further past it than when it was asked."""
        if finding.key != self.key or finding.limit != self.limit or finding.value is None:
            return False
        return abs(Fraction(finding.value) - self.limit) <= abs(self.value - self.limit)


@dataclass(frozen=True)
class AskedDraft:
    """What a request was pinned to, and the answer to it. `is_approved` None: no answer yet."""

    revision: int
    version_id: int
    findings: tuple[AskedFinding, ...]
    is_approved: bool | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class DraftNow:
    """The same draft as it stands now. `findings` None: not judged anew."""

    revision: int
    version_id: int
    is_open: bool
    is_signed: bool
    findings: tuple[LimitFinding, ...] | None = None


def hard(findings: Iterable[LimitFinding]) -> list[LimitFinding]:
    """The limits that a second prescriber may let a plan pass."""
    return [finding for finding in findings if finding.level == Level.HARD]


def beyond_approval(findings: Iterable[LimitFinding]) -> list[LimitFinding]:
    """Ceilings and bounds in code: nobody's yes passes these."""
    return [finding for finding in refused(findings) if finding.level != Level.HARD]


def uncovered(
    findings: Iterable[LimitFinding], asked: Iterable[AskedFinding]
) -> list[LimitFinding]:
    """What is refused although somebody approved: another limit, or further past than then."""
    known = tuple(asked)
    return [
        finding
        for finding in refused(findings)
        if finding.level != Level.HARD or not any(each.covers(finding) for each in known)
    ]


def approval_standing(
    asked: AskedDraft, draft: DraftNow, *, now: datetime, lasts: timedelta
) -> ApprovalStanding:
    """How a request stands: an answer counts only for what was asked, and only for a while."""
    if not draft.is_open:
        is_used = draft.is_signed and asked.revision == draft.revision and asked.is_approved
        return ApprovalStanding.SIGNED if is_used else ApprovalStanding.DRAFT_CLOSED
    if asked.revision != draft.revision:
        return ApprovalStanding.DRAFT_CHANGED
    if asked.version_id != draft.version_id:
        return ApprovalStanding.POLICY_CHANGED
    if asked.is_approved is False:
        return ApprovalStanding.DECLINED
    if draft.findings is not None and uncovered(draft.findings, asked.findings):
        return ApprovalStanding.WORSE
    if asked.answered_at is None:
        return ApprovalStanding.WAITING
    is_old = now >= asked.answered_at + lasts
    return ApprovalStanding.EXPIRED if is_old else ApprovalStanding.APPROVED


def is_yes(outcome: str) -> bool:
    return outcome == ApprovalOutcome.APPROVED


def terms_record(terms: Terms) -> dict[str, Any]:
    """The terms as they are kept for good: a draft changes, what was approved does not."""
    kept = asdict(terms)
    days = {name: kept[name].isoformat() if kept[name] else None for name in DAYS}
    return {**kept, **days}


def terms_of_record(kept: Mapping[str, Any]) -> Terms:
    """The terms that `terms_record` kept."""
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in DAYS}
    steps = (
        TitrationStep(**{**step, "conditions": tuple(step["conditions"])}) for step in kept["steps"]
    )
    lists = {"times_of_day": tuple(kept["times_of_day"]), "weekdays": tuple(kept["weekdays"])}
    return Terms(**{**kept, **days, **lists, "steps": tuple(steps)})
