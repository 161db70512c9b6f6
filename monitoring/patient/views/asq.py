"""The safety questions (ASQ) of somebody in care: help first, then the questions."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.accounts.kept import kept_path, page_take
from ketaclinic.clinic.selectors import clinic_settings
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.checkins.forms import AsqForm
from monitoring.patient.presenters import asq_answer
from monitoring.patient.selectors import is_urgent, screen_by_public_id
from monitoring.patient.services import asq_submit
from monitoring.patient.views.shared import found, hidden_owner


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def asq(request: HttpRequest) -> HttpResponse:
    """Ask; a worrying answer is kept as it stands, and what is still open is asked again."""
    patient, now = own_patient(request), timezone.now()
    is_sent, is_told = request.method == "POST", False
    kept = None if is_sent else page_take(request, now=now)
    form = AsqForm(request.POST if is_sent else kept)
    if is_sent and form.is_valid():
        screen = asq_submit(
            patient=patient,
            by=request.user,
            now=now,
            answers=form.instrument_answers(),
            idempotency_key=form.cleaned_data["token"],
        )
        if is_urgent(screen) or not form.blank:
            return redirect("home:asq_done", public_id=screen.public_id)
        form.ask_again()
        is_told = True
    page = {
        "form": form,
        "is_kept": kept is not None,
        "is_told": is_told,
        "is_asked": asq_outstanding(patient),
        "hidden": hidden_owner(request),
    }
    return render(request, "monitoring/patient/asq.html", page)


@require_safe
@requires(Capability.OWN_RECORD)
def asq_done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What follows from the answers."""
    patient = own_patient(request)
    screen = found(screen_by_public_id(patient, public_id))
    if is_urgent(screen):
        return redirect("home:emergency")
    if asq_outstanding(patient):
        return redirect("home:asq")
    is_waiting = kept_path(request, now=timezone.now()) == reverse("home:checkin")
    answer = asq_answer(screen, clinic_settings().phone, is_checkin_waiting=is_waiting)
    return render(request, "monitoring/patient/answer.html", {"answer": answer})
