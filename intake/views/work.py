"""Working on an application: take it in hand, give it back, ask for more, read a change."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.access import staff_patient
from intake.forms import AmendmentReviewForm, AskForm
from intake.models import Patient
from intake.selectors import amendment, submission_in_force
from intake.services import (
    AskedQuestion,
    amendment_review,
    application_claim,
    application_release,
    information_ask,
)
from intake.views.application import application_page, ask_form_for
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused


@require_POST
@requires(Capability.RECORD_READINESS)
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an application in hand, or take it over from whoever has it."""
    patient = staff_patient(request, public_id)
    try:
        application_claim(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            takes_over="take_over" in request.POST,
        )
    except Refused as error:
        messages.error(request, error.message)
    return redirect("intake:application", public_id=patient.public_id)


@require_POST
@requires(Capability.RECORD_READINESS)
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give back an application that one has in hand."""
    patient = staff_patient(request, public_id)
    application_release(patient=patient, by=request.user, now=timezone.now())
    return redirect("intake:application", public_id=patient.public_id)


@require_POST
@requires(Capability.RECORD_READINESS)
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the applicant for more; on refusal the page comes back with what was chosen."""
    patient = staff_patient(request, public_id)
    submission = submission_in_force(patient)
    if submission is None:
        raise Http404
    form = ask_form_for(patient, submission, request.POST)
    if form.is_valid() and _is_asked(request, patient, form):
        messages.success(request, _("The patient is asked for more."))
        return redirect("intake:application", public_id=patient.public_id)
    form.now_shows(submission.number)
    return application_page(request, patient, ask_form=form)


def _is_asked(request: HttpRequest, patient: Patient, form: AskForm) -> bool:
    try:
        information_ask(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            questions=[AskedQuestion(section, key) for section, key in form.asked()],
            message=form.cleaned_data["message"],
            shown=form.cleaned_data["shown"],
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


@require_POST
@requires(Capability.DECIDE_APPLICATION)
def review_amendment(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Record that a clinician read a change, and what follows from it."""
    submission = amendment(public_id, number)
    if submission is None:
        raise Http404
    form = AmendmentReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what follows from this change."))
        return redirect("intake:application", public_id=public_id)
    try:
        amendment_review(
            submission=submission,
            by=request.user,
            now=timezone.now(),
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("The change is read."))
    except Refused as error:
        messages.error(request, error.message)
    return redirect("intake:application", public_id=public_id)
