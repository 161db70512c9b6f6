"""Requests to pass a hard limit, as the queue, the plan page and the chart show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dosing.choices import ApprovalStanding
from dosing.presenters import plan_line
from dosing.rules import DosingPolicy
from dosing.rules.limits import finding_of_record
from dosing.selectors import Approval
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.clinic.presenters.plan import FindingRow, finding_row

KINDS = {
    ApprovalStanding.WAITING: "wait",
    ApprovalStanding.APPROVED: "go",
    ApprovalStanding.SIGNED: "go",
    ApprovalStanding.DECLINED: "stop",
}
AGAIN = frozenset(
    {
        ApprovalStanding.DRAFT_CHANGED,
        ApprovalStanding.POLICY_CHANGED,
        ApprovalStanding.EXPIRED,
        ApprovalStanding.WORSE,
    }
)


@dataclass(frozen=True)
class ApprovalRow:
    """One request: what is asked, by whom, why, and how it stands."""

    public_id: UUID
    patient_id: UUID
    name: str
    line: str
    findings: tuple[FindingRow, ...]
    reason: str
    asked_by: str
    asked_at: datetime
    kind: str
    word: str
    late: str
    answered_by: str
    answered_at: datetime | None
    note: str
    is_waiting: bool
    is_to_ask_again: bool


@dataclass(frozen=True)
class ApprovalQueue:
    """The requests in the order in which this person needs them."""

    mine: list[ApprovalRow]
    others: list[ApprovalRow]
    void: list[ApprovalRow]
    answered: list[ApprovalRow]

    @property
    def patient_ids(self) -> set[UUID]:
        rows = (*self.mine, *self.others, *self.void, *self.answered)
        return {row.patient_id for row in rows}


def approval_row(approval: Approval, policy: PolicyInForce, now: datetime) -> ApprovalRow:
    """One request as it stands now."""
    request, answer = approval.request, approval.answer
    return ApprovalRow(
        public_id=request.public_id,
        patient_id=request.patient.public_id,
        name=request.patient.display_name,
        line=plan_line(request.terms),
        findings=tuple(finding_row(finding_of_record(kept)) for kept in request.findings),
        reason=request.reason,
        asked_by=request.asked_by.full_name,
        asked_at=request.asked_at,
        kind=KINDS.get(approval.standing, "quiet"),
        word=str(approval.standing.label),
        late=_late(approval, policy, now),
        answered_by=answer.answered_by.full_name if answer else "",
        answered_at=answer.answered_at if answer else None,
        note=answer.note if answer else "",
        is_waiting=approval.standing == ApprovalStanding.WAITING,
        is_to_ask_again=approval.standing in AGAIN,
    )


def _late(approval: Approval, policy: PolicyInForce, now: datetime) -> str:
    """A question does not expire; one that waits longer than an answer lasts is marked."""
    hours = policy.get(DosingPolicy).approval_hours
    is_old = now - approval.request.asked_at > timedelta(hours=hours)
    if approval.standing != ApprovalStanding.WAITING or not is_old:
        return ""
    return _("Waiting for more than %(hours)s hours") % {"hours": hours}


def approval_queue(
    asked: Iterable[Approval],
    answered: Iterable[Approval],
    user: object,
    policy: PolicyInForce,
    now: datetime,
) -> ApprovalQueue:
    """What waits for this person first, then for others, then what must be asked again."""
    queue = ApprovalQueue([], [], [], [approval_row(each, policy, now) for each in answered])
    for approval in asked:
        row = approval_row(approval, policy, now)
        if not row.is_waiting:
            queue.void.append(row)
        elif approval.is_asked_of(user):
            queue.mine.append(row)
        else:
            queue.others.append(row)
    return queue


@dataclass(frozen=True)
class ApprovalBox:
    """The plan page's part: how the request stands, or who could be asked."""

    row: ApprovalRow | None
    may_ask: bool
    may_answer: bool
    approvers: tuple[str, ...]
    is_in_force: bool
    is_own_approval: bool
