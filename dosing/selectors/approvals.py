"""Reads of approvals past a hard limit: how a request stands, and who may answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from dosing.choices import ApprovalStanding
from dosing.models import ApprovalAnswer, ApprovalRequest, PlanDraft
from dosing.rules import DosingPolicy, LimitFinding
from dosing.rules.approvals import (
    AskedDraft,
    AskedFinding,
    DraftNow,
    approval_standing,
    is_yes,
)
from dosing.selectors.plans import open_drafts
from intake.models import Patient
from ketaclinic.accounts.access import Capability, roles_with
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users
from ketaclinic.policies.selectors import PolicyInForce

ANSWERED_SHOWN, MOST_ANSWERED = timedelta(days=14), 50
PEOPLE = ("patient__user", "asked_by", "drafted_by", "draft", "answer__answered_by")


@dataclass(frozen=True)
class Approval:
    """A request, its answer if there is one, and how it stands."""

    request: ApprovalRequest
    answer: ApprovalAnswer | None
    standing: ApprovalStanding

    @property
    def is_in_force(self) -> bool:
        return self.standing == ApprovalStanding.APPROVED

    def is_asked_of(self, user: Any) -> bool:
        """Whether this person may answer: neither who asked nor who drafted (§11.9)."""
        return user.pk not in (self.request.asked_by_id, self.request.drafted_by_id)


def approval_of(
    request: ApprovalRequest,
    *,
    policy: PolicyInForce,
    now: datetime,
    findings: Sequence[LimitFinding] | None = None,
) -> Approval:
    """How one request stands; `findings` are the draft's as they are judged now."""
    draft, answer = request.draft, getattr(request, "answer", None)
    asked = AskedDraft(
        revision=request.revision,
        version_id=request.policy_version_id,
        findings=asked_findings(request),
        is_approved=is_yes(answer.outcome) if answer else None,
        answered_at=answer.answered_at if answer else None,
    )
    at_present = DraftNow(
        revision=draft.revision,
        version_id=policy.version.pk,
        is_open=draft.signed_as_id is None and draft.discarded_at is None,
        is_signed=draft.signed_as_id is not None,
        findings=None if findings is None else tuple(findings),
    )
    lasts = timedelta(hours=policy.get(DosingPolicy).approval_hours)
    return Approval(request, answer, approval_standing(asked, at_present, now=now, lasts=lasts))


def asked_findings(request: ApprovalRequest) -> tuple[AskedFinding, ...]:
    """The hard limits that were asked about, as the rules read them."""
    return tuple(
        AskedFinding(key=each["key"], value=Fraction(each["value"]), limit=each["limit"])
        for each in request.findings
    )


def latest_approval(
    draft: PlanDraft,
    *,
    policy: PolicyInForce,
    now: datetime,
    findings: Sequence[LimitFinding] | None = None,
) -> Approval | None:
    """The newest request about a draft; an older one counts for nothing."""
    requests = ApprovalRequest.objects.filter(draft=draft).select_related(*PEOPLE)
    request = requests.order_by("-asked_at", "-pk").first()
    if request is None:
        return None
    return approval_of(request, policy=policy, now=now, findings=findings)


def draft_and_request(
    patient: Patient,
) -> tuple[PlanDraft | None, ApprovalRequest | None]:
    """The open draft and the newest request about it, in one read."""
    newest = ApprovalRequest.objects.filter(draft=OuterRef("pk")).order_by("-asked_at", "-pk")
    is_newest = Q(approval_requests__pk=Subquery(newest.values("pk")[:1]))
    joined = FilteredRelation("approval_requests", condition=is_newest)
    names = ("saved_by", "newest_request__asked_by", "newest_request__answer__answered_by")
    drafts = open_drafts(patient).annotate(newest_request=joined).select_related(*names)
    draft: Any = drafts.first()
    # Django sets nothing where the join finds nothing.
    request = getattr(draft, "newest_request", None)
    if request is not None:
        request.draft, request.patient = draft, patient
    return draft, request


def approval_asked(patient: Patient, *, policy: PolicyInForce, now: datetime) -> Approval | None:
    """The newest request about the patient's open draft, or None."""
    of_draft = Q(draft__signed_as=None, draft__discarded_at=None)
    requests = ApprovalRequest.objects.filter(of_draft, patient=patient).select_related(*PEOPLE)
    request = requests.order_by("-asked_at", "-pk").first()
    return approval_of(request, policy=policy, now=now) if request is not None else None


def approval_by_public_id(public_id: UUID) -> ApprovalRequest | None:
    """One request with all that its page shows, or None."""
    requests = ApprovalRequest.objects.select_related(*PEOPLE, "policy_version")
    found: ApprovalRequest | None = requests.filter(public_id=public_id).first()
    return found


def approvers_besides(*people: Any) -> QuerySet[User]:
    """Who could approve; with one prescriber there is nobody, and hard means no."""
    roles = roles_with(Capability.APPROVE_PLAN)
    return active_users(*roles).exclude(pk__in=[person.pk for person in people])


def open_approvals(policy: PolicyInForce, now: datetime) -> list[Approval]:
    """Requests about open drafts that nobody answered, the oldest first: those that wait, and those
    that became void before anybody answered, so that none is lost in silence."""
    requests = (
        ApprovalRequest.objects.filter(draft__signed_as=None, draft__discarded_at=None)
        .select_related(*PEOPLE)
        .order_by("asked_at", "pk")
    )
    latest = {request.draft_id: request for request in requests}
    asked = [approval_of(request, policy=policy, now=now) for request in latest.values()]
    return [approval for approval in asked if approval.answer is None]


def answered_approvals(policy: PolicyInForce, now: datetime) -> list[Approval]:
    """Requests that were answered lately, the newest answer first."""
    since = now - ANSWERED_SHOWN
    answered = ApprovalRequest.objects.filter(answer__answered_at__gte=since)
    rows = answered.select_related(*PEOPLE).order_by("-answer__answered_at", "-pk")
    return [approval_of(request, policy=policy, now=now) for request in rows[:MOST_ANSWERED]]
