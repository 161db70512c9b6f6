"""Reminders in the patient's own calendar: the page about its address, and the file itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dosing.presenters.calendar import calendar_file
from dosing.selectors import calendar_by_token, calendar_slots, open_calendar, zone_of
from dosing.services import calendar_make, calendar_read, calendar_stop
from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires

# Between making the address and showing it, once.
SHOWN_ONCE = "calendar_token"


@never_cache
@require_safe
@requires(Capability.OWN_RECORD)
def calendar(request: HttpRequest) -> HttpResponse:
    """What it is, what others can see in it, and the address right after it was made."""
    patient = own_patient(request)
    token = request.session.pop(SHOWN_ONCE, "")
    address = reverse("dosing:calendar_file", args=[token]) if token else ""
    context = {
        "feed": open_calendar(patient),
        "address": request.build_absolute_uri(address) if address else "",
        "zone": zone_of(patient).key,
    }
    return render(request, "dosing/calendar.html", context)


@require_POST
@requires(Capability.OWN_RECORD)
def calendar_new(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old."""
    patient = own_patient(request)
    token = calendar_make(patient=patient, by=request.user, now=timezone.now())
    request.session[SHOWN_ONCE] = token
    return redirect("dosing:calendar")


@require_POST
@requires(Capability.OWN_RECORD)
def calendar_end(request: HttpRequest) -> HttpResponse:
    """Make the address stop working."""
    calendar_stop(patient=own_patient(request), by=request.user, now=timezone.now())
    return redirect("dosing:calendar")


@never_cache
@require_safe
def calendar_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The file itself, for a calendar program that cannot sign in; whoever has the secret reads."""
    feed = calendar_by_token(token)
    if feed is None:
        raise Http404
    now = timezone.now()
    calendar_read(feed=feed, now=now)
    body = calendar_file(calendar_slots(feed.patient, now), now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reminders.ics"'
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
