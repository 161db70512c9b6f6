"""I am travelling: keep home times, or move the doses to the time here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dosing.choices import JourneyAnswer
from dosing.presenters import place_text
from dosing.selectors import journey_preview
from dosing.services import journey_answer
from intake.access import own_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.patient.forms import JourneyForm
from monitoring.patient.presenters import journey_page

SAVED = {
    JourneyAnswer.MOVE: _("Your doses follow the clock here now."),
    JourneyAnswer.KEEP: _("Your doses stay on home times."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def journey(request: HttpRequest) -> HttpResponse:
    """Both ways side by side for a chosen zone, and the answer."""
    patient = own_patient(request)
    if request.method == "POST":
        return _answer(request, patient)
    return _show(request, patient, JourneyForm(request.GET or None))


def _answer(request: HttpRequest, patient: Patient) -> HttpResponse:
    form = JourneyForm(request.POST)
    if not form.is_valid():
        return _show(request, patient, form)
    answer = request.POST.get("answer", "")
    try:
        journey_answer(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            zone=form.cleaned_data["zone"],
            answer=answer,
        )
    except Refused as refusal:
        form.add_error("zone" if refusal.field == "zone" else None, refusal.message)
        return _show(request, patient, form)
    messages.success(request, SAVED[JourneyAnswer(answer)])
    return redirect("dosing:schedule")


def _show(request: HttpRequest, patient: Patient, form: JourneyForm) -> HttpResponse:
    home, now = patient.user.time_zone, timezone.now()
    form.is_valid()
    zone = getattr(form, "cleaned_data", {}).get("zone", "")
    context: dict[str, Any] = {"form": form, "home": place_text(home)}
    if zone and zone == home:
        context["is_home"] = True
    elif zone:
        move = journey_preview(patient, zone, now)
        context["page"] = journey_page(home, zone, move, now) if move else None
        context["is_without_plan"] = move is None
    return render(request, "monitoring/patient/journey.html", context)
