"""Articles that a patient was asked to read: the patient's list, and the clinic's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access import own_patient, staff_patient
from intake.forms.reading import ReadingForm
from intake.models import ReadingTask
from intake.rules.states import AFTER_APPROVAL
from intake.selectors.reading import (
    articles_to_ask,
    reading_by_public_id,
    readings_of,
    readings_to_do,
)
from intake.services.reading import reading_ask, reading_done, reading_withdraw
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused

LISTED = 30


@require_safe
@requires(Capability.OWN_RECORD)
def to_read(request: HttpRequest) -> HttpResponse:
    """What the clinic asked the patient to read, each with its article."""
    context = {"tasks": readings_to_do(own_patient(request))}
    return render(request, "intake/to_read.html", context)


@require_POST
@requires(Capability.OWN_RECORD)
def mark_read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The patient says that they have read it."""
    task = _task(public_id)
    if task.patient.pk != own_patient(request).pk:
        raise Http404
    reading_done(task=task, by=request.user, now=timezone.now())
    messages.success(request, _("Thank you. The clinic sees that you have read it."))
    return redirect("intake:to_read")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.VIEW_PATIENTS)
def readings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a patient was asked to read, and a form to ask for more."""
    patient = staff_patient(request, public_id)
    articles = articles_to_ask(patient)
    form = ReadingForm(request.POST if request.method == "POST" else None, articles=articles)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            reading_ask(patient=patient, by=request.user, now=timezone.now(), **told)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The patient is asked to read it."))
            return redirect("intake:readings", public_id=patient.public_id)
    read_record(by=request.user, what="intake.readings", patients=[patient.public_id])
    may_ask = allows(request.user, Capability.RECORD_READINESS)
    context = {
        "patient": patient,
        "tasks": readings_of(patient)[:LISTED],
        "form": form if may_ask and patient.state in AFTER_APPROVAL else None,
        "may_ask": may_ask,
    }
    return render(request, "intake/clinic/readings.html", context)


@require_POST
@requires(Capability.RECORD_READINESS)
def withdraw_reading(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It need not be read any more."""
    task = reading_withdraw(task=_task(public_id), by=request.user, now=timezone.now())
    messages.success(request, _("The patient is not asked to read it any more."))
    return redirect("intake:readings", public_id=task.patient.public_id)


def _task(public_id: UUID) -> ReadingTask:
    task = reading_by_public_id(public_id)
    if task is None:
        raise Http404
    return task
