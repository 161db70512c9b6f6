"""My medicines: the list of the person who takes them, from the application on."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient
from intake.choices import Section
from intake.models import Patient
from intake.presenters.medicines import medicine_line
from intake.rules.states import CLOSED, EDITABLE_BY_APPLICANT
from intake.selectors import ended_medicines, has_unread_block, listed, medicine_of
from intake.views.medicines import LineForms, add_form, is_written, list_context
from ketaclinic.accounts.access import Capability, requires
from monitoring.alerts.services import (
    medicine_add_submit,
    medicine_change_submit,
    medicine_stop_submit,
    medicine_strike_out_submit,
)

WRITES = {
    "dose": medicine_change_submit,
    "stop": medicine_stop_submit,
    "strike": medicine_strike_out_submit,
}


@require_safe
@requires(Capability.OWN_RECORD)
def medicines(request: HttpRequest) -> HttpResponse:
    """The whole list, what ended, and the form that adds one more."""
    patient = own_patient(request)
    if patient.state in EDITABLE_BY_APPLICANT:
        return redirect(_list_url(patient))
    return _list_page(request, patient, add_form())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def medicine_add(request: HttpRequest) -> HttpResponse:
    """Add one; a name that is not certain comes back as a question."""
    patient = own_patient(request)
    if request.method != "POST":
        return redirect(_list_url(patient))
    form = add_form(request.POST)
    if form.is_valid() and is_written(
        request, form, medicine_add_submit, patient=patient, **form.line()
    ):
        return redirect(_list_url(patient))
    return _list_page(request, patient, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def medicine(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One line: another dose, its end, or that it was a mistake."""
    patient = own_patient(request)
    line = medicine_of(patient, public_id)
    if line is None or line.struck_out_at is not None:
        raise Http404
    editing = LineForms(request, line, patient)
    if request.method == "POST" and editing.is_done(request, WRITES):
        return redirect(_list_url(patient))
    context = {
        "line": medicine_line(listed(line), line),
        "editing": editing,
        "back": _list_url(patient),
    }
    return render(request, "monitoring/patient/medicine.html", context)


def _list_page(request: HttpRequest, patient: Patient, adding) -> HttpResponse:
    context = list_context(patient, adding, reverse("home:medicine_add")) | {
        "ended": [medicine_line(listed(row), row) for row in ended_medicines(patient)],
        "is_closed": patient.state in CLOSED,
        "is_blocked": has_unread_block(patient),
        "is_applying": patient.state in EDITABLE_BY_APPLICANT,
        "back": _list_url(patient),
    }
    return render(request, "monitoring/patient/medicines.html", context)


def _list_url(patient: Patient) -> str:
    """Where this person's list stands: in the application while it is open, else by itself."""
    if patient.state in EDITABLE_BY_APPLICANT:
        return reverse("intake:section", args=[Section.MEDICINES])
    return reverse("home:medicines")
