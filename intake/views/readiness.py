"""The readiness list of an approved patient."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.access import staff_patient
from intake.choices import PatientState, Section
from intake.forms import ReadinessForm
from intake.forms.readiness import GateFields
from intake.models import Patient
from intake.presenters.readiness import closed_rows, evidence_words, told_words
from intake.rules.consent import REQUIRED_CONSENTS
from intake.rules.readiness import GATES
from intake.selectors import (
    latest_weight,
    readiness_gates,
    signature_in_force,
    submission_in_force,
)
from intake.services import GateEntry, readiness_gates_record
from intake.views.pages import sent_data
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.VIEW_PATIENTS)
def readiness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tick gates off, one or several at once; the last one makes the patient active."""
    patient = staff_patient(request, public_id)
    gates = readiness_gates(patient)
    if not gates:
        raise Http404
    open_keys = {gate.key for gate in gates if gate.closed_at is None}
    form = ReadinessForm(sent_data(request), gates=[g for g in GATES if g.key in open_keys])
    if request.method == "POST" and form.is_valid() and _is_recorded(request, patient, form):
        messages.success(request, _message(patient))
        return redirect("intake:readiness", public_id=patient.public_id)
    read_record(by=request.user, what="intake.readiness", patients=[patient.public_id])
    context = {
        "patient": patient,
        "form": form,
        "lines": _lines(patient, form),
        "closed": closed_rows(gates),
        "total": len(gates),
        "may_record": allows(request.user, Capability.RECORD_READINESS),
    }
    return render(request, "intake/clinic/readiness.html", context)


def _lines(patient: Patient, form: ReadinessForm) -> list[tuple[GateFields, str, str]]:
    """Each open gate with what the record shows and what the applicant answered."""
    evidence = _evidence(patient)
    submission = submission_in_force(patient)
    told = told_words(submission.facts.get(Section.AT_HOME, {}) if submission else {})
    return [
        (line, evidence.get(line.gate.key, ""), told.get(line.gate.key, ""))
        for line in form.lines()
    ]


def _evidence(patient: Patient) -> Mapping[str, str]:
    signature = signature_in_force(patient, REQUIRED_CONSENTS[0])
    return evidence_words(patient, latest_weight(patient), signature)


def _is_recorded(request: HttpRequest, patient: Patient, form: ReadinessForm) -> bool:
    entries = [
        GateEntry(key=t.key, note=t.note, done_on=t.done_on, outcome=t.outcome)
        for t in form.ticked()
    ]
    try:
        readiness_gates_record(
            patient=patient, entries=entries, by=request.user, now=timezone.now()
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _message(patient: Patient) -> str:
    if patient.state == PatientState.ACTIVE:
        return _("The list is complete. The patient is active.")
    return _("Recorded.")
