"""Two people past a hard limit: the queue, the answer, the question."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dosing.choices import ApprovalOutcome
from dosing.models import ApprovalRequest, PlanDraft
from dosing.presenters import plan_changes, plan_items
from dosing.rules.approvals import beyond_approval, hard
from dosing.selectors import (
    Approval,
    PlanReview,
    answered_approvals,
    approval_by_public_id,
    approval_of,
    approvers_besides,
    open_approvals,
    plan_history,
    plan_in_force,
    steps_due,
    zone_of,
)
from dosing.services import approval_answer, approval_ask
from intake.access import staff_patient
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import policy_in_force
from monitoring.clinic.forms import AnswerForm, AskForm
from monitoring.clinic.presenters.approvals import (
    ApprovalBox,
    approval_queue,
    approval_row,
)
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.plan import version_rows
from monitoring.clinic.presenters.titration import step_due_rows


@requires(Capability.APPROVE_PLAN)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person first, with the steps to release; one audit event for all whom
    the page reveals."""
    now, policy = timezone.now(), policy_in_force()
    asked, answered = open_approvals(policy, now), answered_approvals(policy, now)
    found = approval_queue(asked, answered, request.user, policy, now)
    steps = step_due_rows(steps_due(now))
    revealed = found.patient_ids | {row.patient_id for row in steps}
    read_record(by=request.user, what="clinic.plans", patients=sorted(revealed))
    return render(request, "monitoring/clinic/plans.html", {"queue": found, "steps": steps})


@requires(Capability.APPROVE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request with all that an answer needs, and the answer."""
    asked = _request(public_id)
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        patients = [asked.patient.public_id]
        read_record(by=request.user, what="clinic.plan_approval", patients=patients)
    elif form.is_valid():
        try:
            approval_answer(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _said(form.cleaned_data["outcome"]))
            return redirect("clinic:plans")
    return _answer_page(request, asked, form)


def _said(outcome: str) -> str:
    if outcome == ApprovalOutcome.APPROVED:
        return _("Approved. Another prescriber signs the plan.")
    return _("Declined. The draft must change before it is asked about again.")


def _answer_page(request: HttpRequest, asked: ApprovalRequest, form: AnswerForm) -> HttpResponse:
    now, policy, patient = timezone.now(), policy_in_force(), asked.patient
    approval = approval_of(asked, policy=policy, now=now)
    running = plan_in_force(patient, now)
    row = approval_row(approval, policy, now)
    context = {
        "identity": identity(patient, running, now),
        "zone": patient.user.time_zone,
        "policy_is_approved": policy.is_approved,
        "row": row,
        "items": plan_items(asked.terms),
        "changes": plan_changes(asked.terms, running.terms if running else None),
        "versions": version_rows(plan_history(patient), now, zone_of(patient)),
        "form": form,
        "may_answer": row.is_waiting and approval.is_asked_of(request.user),
    }
    return render(request, "monitoring/clinic/plan_approval.html", context)


@requires(Capability.SIGN_PLAN)
@require_POST
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask another prescriber, with a reason; a reason at fault is shown again as it was typed."""
    patient, form = staff_patient(request, public_id), AskForm(request.POST)
    if form.is_valid():
        try:
            approval_ask(patient=patient, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            if refusal.field not in form.fields:
                messages.warning(request, refusal.message)
                return redirect("clinic:plan", public_id=public_id)
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Asked. The request stands in the queue of plans."))
            return redirect("clinic:plan", public_id=public_id)
    context = {
        "title": _("Ask another prescriber"),
        "sentence": _("Past a hard limit a plan needs the approval of a second prescriber."),
        "submit": _("Ask for approval"),
        "form": form,
        "back": reverse("clinic:plan", args=[patient.public_id]),
        "action": request.get_full_path(),
    }
    return render(request, "monitoring/clinic/note.html", context)


def approval_context(
    request: HttpRequest,
    draft: PlanDraft | None,
    asked: ApprovalRequest | None,
    review: PlanReview | None,
    now: datetime,
) -> dict[str, Any]:
    """The plan page's part of it, with the newest request about the draft; nothing while the draft
    goes past no hard limit."""
    if draft is None or review is None or not hard(review.findings):
        return {}
    judged = {"policy": review.policy, "now": now, "findings": review.findings}
    approval = approval_of(asked, **judged) if asked else None
    box = _box(request, draft, review, approval, now)
    is_signable = box.is_in_force and not box.is_own_approval and not review.gates
    ask_form = AskForm(initial={"revision": draft.revision}, auto_id="ask-%s")
    return {"approval": box, "ask_form": ask_form, "is_signable": is_signable}


def _box(
    request: HttpRequest,
    draft: PlanDraft,
    review: PlanReview,
    approval: Approval | None,
    now: datetime,
) -> ApprovalBox:
    row = approval_row(approval, review.policy, now) if approval else None
    is_free = row is None or row.is_to_ask_again
    may_ask = (
        is_free
        and allows(request.user, Capability.SIGN_PLAN)
        and not beyond_approval(review.findings)
    )
    answered_by = approval.answer.answered_by_id if approval and approval.answer else None
    return ApprovalBox(
        row=row,
        may_ask=may_ask,
        may_answer=bool(
            row
            and approval
            and row.is_waiting
            and approval.is_asked_of(request.user)
            and allows(request.user, Capability.APPROVE_PLAN)
        ),
        approvers=_names(request, draft) if may_ask else (),
        is_in_force=bool(approval and approval.is_in_force),
        is_own_approval=answered_by == request.user.pk,
    )


def _names(request: HttpRequest, draft: PlanDraft) -> tuple[str, ...]:
    people = approvers_besides(request.user, draft.saved_by)
    return tuple(person.full_name for person in people)


def _request(public_id: UUID) -> ApprovalRequest:
    found = approval_by_public_id(public_id)
    if found is None:
        raise Http404
    return found
