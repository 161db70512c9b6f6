"""The patient's own schedule and plan, to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import get_format
from django.views.decorators.http import require_safe

from dosing.choices import HoldScope, Stretch
from dosing.forms import PastForm, ScheduleForm
from dosing.presenters import (
    earlier_versions,
    move_words,
    past_days,
    plan_line,
    plan_standing,
    schedule_days,
    schedule_month,
    schedule_title,
    version_page,
)
from dosing.rules import days_of
from dosing.selectors import (
    journey_ask,
    late_start,
    moment_text,
    open_holds,
    past_doses,
    plan_history,
    plan_in_force,
    plans_coming,
    schedule_facts,
    zone_of,
)
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires


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
    """A day, a week or a month: each dose, how it stands, and why it may not be taken now."""
    patient = own_patient(request)
    now = timezone.now()
    today = timezone.localtime(now, zone_of(patient)).date()
    asked = ScheduleForm(request.GET, today=today).asked()
    shown = days_of(asked.stretch, asked.day, week_begins=get_format("FIRST_DAY_OF_WEEK"))
    facts = schedule_facts(patient, now, first=shown.first, days=shown.count)
    journey = journey_ask(patient, now)
    is_month = asked.stretch == Stretch.MONTH
    context = {
        "asked": asked,
        "shown": shown,
        "today": today,
        "stretches": Stretch,
        "facts": facts,
        "title": schedule_title(asked.stretch, asked.day, today),
        "month": schedule_month(facts, asked.day) if is_month else None,
        "days": [] if is_month else schedule_days(facts),
        "plan_line": plan_line(facts.plan.terms) if facts.plan else "",
        "holds": [hold for hold in facts.holds if hold.scope == HoldScope.PLAN],
        "zone": facts.zone,
        "journey": journey,
        "move": move_words(journey.move),
    }
    return render(request, "dosing/schedule.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan in force and the one to come, in plain words, with what each changed."""
    patient = own_patient(request)
    now, zone = timezone.now(), zone_of(patient)
    current, coming = plan_in_force(patient, now), plans_coming(patient, now)
    begins_at = late_start(current, zone, now) if current else None
    begins = moment_text(begins_at, zone, now) if begins_at else ""
    context = {
        "current": version_page(current, zone, begins) if current else None,
        "coming": version_page(coming[0], zone) if coming else None,
        "standing": plan_standing(current, coming, open_holds(patient, now), zone),
        "earlier": earlier_versions(plan_history(patient), now, zone),
    }
    return render(request, "dosing/plan.html", context)
