"""One POST for each thing that a clinician does to an alert or a hold, then back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import push_url

from dosing.models import Hold
from dosing.selectors import hold_by_public_id
from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.alerts.models import Alert
from monitoring.alerts.selectors import alert_by_public_id
from monitoring.alerts.services import alert_acknowledge, alert_resolve, watch_end_submit
from monitoring.clinic.services import hold_settle
from monitoring.clinic.views.parts import note_form, way_back


@requires(Capability.WORK_ALERTS)
@require_POST
def acknowledge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that the alert was seen; the second one to say so is told who did it already."""
    alert = _alert(public_id)
    try:
        alert_acknowledge(alert=alert, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Acknowledged: %(title)s") % {"title": alert.title})
    return redirect(way_back(request, alert.patient))


@requires(Capability.WORK_ALERTS)
@require_POST
def resolve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End an alert with a note."""
    alert = _alert(public_id)

    def write(note: str) -> None:
        alert_resolve(alert=alert, by=request.user, now=timezone.now(), note=note)

    words = {
        "title": _("Resolve: %(title)s") % {"title": alert.title},
        "sentence": alert.sentence,
        "submit": _("Resolve"),
        "done": _("Resolved: %(title)s") % {"title": alert.title},
    }
    return _with_note(request, alert.patient, write, words)


@requires(Capability.CLOSE_HOLD)
@require_POST
def close_hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a hold with a note."""
    hold = _hold(public_id)

    def write(note: str) -> None:
        hold_settle(hold=hold, by=request.user, now=timezone.now(), note=note)

    words = {
        "title": _("Close the hold"),
        "sentence": hold.sentence,
        "submit": _("Close the hold"),
        "done": _("The hold is closed."),
    }
    return _with_note(request, hold.patient, write, words)


@requires(Capability.WORK_ALERTS)
@require_POST
def end_watch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End the watch after a dose, because somebody knows how the patient is."""
    patient = staff_patient(request, public_id)

    def write(note: str) -> None:
        watch_end_submit(patient=patient, by=request.user, now=timezone.now(), note=note)

    words = {
        "title": _("End the watch"),
        "sentence": _("No further check is asked for after this dose, and nobody is told of one."),
        "submit": _("End the watch"),
        "done": _("The watch is ended."),
    }
    return _with_note(request, patient, write, words)


def _with_note(
    request: HttpRequest, patient: Patient, write: Callable[[str], None], words: dict[str, Any]
) -> HttpResponse:
    """Write with the typed note; a note at fault is shown again with what was typed."""
    form = note_form("note", request.POST)
    back = way_back(request, patient)
    if form.is_valid():
        try:
            write(form.cleaned_data["note"])
        except Refused as refusal:
            if refusal.field not in form.fields:
                messages.warning(request, refusal.message)
                return redirect(back)
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, words["done"])
            return redirect(back)
    context = {**words, "form": form, "back": back, "action": request.get_full_path()}
    # The address of a change is never one to come back to.
    return push_url(render(request, "monitoring/clinic/note.html", context), False)


def _alert(public_id: UUID) -> Alert:
    alert = alert_by_public_id(public_id)
    if alert is None:
        raise Http404
    return alert


def _hold(public_id: UUID) -> Hold:
    hold = hold_by_public_id(public_id)
    if hold is None:
        raise Http404
    return hold
