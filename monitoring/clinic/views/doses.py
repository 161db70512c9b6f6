"""A patient's reported doses for the clinic: read them, write one down that was told, correct."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dosing.forms import PastForm, StaffCorrectionForm, StaffDoseForm
from dosing.forms.dose import NO
from dosing.models import DoseLog, ScheduledDose
from dosing.presenters import past_days, planned_text, report_sentence
from dosing.selectors import (
    any_log_by_public_id,
    current_slot,
    moment_text,
    newest_of,
    past_doses,
    same_extra,
    slot_by_public_id,
    zone_of,
)
from dosing.services import AlreadyCorrected, AnotherReportExists
from dosing.services.reports import Report
from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from monitoring.alerts.services import dose_change_submit_in, dose_submit_in, open_case


@requires(Capability.VIEW_PATIENTS)
@require_safe
def doses(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every report with its marks and corrections, some days a page."""
    patient = staff_patient(request, public_id)
    read_record(by=request.user, what="clinic.doses", patients=[patient.public_id])
    now, zone = timezone.now(), zone_of(patient)
    past = past_doses(patient, now, last=PastForm(request.GET).last_day())
    following = current_slot(patient, now)
    is_open = following is not None and following.window_opens_at <= now
    context = {
        "patient": patient,
        "zone": zone,
        "past": past,
        "days": past_days(past, zone),
        "open_slot": following if is_open else None,
        "open_text": _planned(following, patient) if is_open and following else "",
        "may_write": allows(request.user, Capability.WORK_ALERTS),
    }
    return render(request, "monitoring/clinic/doses.html", context)


@requires(Capability.WORK_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_write(request: HttpRequest, public_id: UUID, slot_id: UUID) -> HttpResponse:
    """Write down what was told about a planned dose."""
    patient = staff_patient(request, public_id)
    slot = slot_by_public_id(patient, slot_id)
    if slot is None:
        raise Http404
    return _write(request, patient, slot)


@requires(Capability.WORK_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_extra(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down a dose that is not on the schedule."""
    return _write(request, staff_patient(request, public_id), None)


def _write(request: HttpRequest, patient: Patient, slot: ScheduledDose | None) -> HttpResponse:
    form = StaffDoseForm(request.POST or None, **_asked(patient, slot))
    known: DoseLog | None = None
    if request.method == "POST" and form.is_valid():
        if slot is None and form.cleaned_data["answer"] == NO:
            messages.info(request, _("Nothing was written down: this dose is on record already."))
            return redirect("clinic:doses", public_id=patient.public_id)
        try:
            _submit(request, patient, slot, form)
        except AnotherReportExists as another:
            known = another.existing
            if slot is not None:
                return _correct_instead(request, known, _has_a_report())
        except Refused as refusal:
            form.refuse(refusal.field, refusal.message)
        else:
            return _done(request, patient)
    heading = _("Write down a dose that was told") if slot else _("Write down an extra dose")
    sentence = _planned(slot, patient) if slot else _("A dose that is not on the schedule.")
    return _show(request, patient, form, heading, sentence, known=known)


def _submit(
    request: HttpRequest, patient: Patient, slot: ScheduledDose | None, form: StaffDoseForm
) -> None:
    """Write it down; an extra dose like one on record asks first, as the patient's page does: the
    patient, the helper and a colleague may tell the same one."""
    report = Report(**form.told, is_extra=slot is None)
    with open_case(patient, form.now) as case:
        if slot is None and not form.cleaned_data["answer"]:
            same = same_extra(case, report.taken_at, report.idempotency_key)
            if same is not None:
                raise AnotherReportExists(same, is_ingested=True)
        dose_submit_in(case, case.slot_again(slot), report, by=request.user)


def _has_a_report() -> str:
    return _("This dose has a report already. Correct it here, or write down an extra dose.")


@requires(Capability.WORK_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a corrected report in force; the old one stays on record."""
    log = any_log_by_public_id(public_id)
    if log is None:
        raise Http404
    newest = newest_of(log)
    if request.method != "POST" and newest.pk != log.pk:
        return _to_the_newest(request, newest)
    return _correct(request, log)


def _correct(request: HttpRequest, log: DoseLog) -> HttpResponse:
    slot = None if log.is_extra else log.slot
    form = StaffCorrectionForm(request.POST or None, **_asked(log.patient, slot))
    if request.method == "POST" and form.is_valid():
        try:
            with open_case(log.patient, form.now) as case:
                report = Report(**form.told, is_extra=log.is_extra)
                dose_change_submit_in(case, log, report, by=request.user)
        except AlreadyCorrected:
            return _correct_instead(request, newest_of(log), _was_corrected())
        except Refused as refusal:
            form.refuse(refusal.field, refusal.message)
        else:
            return _done(request, log.patient)
    return _show_correction(request, log, form)


def _correct_instead(request: HttpRequest, log: DoseLog, why: str) -> HttpResponse:
    """What was typed stands on the page that corrects this report; nothing is written yet."""
    log = any_log_by_public_id(log.public_id) or log
    slot = None if log.is_extra else log.slot
    form = StaffCorrectionForm(request.POST, **_asked(log.patient, slot))
    form.refuse(None, why)
    return _show_correction(request, log, form)


def _show_correction(request: HttpRequest, log: DoseLog, form: StaffCorrectionForm) -> HttpResponse:
    told = report_sentence(log, zone_of(log.patient), form.now)
    sentence = _("It says: %(told)s.") % {"told": told}
    action = reverse("clinic:dose_correct", args=[log.public_id])
    return _show(request, log.patient, form, _("Correct a report"), sentence, action=action)


def _was_corrected() -> str:
    return _("This report was corrected already. Here is the newer one.")


def _to_the_newest(request: HttpRequest, newest: DoseLog) -> HttpResponse:
    messages.warning(request, _was_corrected())
    return redirect("clinic:dose_correct", public_id=newest.public_id)


def _done(request: HttpRequest, patient: Patient) -> HttpResponse:
    messages.success(request, _("The dose is written down."))
    return redirect("clinic:doses", public_id=patient.public_id)


def _asked(patient: Patient, slot: ScheduledDose | None) -> dict[str, Any]:
    """What the form knows; an extra dose has no planned amount."""
    return {
        "now": timezone.now(),
        "zone": zone_of(patient),
        "planned": planned_text(slot),
        "planned_ug": slot.dose_ug if slot is not None else None,
    }


def _planned(slot: ScheduledDose, patient: Patient) -> str:
    """ "25 mg (1 capsule), due at 10 am"."""
    due = moment_text(slot.due_at, zone_of(patient), timezone.now())
    return _("%(amount)s, due %(due)s.") % {"amount": planned_text(slot), "due": due}


def _show(
    request: HttpRequest,
    patient: Patient,
    form: StaffDoseForm,
    heading: str,
    sentence: str,
    *,
    known: DoseLog | None = None,
    action: str = "",
) -> HttpResponse:
    """`known` is the report that this one may be again; without `action` it comes back here."""
    context = {
        "patient": patient,
        "form": form,
        "known": report_sentence(known, zone_of(patient), form.now) if known else "",
        "action": action,
        "heading": heading,
        "sentence": sentence,
        "zone": zone_of(patient).key,
        "back": reverse("clinic:doses", args=[patient.public_id]),
    }
    return render(request, "monitoring/clinic/dose.html", context)
