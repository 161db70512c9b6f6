"""Change a page after the application was sent: by the patient, or by staff for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient, staff_patient
from intake.choices import Section
from intake.forms import AmendmentFields
from intake.models import Patient, Submission
from intake.presenters.answers import answer_rows
from intake.rules.states import OPEN_TO_AMENDMENT
from intake.selectors import sections_of, submission_in_force
from intake.services import application_amend
from intake.services.amendment import REASON_UNASKED
from intake.services.errors import PageChanged
from intake.views.pages import answers_of, form_for, sent_data
from intake.views.safety import urgent_next
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused

# Documents are signed, not changed; the list of medicines has a page of its own.
NOT_AMENDED = frozenset({Section.CONSENT, Section.MEDICINES})
Address = Callable[..., str]


@require_safe
@requires(Capability.OWN_RECORD)
def choose(request: HttpRequest) -> HttpResponse:
    """Which page to change, with what stands on it now."""
    patient = own_patient(request)
    return _choose_page(request, patient, lambda *page: reverse("intake:amend", args=page))


@require_safe
@requires(Capability.RECORD_READINESS)
def staff_choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same for staff, who write down what the patient told them."""
    patient = staff_patient(request, public_id)
    read_record(by=request.user, what="intake.amendment", patients=[public_id])
    return _choose_page(request, patient, _staff_address(public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def amend(request: HttpRequest, section: str) -> HttpResponse:
    """One page with a reason below it."""
    patient = own_patient(request)
    return _amend_page(request, patient, section, reverse("intake:status"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.RECORD_READINESS)
def staff_amend(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    """The same for staff."""
    patient = staff_patient(request, public_id)
    read_record(by=request.user, what="intake.amendment", patients=[public_id])
    return _amend_page(request, patient, section, reverse("intake:application", args=[public_id]))


def _staff_address(public_id: UUID) -> Address:
    return lambda *page: reverse("intake:staff_amend", args=[public_id, *page])


def _choose_page(request: HttpRequest, patient: Patient, address: Address) -> HttpResponse:
    _submission_open_to_amendment(patient)
    pages = [(address(page), page.label) for page in _amendable(patient)]
    context = {"pages": pages, "patient": patient, "shell": _shell(request)}
    return render(request, "intake/amend_choose.html", context)


def _amendable(patient: Patient) -> list[Section]:
    return [page for page in sections_of(patient) if page not in NOT_AMENDED]


def _submission_open_to_amendment(patient: Patient) -> Submission:
    submission = submission_in_force(patient)
    if submission is None or patient.state not in OPEN_TO_AMENDMENT:
        raise Http404
    return submission


def _amend_page(request: HttpRequest, patient: Patient, section: str, back: str) -> HttpResponse:
    submission = _submission_open_to_amendment(patient)
    if section not in _amendable(patient):
        raise Http404
    page = Section(section)
    stored = submission.facts.get(page, {})
    form = form_for(page, patient, stored, sent_data(request))
    AmendmentFields.add_to(form, submission.number, is_asked=page not in REASON_UNASKED)
    if request.method == "POST" and form.is_valid():
        answer = _amended(request, patient, page, form, submission, back)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "section": page,
        "patient": patient,
        "shell": _shell(request),
        "back": back,
        "stored": answer_rows(page, stored),
    }
    return render(request, "intake/amend.html", context)


def _amended(
    request: HttpRequest,
    patient: Patient,
    page: Section,
    form: Any,
    before: Submission,
    back: str,
) -> HttpResponse | None:
    """Where to go after the change is stored; None when it was refused, and the form says why."""
    try:
        after = application_amend(
            patient=patient,
            section=page,
            answers=answers_of(form),
            reason=form.cleaned_data[AmendmentFields.REASON],
            by=request.user,
            now=timezone.now(),
            shown=form.cleaned_data[AmendmentFields.SHOWN],
        )
    except Refused as error:
        _tell(form, error, before)
        return None
    return _after(request, patient, page, form, is_new=after.pk != before.pk, back=back)


def _tell(form: Any, error: Refused, before: Submission) -> None:
    name = AmendmentFields.REASON if error.field == "reason" else error.field
    form.add_error(name if name in form.fields else None, error.message)
    if isinstance(error, PageChanged):
        AmendmentFields.now_shows(form, before.number)


def _after(
    request: HttpRequest, patient: Patient, page: Section, form: Any, *, is_new: bool, back: str
) -> HttpResponse:
    """Help comes first where the answers ask for it, for the patient who gave them."""
    if is_new:
        messages.success(request, _("Your change is sent."))
    else:
        messages.info(request, _("Nothing was different, so nothing was sent."))
    if patient.user_id == request.user.pk:
        urgent = urgent_next(request, page, form)
        if urgent is not None:
            return _in_place(urgent)
    return redirect(back)


def _in_place(urgent: HttpResponse) -> HttpResponse:
    """A page that answers lead to is, after sending, a page to change as well."""
    page = resolve(urgent["Location"])
    if page.view_name == "intake:section":
        return redirect("intake:amend", section=page.kwargs["section"])
    return urgent


def _shell(request: HttpRequest) -> str:
    is_patient = allows(request.user, Capability.OWN_RECORD)
    return "intake/patient_shell.html" if is_patient else "intake/clinic/base.html"
