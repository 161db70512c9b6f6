"""The plan editor's page: dosing's form and rules, beside what they say and the history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dosing.forms import PlanDraftForm
from dosing.models import DosingPlan, PlanDraft
from dosing.rules import DosingPolicy, needs_reason
from dosing.rules.approvals import hard
from dosing.selectors import PlanReview, open_draft, plan_history, plan_review, zone_of
from dosing.services import NothingToSign, plan_draft_save
from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import policy_in_force
from monitoring.clinic.forms import SignForm, StopForm
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.plan import finding_row, version_rows
from monitoring.clinic.services import plan_halt, plan_put_in_force
from monitoring.clinic.views.approvals import approval_context

# Taken over from the plan in force; the amount, the days and the reason are written anew.
NEVER_TAKEN_OVER = ("dose_mg", "starts_on", "ends_on", "limits_reason")


@requires(Capability.DRAFT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the editor, or keep the draft that was sent."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    if request.method != "POST":
        read_record(by=request.user, what="clinic.plan", patients=[public_id])
        return _page(request, editor)
    form = editor.form(request.POST)
    if form.is_valid():
        try:
            plan_draft_save(
                patient=editor.patient, by=request.user, now=editor.now, terms=form.terms()
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The draft is saved. Read the limits, then sign."))
            return redirect("clinic:plan", public_id=public_id)
    return _page(request, editor, form=form)


@requires(Capability.SIGN_PLAN)
@require_POST
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign the draft that was read; the limits are judged again inside the service."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            plan_put_in_force(
                patient=editor.patient, by=request.user, now=editor.now, **form.cleaned_data
            )
        except NothingToSign as refusal:
            messages.warning(request, refusal.message)
            return redirect("clinic:plan", public_id=public_id)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The plan is signed."))
            return redirect("clinic:chart", public_id=public_id)
    return _page(request, editor, sign_form=form)


@requires(Capability.SIGN_PLAN)
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop the plan, with the reason."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = StopForm(request.POST, auto_id="stop-%s")
    if form.is_valid():
        try:
            plan_halt(patient=editor.patient, by=request.user, now=editor.now, **form.cleaned_data)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The plan is stopped. No more doses are offered."))
        return redirect("clinic:chart", public_id=public_id)
    return _page(request, editor, stop_form=form)


class Editor:
    """What the page is about, each thing read once."""

    def __init__(self, patient: Patient, now: datetime) -> None:
        self.patient, self.now = patient, now
        self.draft = open_draft(patient)
        self.history = list(plan_history(patient))
        self.versions = version_rows(self.history, now)
        self.review = (
            plan_review(patient, self.draft.terms, now, history=self.history)
            if self.draft
            else None
        )
        self.policy = self.review.policy if self.review else policy_in_force()

    @property
    def running(self) -> DosingPlan | None:
        """The version in force."""
        both = zip(self.history, self.versions, strict=True)
        return next((plan for plan, row in both if row.is_in_force), None)

    def form(self, data: Any = None) -> PlanDraftForm:
        """The editor over the open draft, or over the plan in force without amount and days."""
        settings: dict[str, Any] = {
            "policy": self.policy.get(DosingPolicy),
            "today": timezone.localtime(self.now, zone_of(self.patient)).date(),
        }
        if self.draft is not None:
            settings["terms"] = self.draft.terms
        elif self.running is not None:
            settings["terms"] = self.running.terms
            settings["initial"] = dict.fromkeys(NEVER_TAKEN_OVER)
        return PlanDraftForm(data, **settings)


def _page(
    request: HttpRequest,
    editor: Editor,
    *,
    form: PlanDraftForm | None = None,
    sign_form: SignForm | None = None,
    stop_form: StopForm | None = None,
) -> HttpResponse:
    may_sign = allows(request.user, Capability.SIGN_PLAN)
    context = {
        "identity": identity(editor.patient, editor.running, editor.now),
        "zone": editor.patient.user.time_zone,
        "policy_is_approved": editor.policy.is_approved,
        "form": form or editor.form(),
        "draft": editor.draft,
        "versions": editor.versions,
        "may_sign": may_sign,
        "can_stop": may_sign and any(not version.end for version in editor.versions),
        "stop_form": stop_form or StopForm(auto_id="stop-%s"),
        **(_review(editor.draft, editor.review, sign_form) if editor.review else {}),
        **approval_context(request, editor.draft, editor.review, editor.now),
    }
    return render(request, "monitoring/clinic/plan.html", context)


def _review(draft: PlanDraft, review: PlanReview, sign_form: SignForm | None) -> dict[str, Any]:
    """What the limits say of the draft, and the form that signs it."""
    initial = {"revision": draft.revision, "limits_reason": draft.limits_reason}
    # An approval is pinned to the draft: a reason typed now would change it.
    asks_reason = needs_reason(review.findings) and not hard(review.findings)
    return {
        "findings": [finding_row(finding) for finding in review.findings],
        "gates": review.gates,
        "is_signable": review.is_signable,
        "sign_form": sign_form or SignForm(initial=initial, asks_reason=asks_reason),
    }
