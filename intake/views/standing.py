"""Where a patient stands, changed by staff; and two records of one person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.access import staff_patient
from intake.forms import MergeForm, MoveForm
from intake.models import Patient
from intake.presenters.clinic import identity_items, record_choices
from intake.selectors import state_history, submission_in_force
from intake.selectors.duplicates import duplicate_of
from intake.services import moves_open_to, patient_move, patients_merge
from intake.views.pages import sent_data
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.RECORD_READINESS)
def standing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Pause, go on, discharge, withdraw, or record a death, each with its reason."""
    patient = staff_patient(request, public_id)
    moves = moves_open_to(patient, request.user)
    form = MoveForm(sent_data(request), moves=moves)
    if request.method == "POST" and form.is_valid() and _is_moved(request, patient, form):
        messages.success(request, _("Recorded: %(state)s.") % {"state": patient_state(patient)})
        return redirect("intake:standing", public_id=patient.public_id)
    read_record(by=request.user, what="intake.standing", patients=[patient.public_id])
    context = {
        "patient": patient,
        "form": form if moves else None,
        "history": state_history(patient),
        "has_application": submission_in_force(patient) is not None,
    }
    return render(request, "intake/clinic/standing.html", context)


def patient_state(patient: Patient) -> str:
    return str(patient.get_state_display())


def _is_moved(request: HttpRequest, patient: Patient, form: MoveForm) -> bool:
    try:
        patient_move(patient=patient, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.DECIDE_APPLICATION)
def merge(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records that look like one person, side by side; one of them goes on."""
    patient = staff_patient(request, public_id)
    other = duplicate_of(patient, other_id)
    if other is None:
        raise Http404
    records = {str(each.public_id): each for each in (patient, other)}
    form = MergeForm(sent_data(request), records=record_choices(records.values()))
    if request.method == "POST" and form.is_valid() and _is_merged(request, records, form):
        messages.success(request, _("The records are joined. Both histories stay."))
        return redirect("intake:standing", public_id=form.cleaned_data["kept"])
    now = timezone.now()
    read_record(by=request.user, what="intake.merge", patients=[patient.public_id, other.public_id])
    context = {
        "patient": patient,
        "form": form,
        "sides": [(each, identity_items(each, now)) for each in records.values()],
    }
    return render(request, "intake/clinic/merge.html", context)


def _is_merged(request: HttpRequest, records: dict[str, Patient], form: MergeForm) -> bool:
    kept = records[form.cleaned_data["kept"]]
    duplicate = next(each for each in records.values() if each is not kept)
    try:
        patients_merge(
            kept=kept,
            duplicate=duplicate,
            by=request.user,
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
