"""Tests and visits of one patient: what is due, what was done, and one form to record more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.access import staff_patient
from intake.forms.care import CareForm
from intake.models import Patient
from intake.rules.states import AFTER_APPROVAL
from intake.selectors.care import care_history, care_of
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from monitoring.alerts.services import care_record_submit
from monitoring.clinic.presenters.care import care_lines, care_rows

LISTED = 30


@requires(Capability.VIEW_PATIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def care(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what is due, or record what was done."""
    patient = staff_patient(request, public_id)
    if request.method != "POST":
        read_record(by=request.user, what="clinic.care", patients=[patient.public_id])
        return _page(request, patient, CareForm())
    form = CareForm(request.POST)
    if form.is_valid() and _is_recorded(request, patient, form):
        messages.success(request, _("Recorded."))
        return redirect("clinic:care", public_id=patient.public_id)
    return _page(request, patient, form)


def _is_recorded(request: HttpRequest, patient: Patient, form: CareForm) -> bool:
    told: dict[str, Any] = form.cleaned_data
    try:
        care_record_submit(patient=patient, by=request.user, now=timezone.now(), **told)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def _page(request: HttpRequest, patient: Patient, form: CareForm) -> HttpResponse:
    today = timezone.localdate(timezone=patient.user.zone)
    may_record = allows(request.user, Capability.RECORD_READINESS)
    context = {
        "patient": patient,
        "lines": care_lines(care_of(patient), today),
        "rows": care_rows(care_history(patient)[:LISTED]),
        "form": form if may_record and patient.state in AFTER_APPROVAL else None,
    }
    return render(request, "monitoring/clinic/care.html", context)
