"""Today, and the page of help that nobody must sign in for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dosing.selectors import journey_ask, zone_of
from intake.rules.states import EDITABLE_BY_APPLICANT, WAITING_FOR_DECISION
from intake.selectors import patient_for_user
from ketaclinic.accounts.access import Capability, requires
from monitoring.patient.presenters import today_page
from monitoring.patient.selectors import today_facts

APPLYING = EDITABLE_BY_APPLICANT | WAITING_FOR_DECISION


@require_safe
@requires(Capability.OWN_RECORD)
def today(request: HttpRequest) -> HttpResponse:
    """What is next, what else is due, how the week went."""
    patient = patient_for_user(request.user)
    if patient is None or patient.state in APPLYING:
        return redirect("intake:start")
    now = timezone.now()
    page = today_page(patient, today_facts(patient, now), zone_of(patient))
    context = {"page": page, "journey": journey_ask(patient, now)}
    return render(request, "monitoring/patient/today.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to call, in words that are part of the program and never depend on an article."""
    return render(request, "monitoring/patient/help.html")
