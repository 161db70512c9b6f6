"""The clinic's pages about applications: the queue, one application, the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.access import staff_patient
from intake.choices import Action, Outcome
from intake.forms import DecisionForm, SafetyContactForm
from intake.models import Patient, ScreeningFinding
from intake.presenters.answers import answer_groups
from intake.presenters.clinic import (
    clinic_order,
    finding_rows,
    identity_items,
    queue_filters,
    queue_row,
    waiting_words,
)
from intake.rules.states import WAITING_FOR_DECISION
from intake.selectors import (
    application_queue,
    findings_of,
    open_safety_concerns,
    queue_counts,
    safety_concern,
    safety_concerns_of,
    sections_of,
    state_history,
    submission_in_force,
)
from intake.services import application_decide, safety_contact_record
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused

ROWS_ON_A_PAGE = 30


@require_safe
@requires(Capability.VIEW_PATIENTS)
def queue(request: HttpRequest) -> HttpResponse:
    """Applications that wait, riskiest and oldest first; people in danger above all."""
    now, tier = timezone.now(), request.GET.get("tier", "")
    page = Paginator(application_queue(tier), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    concerns = list(open_safety_concerns())
    shown = [submission.patient for submission in page] + [c.patient for c in concerns]
    read_record(
        by=request.user, what="intake.queue", patients=dict.fromkeys(p.public_id for p in shown)
    )
    context = {
        "page": page,
        "rows": [queue_row(submission, now) for submission in page],
        "filters": queue_filters(queue_counts(), tier),
        "concerns": concerns,
        "contact_form": SafetyContactForm(),
    }
    return render(request, "intake/clinic/queue.html", context)


@require_safe
@requires(Capability.VIEW_PATIENTS)
def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One application on one page: findings first, then everything that was said."""
    patient = staff_patient(request, public_id)
    return _application_page(request, patient, None)


@require_POST
@requires(Capability.DECIDE_APPLICATION)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record a decision; on refusal the page comes back with what was typed."""
    patient = staff_patient(request, public_id)
    submission = submission_in_force(patient)
    if submission is None:
        raise Http404
    form = DecisionForm(request.POST, findings=findings_of(submission))
    if form.is_valid() and _is_decided(request, patient, form):
        messages.success(request, _("The decision is recorded."))
        is_approved = form.cleaned_data["outcome"] == Outcome.APPROVE
        name = "intake:readiness" if is_approved else "intake:application"
        return redirect(name, public_id=patient.public_id)
    return _application_page(request, patient, form)


def _is_decided(request: HttpRequest, patient: Patient, form: DecisionForm) -> bool:
    given = {
        name: form.cleaned_data[name]
        for name in ("outcome", "reason", "message", "pain_type", "understands_risks")
    }
    try:
        application_decide(
            patient=patient, by=request.user, now=timezone.now(), answers=form.answers(), **given
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _application_page(
    request: HttpRequest, patient: Patient, form: DecisionForm | None
) -> HttpResponse:
    submission = submission_in_force(patient)
    if submission is None:
        raise Http404
    read_record(by=request.user, what="intake.application", patients=[patient.public_id])
    now, findings = timezone.now(), findings_of(submission)
    if form is None and _may_decide(request, patient):
        form = DecisionForm(findings=findings)
    context: dict[str, Any] = {
        "patient": patient,
        "submission": submission,
        "decision": getattr(submission, "decision", None),
        "identity": identity_items(patient, now),
        "findings": finding_rows(findings, form.answer_field if form else None),
        "groups": answer_groups(clinic_order(sections_of(patient)), submission.facts),
        "concerns": safety_concerns_of(patient),
        "history": state_history(patient),
        "waiting": waiting_words(submission.submitted_at, now),
        "needs_director": _needs_director(request, findings),
        "form": form,
    }
    return render(request, "intake/clinic/application.html", context)


def _may_decide(request: HttpRequest, patient: Patient) -> bool:
    is_waiting = patient.state in WAITING_FOR_DECISION
    return is_waiting and allows(request.user, Capability.DECIDE_APPLICATION)


def _needs_director(request: HttpRequest, findings: list[ScreeningFinding]) -> bool:
    is_excluded = any(finding.action == Action.EXCLUDE for finding in findings)
    return is_excluded and not allows(request.user, Capability.OVERRIDE_EXCLUSION)


@require_POST
@requires(Capability.VIEW_PATIENTS)
def safety_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that somebody reached an applicant who may be in danger."""
    concern = safety_concern(public_id)
    if concern is None:
        raise Http404
    form = SafetyContactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write who spoke with them, and what was agreed."))
        return redirect("intake:queue")
    safety_contact_record(
        concern=concern, by=request.user, now=timezone.now(), note=form.cleaned_data["note"]
    )
    messages.success(request, _("The contact is recorded."))
    return redirect("intake:queue")
