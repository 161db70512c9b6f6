"""How do you feel, and the emergency page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.errors import Refused
from monitoring.checkins.choices import SafetyAnswer
from monitoring.patient.forms import FeelingForm, SafetyForm
from monitoring.patient.presenters import emergency_reasons, report_answer
from monitoring.patient.selectors import (
    emergency_cause,
    is_urgent,
    report_by_public_id,
    safety_answer_since,
)
from monitoring.patient.services import safety_submit, side_effects_submit


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def how_i_feel(request: HttpRequest) -> HttpResponse:
    """Side effects by grade, and pain."""
    patient = own_patient(request)
    form = FeelingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report = side_effects_submit(
                patient=patient,
                by=request.user,
                now=timezone.now(),
                grades=form.grades(),
                urgent=form.cleaned_data.get("urgent") or (),
                pain=form.pain_score(),
                note=form.cleaned_data.get("note") or "",
                idempotency_key=form.cleaned_data["token"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("home:how_i_feel_done", public_id=report.public_id)
    return render(request, "monitoring/patient/how_i_feel.html", {"form": form})


@require_safe
@requires(Capability.OWN_RECORD)
def how_i_feel_done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What follows from the report."""
    report = report_by_public_id(own_patient(request), public_id)
    if report is None:
        raise Http404
    if is_urgent(report):
        return redirect("home:emergency")
    answer = report_answer(report, clinic_settings().phone)
    return render(request, "monitoring/patient/answer.html", {"answer": answer})


@require_safe
@requires(Capability.OWN_RECORD)
def emergency(request: HttpRequest) -> HttpResponse:
    """Call 911 now; then say that help is on its way."""
    patient = own_patient(request)
    now = timezone.now()
    cause = emergency_cause(patient, now)
    answered = safety_answer_since(patient, cause, now)
    page: dict[str, Any] = {
        "reasons": emergency_reasons(cause) if cause else [],
        "form": SafetyForm(),
        "answers": SafetyAnswer.choices,
        "answered": answered.get_answer_display() if answered else "",
    }
    return render(request, "monitoring/patient/emergency.html", page)


@require_POST
@requires(Capability.OWN_RECORD)
def safety_answer(request: HttpRequest) -> HttpResponse:
    """Keep which button was pressed; the clinic's alert stays until staff have spoken to them."""
    patient = own_patient(request)
    form = SafetyForm(request.POST)
    if form.is_valid():
        safety_submit(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            answer=form.cleaned_data["answer"],
            idempotency_key=form.cleaned_data["token"],
        )
    else:
        messages.warning(request, _("Choose one of the three buttons."))
    return redirect("home:emergency")
