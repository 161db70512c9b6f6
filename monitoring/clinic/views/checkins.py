"""What a patient told in a check-in or in the safety questions, and a form to ask the latter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import staff_patient
from intake.models import Patient
from intake.rules.states import AFTER_APPROVAL
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.alerts.services import asq_submit, checkin_alarm_submit, checkin_submit
from monitoring.checkins.forms import AsqForm, CheckInForm
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.checkins.selectors import (
    checkin_by_public_id,
    due_checkin,
    is_pregnancy_possible,
    safety_screen_by_public_id,
)
from monitoring.checkins.services import CheckInIncomplete
from monitoring.clinic.presenters.checkin import ToldRecord, checkin_record, screen_record


@requires(Capability.VIEW_PATIENTS)
@require_safe
def checkin(request: HttpRequest, public_id: UUID, checkin_id: UUID) -> HttpResponse:
    """Every answer of one check-in, with its scores and what they asked for."""
    patient = staff_patient(request, public_id)
    found = checkin_by_public_id(patient, checkin_id)
    if found is None:
        raise Http404
    return _record(request, patient, checkin_record(found, patient.user.time_zone))


@requires(Capability.VIEW_PATIENTS)
@require_safe
def screen(request: HttpRequest, public_id: UUID, screen_id: UUID) -> HttpResponse:
    """One ASQ, or what was kept of a form that was not finished."""
    patient = staff_patient(request, public_id)
    found = safety_screen_by_public_id(patient, screen_id)
    if found is None:
        raise Http404
    return _record(request, patient, screen_record(found, patient.user.time_zone))


@requires(Capability.VIEW_PATIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def checkin_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fill in the check-in that is open with the patient, on the phone or here."""
    patient, now = staff_patient(request, public_id), timezone.now()
    due = due_checkin(patient, now)
    if due is None and request.method != "POST":
        messages.info(request, _("No check-in is open now."))
        return redirect("clinic:chart", public_id=patient.public_id)
    form = CheckInForm(
        request.POST if request.method == "POST" else None,
        kind=due.kind if due is not None else None,
        is_pregnancy_asked=is_pregnancy_possible(patient),
    )
    if request.method == "POST":
        done = _filled_in(request, patient, form, now)
        if done is not None:
            messages.success(request, _("Recorded."))
            if asq_outstanding(patient):
                return redirect("clinic:asq", public_id=patient.public_id)
            return redirect("clinic:checkin", patient.public_id, done.public_id)
    page = {"patient": patient, "form": form, "is_asq_open": asq_outstanding(patient)}
    return render(request, "monitoring/clinic/checkin_add.html", page)


def _filled_in(
    request: HttpRequest, patient: Patient, form: CheckInForm, now: datetime
) -> CheckIn | None:
    """The check-in; of a form that cannot be recorded the answer that may not wait is kept."""
    about: dict[str, Any] = {"patient": patient, "by": request.user, "now": now}
    if form.is_valid():
        about["idempotency_key"] = form.cleaned_data["token"]
        try:
            return checkin_submit(**about, entry=form.entry())
        except CheckInIncomplete as refusal:
            form.mark(refusal.missing)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    about["idempotency_key"] = form.cleaned_data["token"]
    checkin_alarm_submit(**about, entry=form.entry())
    return None


@requires(Capability.VIEW_PATIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def asq(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the safety questions while the patient is on the phone or here, and record them."""
    patient = staff_patient(request, public_id)
    if patient.state not in AFTER_APPROVAL:
        raise Http404
    form = AsqForm(request.POST or None, questions=())
    if request.method == "POST" and form.is_valid():
        found = _asked(request, patient, form)
        if found is not None:
            messages.success(request, _("Recorded."))
            return redirect("clinic:screen", public_id=patient.public_id, screen_id=found.public_id)
    context = {"patient": patient, "form": form}
    return render(request, "monitoring/clinic/asq.html", context)


def _asked(request: HttpRequest, patient: Patient, form: AsqForm) -> SafetyScreen | None:
    try:
        return asq_submit(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            answers=form.instrument_answers(),
            idempotency_key=form.cleaned_data["token"],
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def _record(request: HttpRequest, patient: Patient, record: ToldRecord) -> HttpResponse:
    read_record(by=request.user, what="clinic.checkin", patients=[patient.public_id])
    context: dict[str, Any] = {"patient": patient, "record": record}
    return render(request, "monitoring/clinic/checkin.html", context)
