"""Reporting a dose: what was taken, or why not. A truthful report is never refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dosing.models import DoseLog, ScheduledDose
from dosing.selectors import (
    log_by_public_id,
    log_in_force,
    moment_text,
    open_clearance,
    open_holds,
    zone_of,
)
from dosing.services import AnotherReportExists
from intake.access import own_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.patient.forms import DoseForm
from monitoring.patient.forms.dose import NOW
from monitoring.patient.presenters import dose_words, planned_text, report_sentence
from monitoring.patient.services import dose_change_submit, dose_submit
from monitoring.patient.views.shared import own_slot

FIELDS = {"amount_ug": "amount_mg", "taken_at": "clock"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def dose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Report one planned dose."""
    patient, slot = own_slot(request, public_id)
    return _report(request, patient, slot)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def dose_extra(request: HttpRequest) -> HttpResponse:
    """Report a dose that is not on the schedule."""
    return _report(request, own_patient(request), None)


def _report(request: HttpRequest, patient: Patient, slot: ScheduledDose | None) -> HttpResponse:
    now = timezone.now()
    form = _form(request, patient, slot, now)
    existing = log_in_force(slot) if slot is not None else None
    question = ""
    if request.method == "POST" and form.is_valid():
        try:
            log = _submit(request, patient, slot, form, existing, now)
            return redirect("home:dose_done", public_id=log.public_id) if log else _nothing()
        except AnotherReportExists as another:
            question = another.question
        except Refused as refusal:
            field = FIELDS.get(refusal.field or "", refusal.field)
            form.add_error(field if field in form.fields else None, refusal.message)
    page = _page(patient, slot, form, existing, now) | {"question": question}
    return render(request, "monitoring/patient/dose.html", page)


def _nothing() -> HttpResponse:
    """ "No, that was the same dose": nothing is changed."""
    return redirect("home:today")


def _form(
    request: HttpRequest, patient: Patient, slot: ScheduledDose | None, now: datetime
) -> DoseForm:
    is_post = request.method == "POST"
    is_cleared = not is_post and slot is not None and open_clearance(slot, now) is not None
    return DoseForm(
        request.POST if is_post else None,
        initial={"when": NOW} if is_cleared else {},
        now=now,
        zone=zone_of(patient),
        planned=planned_text(slot),
        planned_ug=slot.dose_ug if slot is not None else None,
    )


def _submit(
    request: HttpRequest,
    patient: Patient,
    slot: ScheduledDose | None,
    form: DoseForm,
    existing: DoseLog | None,
    now: datetime,
) -> DoseLog | None:
    """Record the report; None when the answer to the question was no."""
    answer = form.cleaned_data.get("answer")
    if answer == "no":
        return None
    told: dict[str, Any] = {
        "by": request.user,
        "now": now,
        "outcome": form.outcome_key,
        "amount_ug": form.amount_ug,
        "taken_at": form.taken_at,
        "idempotency_key": form.cleaned_data["token"],
        "reason_key": form.cleaned_data.get("reason_key") or "",
    }
    note = form.cleaned_data.get("note") or ""
    if answer == "yes" and existing is not None and not existing.is_ingested:
        told["note"] = note or _("Taken after all.")
        return dose_change_submit(log=existing, **told)
    is_extra = slot is None or (answer == "yes" and existing is not None)
    return dose_submit(patient=patient, slot=slot, note=note, is_extra=is_extra, **told)


def _page(
    patient: Patient,
    slot: ScheduledDose | None,
    form: DoseForm,
    existing: DoseLog | None,
    now: datetime,
) -> dict[str, Any]:
    zone = zone_of(patient)
    return {
        "form": form,
        "slot": slot,
        "planned": planned_text(slot),
        "due": moment_text(slot.due_at, zone, now) if slot is not None else "",
        "existing": report_sentence(existing, zone, now) if existing else "",
    }


@require_safe
@requires(Capability.OWN_RECORD)
def dose_done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was recorded, how it was marked and why, and what to do now."""
    patient = own_patient(request)
    log = log_by_public_id(patient, public_id)
    if log is None:
        raise Http404
    now = timezone.now()
    is_on_hold = open_holds(patient, now).filter(slot=None).exists()
    words = dose_words(log, zone_of(patient), now, is_on_hold=is_on_hold)
    return render(request, "monitoring/patient/dose_done.html", {"words": words})
