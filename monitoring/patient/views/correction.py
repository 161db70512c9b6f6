"""Correcting a report: the old one stays on record, and a new one counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dosing.models import DoseLog
from dosing.selectors import log_by_public_id, newest_of
from dosing.services import AlreadyCorrected
from dosing.services.reports import Report
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.checkins.selectors import PatientCase
from monitoring.patient.forms import CorrectionForm
from monitoring.patient.presenters import planned_text, report_sentence
from monitoring.patient.services import dose_change_submit_in, own_case
from monitoring.patient.views.shared import found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def dose_correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say how it really was, and what was wrong with the first report."""
    if request.method == "POST":
        return _answer(request, public_id, timezone.now())
    case = PatientCase(own_patient(request), timezone.now())
    log = found(log_by_public_id(case.patient, public_id))
    newest = newest_of(log)
    if newest.pk != log.pk:
        return _to_the_newest(request, newest)
    return _show(request, case, log, _form(case, log))


def _answer(request: HttpRequest, public_id: UUID, now: datetime) -> HttpResponse:
    try:
        with own_case(request.user, now) as opened:
            case = found(opened)
            log = found(log_by_public_id(case.patient, public_id))
            form = _form(case, log, data=request.POST)
            if form.is_valid():
                report = Report(**form.told, is_extra=log.is_extra)
                done = dose_change_submit_in(case, log, report, by=request.user)
                return redirect("home:dose_done", public_id=done.public_id)
    except AlreadyCorrected:
        # What was typed stands on the page that corrects the newer report; nothing is written yet.
        log = found(log_by_public_id(case.patient, newest_of(log).public_id))
        form = _form(case, log, data=request.POST)
        form.refuse(None, _was_corrected())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.message)
    return _show(request, case, log, form)


def _to_the_newest(request: HttpRequest, newest: DoseLog) -> HttpResponse:
    """Somebody was first: the clinic, or another tab. What they wrote is shown."""
    messages.warning(request, _was_corrected())
    return redirect("home:dose_correct", public_id=newest.public_id)


def _was_corrected() -> str:
    return _("This report was corrected already. Here is the newer one: is it right?")


def _form(case: PatientCase, log: DoseLog, **kwargs: Any) -> CorrectionForm:
    """An extra dose has no planned amount, whichever dose it followed."""
    slot = None if log.is_extra else log.slot
    return CorrectionForm(
        now=case.now,
        zone=case.zone,
        planned=planned_text(slot),
        planned_ug=slot.dose_ug if slot is not None else None,
        **kwargs,
    )


def _show(
    request: HttpRequest, case: PatientCase, log: DoseLog, form: CorrectionForm
) -> HttpResponse:
    page = {
        "form": form,
        "now": case.now,
        "told": report_sentence(log, case.zone, case.now),
        "log": log,
    }
    return render(request, "monitoring/patient/dose_correct.html", page)
