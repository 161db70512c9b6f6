"""Hold a plan, and step it down; resuming is closing the hold, stopping stands with the plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dosing.presenters import plan_line
from dosing.rules import DosingPolicy
from dosing.selectors import PlanFacts, Taper, taper_of, usual_taper
from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, allows, requires
from ketaclinic.audit.services import read_record
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.clinic.forms import HoldForm, TaperForm, TaperSignForm
from monitoring.clinic.presenters.identity import identity
from monitoring.clinic.presenters.pauses import Pauses, taper_table
from monitoring.clinic.services import plan_pause, plan_step_down
from monitoring.clinic.views.parts import chart_url


@requires(Capability.CLOSE_HOLD)
@require_POST
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put every dose on hold; a reason at fault is shown again as it was typed."""
    patient, form = staff_patient(request, public_id), HoldForm(request.POST)
    if form.is_valid():
        try:
            plan_pause(patient=patient, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            if refusal.field not in form.fields:
                messages.warning(request, refusal.message)
                return redirect("clinic:chart", public_id=public_id)
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Every dose is on hold. The patient reads the reason."))
            return redirect("clinic:chart", public_id=public_id)
    context = {
        "title": _("Hold the doses"),
        "sentence": _("No dose is offered until somebody closes the hold with a note."),
        "submit": _("Hold the doses"),
        "form": form,
        "back": chart_url(patient),
        "action": request.get_full_path(),
    }
    return render(request, "monitoring/clinic/note.html", context)


@requires(Capability.SIGN_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def taper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the steps down as they would be signed now, or sign those that were read."""
    patient = staff_patient(request, public_id)
    facts = PlanFacts(patient, timezone.now())
    if request.method != "POST":
        read_record(by=request.user, what="clinic.plan_taper", patients=[public_id])
        return _page(request, facts, _asking(facts, request.GET))
    asking, form = _asking(facts, request.POST), TaperSignForm(request.POST, auto_id="sign-%s")
    if asking.is_valid() and form.is_valid():
        try:
            plan_step_down(
                patient=patient,
                by=request.user,
                now=facts.now,
                asked=asking.asked(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The taper is signed. Each step begins by itself."))
            return redirect("clinic:plan", public_id=public_id)
    return _page(request, facts, asking, form)


def _asking(facts: PlanFacts, data: QueryDict) -> TaperForm:
    """What was asked, or the clinic's usual taper from tomorrow on."""
    sent = data if "starts_on" in data else None
    return TaperForm(sent, usual=usual_taper(facts), today=facts.today, auto_id="taper-%s")


def _page(
    request: HttpRequest,
    facts: PlanFacts,
    asking: TaperForm,
    sign_form: TaperSignForm | None = None,
) -> HttpResponse:
    is_asked = not asking.is_bound or asking.is_valid()
    found = taper_of(facts, asking.asked()) if is_asked else None
    running = next(iter(facts.history), None) if found is None else found.plan
    context = {
        "identity": identity(facts.patient, running, facts.now),
        "zone": facts.patient.user.time_zone,
        "policy_is_approved": facts.policy.is_approved,
        "asking": asking,
        **(_table(asking, found, sign_form) if found else {}),
    }
    return render(request, "monitoring/clinic/plan_taper.html", context)


def _table(asking: TaperForm, found: Taper, sign_form: TaperSignForm | None) -> dict[str, Any]:
    line = plan_line(found.plan.terms) if found.plan else ""
    initial = {"seen": found.fingerprint}
    is_read = sign_form is None or sign_form["seen"].value() == found.fingerprint
    return {
        "table": taper_table(line, found.reviews),
        "hidden": asking.as_hidden(),
        "sign_form": sign_form or TaperSignForm(initial=initial, auto_id="sign-%s"),
        "is_read": is_read,
    }


def pauses_of(
    request: HttpRequest, patient: Patient, policy: PolicyInForce, *, has_plan: bool
) -> Pauses:
    """What this person may do to the plan: nothing where there is none."""
    limits = policy.get(DosingPolicy)
    return Pauses(
        patient_id=patient.public_id,
        may_hold=has_plan and allows(request.user, Capability.CLOSE_HOLD),
        may_stop=has_plan and allows(request.user, Capability.SIGN_PLAN),
        taper_days=limits.taper_if_continuous_days_gt,
        gap_days=limits.restart_lower_after_gap_soft_days,
    )
