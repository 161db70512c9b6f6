"""Reporting a dose: what was taken, or why not. A truthful report is never refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dosing.choices import SecondReport
from dosing.forms.dose import NO, NOW
from dosing.models import DoseLog, ScheduledDose
from dosing.rules import second_report
from dosing.selectors import (
    log_by_public_id,
    log_in_force,
    moment_text,
    open_clearance,
    open_holds,
    same_extra,
    zone_of,
)
from dosing.services import AnotherReportExists
from dosing.services.reports import Report
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.checkins.selectors import PatientCase
from monitoring.patient.forms import DoseForm
from monitoring.patient.presenters import dose_words, planned_text, report_sentence, watch_card
from monitoring.patient.selectors import watch_of
from monitoring.patient.services import dose_change_submit_in, dose_submit_in, own_case
from monitoring.patient.views.shared import found, own_slot


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def dose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Report one planned dose."""
    return _report(request, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def dose_extra(request: HttpRequest) -> HttpResponse:
    """Report a dose that is not on the schedule."""
    return _report(request, None)


def _report(request: HttpRequest, public_id: UUID | None) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, public_id, timezone.now())
    case = PatientCase(own_patient(request), timezone.now())
    slot = own_slot(case, public_id) if public_id else None
    is_cleared = slot is not None and open_clearance(slot, case.now) is not None
    form = _form(case, slot, initial={"when": NOW} if is_cleared else {})
    return _show(request, case, slot, form)


def _answer(request: HttpRequest, public_id: UUID | None, now: datetime) -> HttpResponse:
    """Read once, inside the lock, what the form asks and what the service records."""
    question, existing = "", None
    try:
        with own_case(request.user, now) as opened:
            case = found(opened)
            slot = own_slot(case, public_id) if public_id else None
            form = _form(case, slot, data=request.POST)
            if form.is_valid():
                log = _submit(request, case, slot, form)
                return redirect("home:dose_done", public_id=log.public_id) if log else _nothing()
    except AnotherReportExists as another:
        question, existing = str(another.question), another.existing
    except Refused as refusal:
        form.refuse(refusal.field, refusal.message)
    return _show(request, case, slot, form, question=question, existing=existing)


def _nothing() -> HttpResponse:
    """ "No, that was the same dose": nothing is changed."""
    return redirect("home:today")


def _form(case: PatientCase, slot: ScheduledDose | None, **kwargs: Any) -> DoseForm:
    return DoseForm(
        now=case.now,
        zone=case.zone,
        planned=planned_text(slot),
        planned_ug=slot.dose_ug if slot is not None else None,
        **kwargs,
    )


def _submit(
    request: HttpRequest, case: PatientCase, slot: ScheduledDose | None, form: DoseForm
) -> DoseLog | None:
    """Record the report; None when the answer to the question was no.

    A yes counts only for the question that it was given to: what another tab reported meanwhile
    asks a new one.
    """
    answer = form.cleaned_data.get("answer")
    if answer == NO:
        return None
    report = Report(**form.told, is_extra=slot is None)
    if slot is None and not answer:
        same = same_extra(case, report.taken_at, report.idempotency_key)
        if same is not None:
            raise AnotherReportExists(same, is_ingested=True)
    existing = log_in_force(slot) if slot is not None and answer else None
    if existing is None or second_report(existing.is_ingested, report.is_ingested) != answer:
        return dose_submit_in(case, slot, report, by=request.user)
    if answer == SecondReport.TOOK_ANOTHER:
        return dose_submit_in(case, slot, Report(**form.told, is_extra=True), by=request.user)
    told = form.told | {"note": report.note or _said_instead(answer)}
    report = Report(**told, is_extra=existing.is_extra)
    return dose_change_submit_in(case, existing, report, by=request.user)


def _said_instead(answer: str) -> str:
    """Why the first report does not count, where nothing was typed."""
    words = {
        SecondReport.TOOK_AFTER_ALL: _("Taken after all."),
        SecondReport.NOT_TAKEN_AFTER_ALL: _("Not taken after all."),
        SecondReport.OTHER_REASON: _("It was another reason."),
    }
    return words[SecondReport(answer)]


def _show(
    request: HttpRequest,
    case: PatientCase,
    slot: ScheduledDose | None,
    form: DoseForm,
    *,
    question: str = "",
    existing: DoseLog | None = None,
) -> HttpResponse:
    zone, now = case.zone, case.now
    if existing is None and slot is not None:
        existing = log_in_force(slot)
    page = {
        "form": form,
        "slot": slot,
        "now": now,
        "planned": planned_text(slot),
        "due": moment_text(slot.due_at, zone, now) if slot is not None else "",
        "existing": report_sentence(existing, zone, now) if existing else "",
        "existing_id": existing.public_id if existing else None,
        "question": question,
    }
    return render(request, "monitoring/patient/dose.html", page)


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
    zone, slots = zone_of(patient), [log.slot] if log.slot else []
    page = {
        "words": dose_words(log, zone, now, is_on_hold=is_on_hold),
        "log": log,
        "watch": watch_card(watch_of(patient, slots, now), now, zone),
    }
    return render(request, "monitoring/patient/dose_done.html", page)
