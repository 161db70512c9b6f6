"""The weekly and the monthly check-in: asked, sent, and what follows."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.accounts.kept import page_keep, page_take
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.errors import Refused
from monitoring.alerts.selectors.safety import asq_outstanding
from monitoring.checkins.forms import CheckInForm
from monitoring.checkins.rules import CheckInDue
from monitoring.checkins.selectors import (
    checkin_by_public_id,
    due_checkin,
    is_pregnancy_possible,
)
from monitoring.checkins.services import CheckInIncomplete, CheckInNotOpen
from monitoring.patient.presenters import checkin_answer, next_words
from monitoring.patient.selectors import is_urgent, next_checkin_on
from monitoring.patient.services import checkin_alarm_submit, checkin_submit
from monitoring.patient.views.shared import found, hidden_owner


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def checkin(request: HttpRequest) -> HttpResponse:
    """Ask the check-in that is open, in steps; what was typed before comes back."""
    patient, now = own_patient(request), timezone.now()
    due = due_checkin(patient, now)
    if request.method == "POST":
        return _send(request, patient, due, now)
    if due is None:
        return _closed(request, patient)
    kept = page_take(request, now=now)
    return _show(request, _form(patient, due, kept), is_kept=kept is not None)


def _form(patient: Patient, due: CheckInDue | None, data: QueryDict | None) -> CheckInForm:
    kind = due.kind if due is not None else None
    return CheckInForm(data, kind=kind, is_pregnancy_asked=is_pregnancy_possible(patient))


def _send(
    request: HttpRequest, patient: Patient, due: CheckInDue | None, now: datetime
) -> HttpResponse:
    """Record it; of a form that cannot be recorded, keep the answer that may not wait."""
    form = _form(patient, due, request.POST)
    if form.is_valid():
        try:
            done = checkin_submit(
                patient=patient,
                by=request.user,
                now=now,
                entry=form.entry(),
                idempotency_key=form.cleaned_data["token"],
            )
            return redirect("home:checkin_done", public_id=done.public_id)
        except CheckInIncomplete as refusal:
            # Another kind became due since the look above.
            form.mark(refusal.missing)
        except CheckInNotOpen:
            due = None
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _keep_alarm(request, patient, form, now, is_open=due is not None) or (
        _show(request, form) if due is not None else _closed(request, patient)
    )


def _keep_alarm(
    request: HttpRequest, patient: Patient, form: CheckInForm, now: datetime, *, is_open: bool
) -> HttpResponse | None:
    """To the safety questions after an alarming answer; the rest of the form waits meanwhile."""
    alarm = checkin_alarm_submit(
        patient=patient,
        by=request.user,
        now=now,
        entry=form.entry(),
        idempotency_key=form.cleaned_data["token"],
    )
    if alarm is None or not asq_outstanding(patient):
        return None
    if is_open:
        page_keep(request, now=now)
    return redirect("home:asq")


def _show(request: HttpRequest, form: CheckInForm, *, is_kept: bool = False) -> HttpResponse:
    page = {"form": form, "is_kept": is_kept, "hidden": hidden_owner(request)}
    return render(request, "monitoring/patient/checkin.html", page)


def _closed(request: HttpRequest, patient: Patient) -> HttpResponse:
    page = {"words": next_words(next_checkin_on(patient))}
    return render(request, "monitoring/patient/checkin_closed.html", page)


@require_safe
@requires(Capability.OWN_RECORD)
def checkin_done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What follows: first what cannot wait, then the safety questions, then words."""
    patient = own_patient(request)
    done = found(checkin_by_public_id(patient, public_id))
    if is_urgent(done.report):
        return redirect("home:emergency")
    if asq_outstanding(patient):
        return redirect("home:asq")
    answer = checkin_answer(done, next_checkin_on(patient), clinic_settings().phone)
    return render(request, "monitoring/patient/answer.html", {"answer": answer})
