"""What the patient told in earlier check-ins."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from intake.access import own_patient
from ketaclinic.accounts.access import Capability, requires
from monitoring.checkins.selectors import checkin_by_public_id, checkins_of
from monitoring.patient.presenters import past_lines, past_parts
from monitoring.patient.views.shared import found

ROWS_PER_PAGE = 13


@require_safe
@requires(Capability.OWN_RECORD)
def checkins(request: HttpRequest) -> HttpResponse:
    """The list, a quarter of a year to a page."""
    rows = checkins_of(own_patient(request))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": past_lines(list(page))}
    return render(request, "monitoring/patient/checkins.html", context)


@require_safe
@requires(Capability.OWN_RECORD)
def checkin_past(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of them, read back."""
    told = found(checkin_by_public_id(own_patient(request), public_id))
    context = {
        "title": told.get_kind_display(),
        "day": date_format(told.due_on, "l, F j, Y"),
        "parts": past_parts(told),
    }
    return render(request, "monitoring/patient/checkin_past.html", context)
