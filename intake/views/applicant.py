"""The applicant's pages: start, one topic a page, review, where it stands."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient
from intake.choices import Section
from intake.models import Patient
from intake.presenters.answers import answer_groups
from intake.presenters.application import gate_steps, progress_at, section_links, standing_of
from intake.rules.screening import is_acute
from intake.rules.states import EDITABLE_BY_APPLICANT
from intake.selectors import (
    answers_in_force,
    missing_sections,
    patient_for_user,
    readiness_gates,
    sections_of,
    submission_in_force,
)
from intake.services import application_save_section, application_start, application_submit
from intake.services.errors import ApplicationIncomplete
from intake.views.consent import consent_page
from intake.views.pages import answers_of, form_for, sent_data, template_for
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application, or go on where it was left."""
    patient = patient_for_user(request.user)
    if request.method == "POST":
        patient = application_start(user=request.user, now=timezone.now())
        return redirect("intake:section", section=Section.ABOUT)
    if patient is None:
        return render(request, "intake/start.html")
    if patient.state not in EDITABLE_BY_APPLICANT:
        return redirect("intake:status")
    answers = answers_in_force(patient)
    links = section_links(sections_of(patient), answers)
    missing = missing_sections(patient, answers)
    return render(
        request, "intake/overview.html", {"links": links, "next": missing[0] if missing else None}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def section_page(request: HttpRequest, section: str) -> HttpResponse:
    """Ask one topic; store it when it is sent, and go to the next that is missing."""
    patient = own_patient(request)
    page = _section_of(patient, section)
    if patient.state not in EDITABLE_BY_APPLICANT:
        return redirect("intake:status")
    answers = answers_in_force(patient)
    first = _asked_first(page, answers)
    if first is not None:
        return redirect("intake:section", section=first)
    if page is Section.CONSENT:
        return consent_page(request, patient)
    form = form_for(page, patient, answers.get(page, {}), sent_data(request))
    if request.method == "POST" and form.is_valid() and _is_saved(request, patient, page, form):
        return _after(patient, page, form)
    context = {
        "form": form,
        "section": page,
        "progress": progress_at(page, sections_of(patient), answers),
        "sent": answers.get(page),
    }
    return render(request, template_for(page), context)


def _section_of(patient: Patient, section: str) -> Section:
    if section not in Section.values or Section(section) not in sections_of(patient):
        raise Http404
    return Section(section)


def _asked_first(section: Section, answers: Mapping[str, object]) -> Section | None:
    """Who and where come before all else: the questions depend on it, and help does."""
    first = [Section.ABOUT, Section.HOME]
    before = first[: first.index(section)] if section in first else first
    return next((each for each in before if each not in answers), None)


def _is_saved(request: HttpRequest, patient: Patient, section: Section, form) -> bool:
    try:
        application_save_section(
            patient=patient,
            section=section,
            answers=answers_of(form),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _after(patient: Patient, section: Section, form) -> HttpResponse:
    if section is Section.MIND and is_acute(form.cleaned_data["suicide_acute"]):
        return redirect("intake:safety")
    patient.refresh_from_db()
    sections = sections_of(patient)
    later = sections[sections.index(section) + 1 :]
    missing = missing_sections(patient, answers_in_force(patient))
    following = next((each for each in later if each in missing), None) or next(iter(missing), None)
    if following is None:
        return redirect("intake:review")
    return redirect("intake:section", section=following)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def review(request: HttpRequest) -> HttpResponse:
    """Read everything back, correct, and send."""
    patient = own_patient(request)
    if patient.state not in EDITABLE_BY_APPLICANT:
        return redirect("intake:status")
    if request.method == "POST":
        try:
            application_submit(patient=patient, by=request.user, now=timezone.now())
        except ApplicationIncomplete as error:
            messages.error(request, error.message)
            return redirect("intake:review")
        messages.success(request, _("Your application is sent."))
        return redirect("intake:status")
    answers = answers_in_force(patient)
    groups = answer_groups(sections_of(patient), answers)
    missing = missing_sections(patient, answers)
    return render(request, "intake/review.html", {"groups": groups, "missing": missing})


@require_safe
@requires(Capability.OWN_RECORD)
def status(request: HttpRequest) -> HttpResponse:
    """Where the application stands, in plain words."""
    patient = own_patient(request)
    if patient.state in EDITABLE_BY_APPLICANT:
        return redirect("intake:start")
    submission = submission_in_force(patient)
    context = {
        "patient": patient,
        "standing": standing_of(patient.state),
        "submission": submission,
        "decision": getattr(submission, "decision", None),
        "gates": gate_steps(readiness_gates(patient)),
    }
    return render(request, "intake/status.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def safety(request: HttpRequest) -> HttpResponse:
    """Help first; the application goes on afterwards, with nothing lost."""
    own_patient(request)
    return render(request, "intake/safety.html")
