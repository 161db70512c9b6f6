"""The check before (or after) a dose, and the screen with its answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dosing.models import ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.selectors import (
    check_blockers,
    dose_blockers,
    moment_text,
    open_clearance,
    zone_of,
)
from intake.access import own_patient
from intake.models import Patient
from intake.rules import IntakePolicy
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.checkins.choices import CheckKind, Outcome
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import CheckFacts, CheckPolicy, needs_pair, questions_for
from monitoring.checkins.selectors import (
    CheckHistory,
    PatientCase,
    check_by_public_id,
    check_history,
    check_standing,
)
from monitoring.checkins.services import CheckIncomplete, Entry
from monitoring.patient.forms import Asked, CheckForm, sent_token
from monitoring.patient.presenters import check_answer, limits_json
from monitoring.patient.services import check_submit_in, own_case
from monitoring.patient.views.shared import found, own_slot


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask what this dose needs now; the server decides, and the answer has its own screen."""
    if request.method == "POST":
        return _answer(request, public_id, timezone.now())
    case = PatientCase(own_patient(request), timezone.now())
    slot = own_slot(case, public_id)
    history = check_history(case, slot)
    if history.kind != CheckKind.POSTDOSE and "again" not in request.GET:
        standing = check_standing(case, slot)
        if standing.is_closed:
            return _closed(request, case, slot, is_held=standing.open_hold is not None)
    return _show(request, case, slot, history, _form(request, history, case.policy))


def _answer(request: HttpRequest, public_id: UUID, now: datetime) -> HttpResponse:
    """Read once, inside the lock, what the form asks and what the service judges."""
    try:
        with own_case(request.user, now) as opened:
            case = found(opened)
            slot = own_slot(case, public_id)
            case.reach(slot=slot, key=sent_token(request.POST))
            history = check_history(case, slot)
            form = _form(request, history, case.policy)
            if form.is_valid():
                done = _submit(request, case, slot, history, form)
                return _answer_page(done)
    except Refused as refusal:
        _explain(form, refusal)
    return _show(request, case, slot, history, form)


def _form(request: HttpRequest, history: CheckHistory, policy: PolicyInForce) -> CheckForm:
    return CheckForm(
        request.POST if request.method == "POST" else None,
        asked=_asked(history, policy.get(CheckPolicy)),
        limits=policy.get(CheckPolicy),
        policy=policy.get(IntakePolicy),
    )


def _asked(history: CheckHistory, policy: CheckPolicy) -> Asked:
    """What is asked now: one reading, a fresh pair, or today's questions."""
    if history.unfinished is not None:
        return Asked(readings=1, needs_symptoms=False)
    if history.kind != CheckKind.PREDOSE:
        is_oxygen = history.waiting is not None and history.waiting.had_low_oxygen
        return Asked(needs_oxygen=is_oxygen)
    rules = questions_for(history.tier, is_pregnancy_asked=history.is_pregnancy_asked)
    facts = CheckFacts(tier=history.tier, day_pair=history.day_pair)
    return Asked(
        questions=tuple(rule.question for rule in rules),
        readings=2 if needs_pair(facts, policy) else 0,
    )


def _submit(
    request: HttpRequest,
    case: PatientCase,
    slot: ScheduledDose,
    history: CheckHistory,
    form: CheckForm,
) -> PressureCheck:
    entry = Entry(
        readings=form.entered,
        answers=form.answers(),
        symptoms=form.ticked_symptoms(),
        oxygen_percent=form.cleaned_data.get("oxygen_percent"),
        is_confirmed=form.is_confirmed,
    )
    return check_submit_in(
        case,
        slot,
        entry,
        by=request.user,
        idempotency_key=form.cleaned_data["token"],
        history=history,
    )


def _explain(form: CheckForm, refusal: Refused) -> None:
    """Say at the field what is missing."""
    if isinstance(refusal, CheckIncomplete):
        for name in refusal.missing:
            field = name.replace("reading", "systolic")
            form.add_error(field if field in form.fields else None, refusal.message)
        return
    place = refusal.field if refusal.field in form.fields else None
    form.add_error(place, refusal.message)


def _answer_page(done: PressureCheck) -> HttpResponse:
    if done.outcome == Outcome.EMERGENCY:
        return redirect("home:emergency")
    return redirect("home:check_answer", public_id=done.public_id)


def _closed(
    request: HttpRequest, case: PatientCase, slot: ScheduledDose, *, is_held: bool
) -> HttpResponse:
    """Why there is nothing to check now, in the words that the clinic reads too."""
    reasons = [blocker.sentence for blocker in check_blockers(case, slot)]
    page = {"reasons": reasons, "slot": slot, "is_held": is_held}
    return render(request, "monitoring/patient/check_closed.html", page)


def _show(
    request: HttpRequest,
    case: PatientCase,
    slot: ScheduledDose,
    history: CheckHistory,
    form: CheckForm,
) -> HttpResponse:
    limits, vitals = case.policy.get(CheckPolicy), case.policy.get(IntakePolicy)
    page = {
        "form": form,
        "asked": form.asked,
        "title": _title(history),
        "plan_says": amount_text(slot.plan.terms, slot.dose_ug),
        "is_after_dose": history.kind == CheckKind.POSTDOSE,
        "limits": limits_json(history.limits, limits, third_above=vitals.pair_gap_systolic),
        "rest_minutes": limits.rest_minutes,
        "gap_seconds": limits.reading_gap_seconds,
        "due": moment_text(slot.due_at, case.zone, case.now),
    }
    return render(request, "monitoring/patient/check.html", page)


def _title(history: CheckHistory) -> str:
    if history.unfinished is not None:
        return _("One more reading")
    titles = {
        CheckKind.REPEAT: _("Measure again"),
        CheckKind.POSTDOSE: _("Measure after your dose"),
    }
    return titles.get(history.kind, _("Check before your dose"))


@require_safe
@requires(Capability.OWN_RECORD)
def check_answer_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer fills the screen in its colour."""
    patient = own_patient(request)
    done = check_by_public_id(patient, public_id)
    if done is None or done.slot is None:
        raise Http404
    if done.outcome == Outcome.EMERGENCY:
        return redirect("home:emergency")
    now = timezone.now()
    answer = check_answer(
        done,
        _clearance(patient, done, now),
        now=now,
        zone=zone_of(patient),
        phone=clinic_settings().phone,
    )
    return render(request, "monitoring/patient/answer.html", {"answer": answer})


def _clearance(patient: Patient, done: PressureCheck, now: datetime) -> Any:
    """The clearance of this dose, if nothing at all stands in its way any more."""
    is_go = done.outcome == Outcome.GO and not dose_blockers(patient, done.slot, now)
    return open_clearance(done.slot, now) if is_go else None
