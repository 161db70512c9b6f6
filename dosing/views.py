"""The patient's own schedule and plan, to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dosing.choices import HoldScope
from dosing.presenters import (
    earlier_versions,
    move_words,
    plan_standing,
    schedule_days,
    version_page,
)
from dosing.selectors import (
    day_bounds,
    journey_ask,
    last_move,
    open_holds,
    plan_history,
    plan_in_force,
    plans_coming,
    slots_with_logs,
    zone_of,
)
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires

DAYS_SHOWN = 7


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
        "journey": journey_ask(patient),
        "move": move_words(last_move(patient, now)),
    }
    return render(request, "dosing/schedule.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan in force and the one to come, in plain words, with what each changed."""
    patient = own_patient(request)
    now, zone = timezone.now(), zone_of(patient)
    current, coming = plan_in_force(patient, now), plans_coming(patient, now)
    context = {
        "current": version_page(current, zone) if current else None,
        "coming": version_page(coming[0], zone) if coming else None,
        "standing": plan_standing(current, coming, open_holds(patient, now), zone),
        "earlier": earlier_versions(plan_history(patient), now, zone),
    }
    return render(request, "dosing/plan.html", context)
