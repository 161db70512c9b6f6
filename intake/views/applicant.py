"""The applicant's pages: start, one topic a page, review, where it stands."""

from collections.abc import Mapping

from allauth.account.decorators import verified_email_required
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
from intake.presenters.application import gate_steps, progress_at, standing_of
from intake.presenters.overview import minutes_for, overview
from intake.rules.states import EDITABLE_BY_APPLICANT, OPEN_TO_AMENDMENT
from intake.selectors import (
    answers_in_force,
    asked_keys,
    decision_in_force,
    open_pages,
    patient_for_user,
    readiness_gates,
    sections_of,
    submission_in_force,
)
from intake.services import application_save_section, application_start, application_submit
from intake.services.errors import AnsweredElsewhere, ApplicationIncomplete, EmailUnproven
from intake.views.consent import consent_page
from intake.views.pages import answers_of, form_for, sent_data, template_for
from intake.views.safety import urgent_next
from intake.views.windows import both_answers, hidden_fields, kept_data, seen_of
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.accounts.kept import kept_path
from ketaclinic.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application, or go on where it was left."""
    patient = patient_for_user(request.user)
    if request.method == "POST":
        return _started(request)
    if patient is None:
        return render(request, "intake/start.html", {"minutes": minutes_for(Section)})
    if patient.state not in EDITABLE_BY_APPLICANT:
        return redirect("intake:status")
    pages = open_pages(patient, answers_in_force(patient))
    context = {
        "overview": overview(pages.sections, pages.sent),
        "next": next(iter(pages.missing), None),
        "asked": pages.request,
        "kept_path": kept_path(request, now=timezone.now()),
    }
    return render(request, "intake/overview.html", context)


@verified_email_required
def _started(request: HttpRequest) -> HttpResponse:
    """Allauth sends the link again to whoever has proved no address yet."""
    try:
        application_start(user=request.user, now=timezone.now())
    except EmailUnproven as error:
        messages.error(request, error.message)
        return redirect("account_email_verification_sent")
    return redirect("intake:section", section=Section.ABOUT)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def section_page(request: HttpRequest, section: str) -> HttpResponse:
    """Ask one topic; store it when it is sent, and go to the next that is missing."""
    patient = own_patient(request)
    page = _section_of(patient, section)
    if patient.state not in EDITABLE_BY_APPLICANT:
        return redirect("intake:status")
    answers = answers_in_force(patient)
    pages = open_pages(patient, answers)
    if page not in pages.sections:
        raise Http404
    first = _asked_first(page, answers)
    if first is not None:
        return redirect("intake:section", section=first)
    if page is Section.CONSENT:
        return consent_page(request, patient)
    kept = kept_data(request)
    data = kept if kept is not None else sent_data(request)
    form = form_for(page, patient, answers.get(page, {}), data, asked_keys(patient, page))
    saved = _save(request, patient, page, form) if request.method == "POST" else None
    if saved is not None:
        return saved
    context = {
        "hidden": hidden_fields(request, patient, page, kept),
        "is_kept": kept is not None,
        "form": form,
        "section": page,
        "progress": progress_at(page, pages.sections, pages.sent),
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


def _save(request: HttpRequest, patient: Patient, section: Section, form) -> HttpResponse | None:
    """Store the page and go on; None when it was refused, and the form says why."""
    if not form.is_valid():
        return None
    try:
        application_save_section(
            patient=patient,
            section=section,
            answers=answers_of(form),
            by=request.user,
            now=timezone.now(),
            seen=seen_of(request),
        )
    except AnsweredElsewhere as conflict:
        return both_answers(request, section, conflict)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    return _after(request, patient, section, form)


def _after(request: HttpRequest, patient: Patient, section: Section, form) -> HttpResponse:
    urgent = urgent_next(request, section, form)
    if urgent is not None:
        return urgent
    patient.refresh_from_db()
    pages = open_pages(patient, answers_in_force(patient))
    later = pages.sections[pages.sections.index(section) + 1 :]
    following = next((each for each in [*later, *pages.sections] if each in pages.missing), None)
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
    pages = open_pages(patient, answers)
    context = {
        "groups": answer_groups(pages.sections, answers),
        "missing": pages.missing,
        "asked": pages.request,
    }
    return render(request, "intake/review.html", context)


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
        "decision": decision_in_force(patient),
        "may_amend": patient.state in OPEN_TO_AMENDMENT,
        "gates": gate_steps(readiness_gates(patient)),
    }
    return render(request, "intake/status.html", context)
