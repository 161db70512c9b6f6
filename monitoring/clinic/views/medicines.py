"""The clinic's page of a patient's medicines: the list, what it does, and what nobody has read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.access import staff_patient
from intake.forms import MedicineReviewForm
from intake.models import Medicine, MedicineChange, Patient
from intake.presenters.medicines import change_row, medicine_line
from intake.selectors import (
    ended_medicines,
    listed,
    medicine_by_public_id,
    medicine_change_by_public_id,
    unread_medicine_changes,
)
from intake.views.medicines import LineForms, add_form, is_written, list_context
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from monitoring.alerts.services import (
    medicine_add_submit,
    medicine_change_submit,
    medicine_review_submit,
    medicine_stop_submit,
    medicine_strike_out_submit,
)

WRITES = {
    "dose": medicine_change_submit,
    "stop": medicine_stop_submit,
    "strike": medicine_strike_out_submit,
}


@requires(Capability.VIEW_PATIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def medicines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the list, or add one more to it."""
    patient = staff_patient(request, public_id)
    if request.method != "POST":
        read_record(by=request.user, what="clinic.medicines", patients=[patient.public_id])
        return _page(request, patient, add_form())
    form = add_form(request.POST)
    if form.is_valid() and is_written(
        request, form, medicine_add_submit, patient=patient, **form.line()
    ):
        return redirect("clinic:medicines", public_id=patient.public_id)
    return _page(request, patient, form)


@requires(Capability.VIEW_PATIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def medicine(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One line: another dose, its end, or that it was a mistake."""
    row = _line(public_id)
    patient = row.patient
    editing = LineForms(request, row, patient)
    if request.method == "POST":
        if editing.is_done(request, WRITES):
            return redirect("clinic:medicines", public_id=patient.public_id)
    else:
        read_record(by=request.user, what="clinic.medicines", patients=[patient.public_id])
    context = {
        "line": medicine_line(listed(row), row),
        "editing": editing,
        "patient": patient,
        "back": reverse("clinic:medicines", args=[patient.public_id]),
    }
    return render(request, "monitoring/clinic/medicine.html", context)


@requires(Capability.CLOSE_HOLD)
@require_POST
def medicine_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record what a clinician decided about a change."""
    change = medicine_change_by_public_id(public_id)
    if change is None:
        raise Http404
    form = _review_form(change, request.POST)
    if form.is_valid():
        try:
            medicine_review_submit(
                change=change,
                by=request.user,
                now=timezone.now(),
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The review is recorded."))
            return redirect("clinic:medicines", public_id=change.patient.public_id)
    return _page(request, change.patient, add_form(), {change.pk: form})


def _page(
    request: HttpRequest, patient: Patient, adding: Any, sent: dict[int, Any] | None = None
) -> HttpResponse:
    may_close = allows(request.user, Capability.CLOSE_HOLD)
    changes = unread_medicine_changes(patient)
    address = reverse("clinic:medicines", args=[patient.public_id])
    context = list_context(patient, adding, address) | {
        "patient": patient,
        "zone": patient.user.time_zone,
        "changes": [_row(change, may_close, sent or {}) for change in changes],
        "ended": [medicine_line(listed(row), row) for row in ended_medicines(patient)],
    }
    return render(request, "monitoring/clinic/medicines.html", context)


def _row(change: MedicineChange, may_close: bool, sent: dict[int, Any]) -> Any:
    form = sent.get(change.pk) or _review_form(change)
    return change_row(change, form if may_close else None)


def _review_form(change: MedicineChange, data: Any = None) -> MedicineReviewForm:
    return MedicineReviewForm(data, auto_id=f"review-{change.pk}-%s")


def _line(public_id: UUID) -> Medicine:
    row = medicine_by_public_id(public_id)
    if row is None or row.struck_out_at is not None:
        raise Http404
    return row
