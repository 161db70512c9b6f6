"""The plan editor's page: dosing's form and rules, beside what they say and the history."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dosing.services import NothingToSign, plan_draft_save
from intake.access import staff_patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from monitoring.clinic.forms import SignForm, StepForm, StopForm
from monitoring.clinic.services import plan_halt, plan_put_in_force, step_put_in_force
from monitoring.clinic.views.editor import Editor, plan_page, step_release_form


@requires(Capability.DRAFT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the editor (`?copy=2` over version 2), or keep the draft that was sent."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    if request.method != "POST":
        read_record(by=request.user, what="clinic.plan", patients=[public_id])
        return plan_page(request, editor, form=editor.form(copied_from=request.GET.get("copy")))
    form = editor.form(request.POST, copied_from=request.POST.get("copied_from"))
    if form.is_valid():
        try:
            plan_draft_save(
                patient=editor.patient, by=request.user, now=editor.now, terms=form.terms()
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The draft is saved. Read the limits, then sign."))
            return redirect("clinic:plan", public_id=public_id)
    return plan_page(request, editor, form=form)


@requires(Capability.DRAFT_PLAN)
@require_POST
def limits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Judge what is typed and keep nothing: beside the open page, or as a page without a script."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = editor.form(request.POST, copied_from=request.POST.get("copied_from"))
    if request.htmx:  # type: ignore[attr-defined]
        context = {"judged": editor.judged(form)}
        return render(request, "monitoring/clinic/_plan_limits.html", context)
    return plan_page(request, editor, form=form)


@requires(Capability.SIGN_PLAN)
@require_POST
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign the draft that was read; the limits are judged again inside the service."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = SignForm(request.POST, auto_id="sign-%s")
    if form.is_valid():
        try:
            plan_put_in_force(
                patient=editor.patient, by=request.user, now=editor.now, **form.cleaned_data
            )
        except NothingToSign as refusal:
            messages.warning(request, refusal.message)
            return redirect("clinic:plan", public_id=public_id)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The plan is signed."))
            return redirect("clinic:chart", public_id=public_id)
    return plan_page(request, editor, sign_form=form)


@requires(Capability.SIGN_PLAN)
@require_POST
def step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Release the next step of the version that was read; judged again inside the service."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = step_release_form(editor.step, request.POST) if editor.step else StepForm(request.POST)
    if form.is_valid():
        try:
            step_put_in_force(
                patient=editor.patient, by=request.user, now=editor.now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The step is released. It begins with the next day."))
            return redirect("clinic:plan", public_id=public_id)
    if editor.step is None:
        messages.warning(request, _("No step is left to release."))
        return redirect("clinic:plan", public_id=public_id)
    return plan_page(request, editor, step_form=form)


@requires(Capability.SIGN_PLAN)
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop the plan, with the reason."""
    editor = Editor(staff_patient(request, public_id), timezone.now())
    form = StopForm(request.POST, auto_id="stop-%s")
    if form.is_valid():
        try:
            plan_halt(patient=editor.patient, by=request.user, now=editor.now, **form.cleaned_data)
        except Refused as refusal:
            if refusal.field in form.fields:
                form.add_error(refusal.field, refusal.message)
                return plan_page(request, editor, stop_form=form)
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The plan is stopped. No more doses are offered."))
        return redirect("clinic:chart", public_id=public_id)
    return plan_page(request, editor, stop_form=form)
