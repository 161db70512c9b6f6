"""The clinic's pages about applications: the queue, one application, the decision."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.access import staff_patient
from intake.choices import Outcome
from intake.forms import DecisionForm, QueueForm, SafetyContactForm
from intake.models import Patient
from intake.presenters.queue import holder_filters, queue_filters, queue_row
from intake.presenters.work import amendment_rows
from intake.selectors import (
    amendments_to_review,
    application_queue,
    findings_of,
    judged_before,
    open_safety_concerns,
    queue_counts,
    safety_concern,
    submission_in_force,
)
from intake.services import application_decide, safety_contact_record
from intake.views.application import application_page
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused

ROWS_ON_A_PAGE = 30


@require_safe
@requires(Capability.VIEW_PATIENTS)
def queue(request: HttpRequest) -> HttpResponse:
    """Applications that wait, riskiest and oldest first; people in danger above all."""
    now, asked = timezone.now(), QueueForm(request.GET).asked()
    waiting = application_queue(asked.tier, holder=asked.holder, user_id=request.user.pk)
    page = Paginator(waiting, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    concerns = list(open_safety_concerns())
    unread = list(amendments_to_review()[:ROWS_ON_A_PAGE])
    shown = [row.patient for row in [*page, *concerns, *unread]]
    read_record(
        by=request.user, what="intake.queue", patients=dict.fromkeys(p.public_id for p in shown)
    )
    counts = queue_counts(request.user.pk)
    context = {
        "page": page,
        "rows": [queue_row(submission, now, request.user) for submission in page],
        "filters": queue_filters(counts, asked),
        "holders": holder_filters(counts, asked),
        "amendments": amendment_rows(unread, judged_before(unread)),
        "amendments_left": counts.amendments - len(unread),
        "concerns": concerns,
        "contact_form": SafetyContactForm(),
    }
    return render(request, "intake/clinic/queue.html", context)


@require_safe
@requires(Capability.VIEW_PATIENTS)
def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One application on one page: findings first, then everything that was said."""
    return application_page(request, staff_patient(request, public_id))


@require_POST
@requires(Capability.DECIDE_APPLICATION)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record a decision; on refusal the page comes back with what was typed."""
    patient = staff_patient(request, public_id)
    submission = submission_in_force(patient)
    if submission is None:
        raise Http404
    form = DecisionForm(request.POST, findings=findings_of(submission))
    if form.is_valid() and _is_decided(request, patient, form):
        messages.success(request, _("The decision is recorded."))
        is_approved = form.cleaned_data["outcome"] == Outcome.APPROVE
        name = "intake:readiness" if is_approved else "intake:application"
        return redirect(name, public_id=patient.public_id)
    form.now_shows(submission.number)
    return application_page(request, patient, form=form)


def _is_decided(request: HttpRequest, patient: Patient, form: DecisionForm) -> bool:
    names = (
        "outcome",
        "reason",
        "message",
        "alternatives",
        "pain_type",
        "understands_risks",
        "shown",
    )
    given = {name: form.cleaned_data[name] for name in names}
    try:
        application_decide(
            patient=patient, by=request.user, now=timezone.now(), answers=form.answers(), **given
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


@require_POST
@requires(Capability.VIEW_PATIENTS)
def safety_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that somebody reached an applicant who may be in danger."""
    concern = safety_concern(public_id)
    if concern is None:
        raise Http404
    form = SafetyContactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write who spoke with them, and what was agreed."))
        return redirect("intake:queue")
    safety_contact_record(
        concern=concern, by=request.user, now=timezone.now(), note=form.cleaned_data["note"]
    )
    messages.success(request, _("The contact is recorded."))
    return redirect("intake:queue")
