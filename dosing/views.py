"""The patient's own schedule and plan, to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dosing.choices import HoldScope
from dosing.forms import PastForm
from dosing.presenters import earlier_versions, past_days, schedule_days, version_page
from dosing.selectors import (
    day_bounds,
    open_holds,
    past_doses,
    plan_coming,
    plan_history,
    plan_in_force,
    slots_with_logs,
    zone_of,
)
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires

DAYS_SHOWN = 7


@require_safe
@requires(Capability.OWN_RECORD)
def doses(request: HttpRequest) -> HttpResponse:
    """What was reported of each past dose, some days a page."""
    patient = own_patient(request)
    asked = PastForm(request.GET)
    past = past_doses(patient, timezone.now(), last=asked.last_day())
    context = {"past": past, "days": past_days(past, zone_of(patient))}
    return render(request, "dosing/doses.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def schedule(request: HttpRequest) -> HttpResponse:
    """Today and the six days after it."""
    patient = own_patient(request)
    now, zone = timezone.now(), zone_of(patient)
    start, end = day_bounds(now, zone, days=DAYS_SHOWN)
    slots, holds = list(slots_with_logs(patient, start, end)), list(open_holds(patient, now))
    days = schedule_days(
        slots,
        holds,
        first=timezone.localtime(now, zone).date(),
        days=DAYS_SHOWN,
        zone=zone,
        now=now,
    )
    context = {
        "days": days,
        "has_doses": bool(slots),
        "has_plan": plan_in_force(patient, now) is not None,
        "holds": [hold for hold in holds if hold.scope == HoldScope.PLAN],
        "zone": zone,
    }
    return render(request, "dosing/schedule.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan in force and the one to come, in plain words, with what each changed."""
    patient = own_patient(request)
    now, zone = timezone.now(), zone_of(patient)
    current, coming = plan_in_force(patient, now), plan_coming(patient, now)
    context = {
        "current": version_page(current, zone) if current else None,
        "coming": version_page(coming, zone) if coming else None,
        "earlier": earlier_versions(plan_history(patient), now, zone),
    }
    return render(request, "dosing/plan.html", context)
