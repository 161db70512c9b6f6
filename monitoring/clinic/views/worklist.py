"""The worklist, and the chosen patient beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.services import read_record
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.forms import Asked, WorklistForm
from monitoring.clinic.presenters.filters import empty_state, filters
from monitoring.clinic.presenters.rows import Addresses, row
from monitoring.clinic.selectors import chart_facts, worklist_counts, worklist_summaries
from monitoring.clinic.views.parts import PANEL_DAYS, panel_of, way_back

PAGE_ROWS = 25


@requires(Capability.VIEW_PATIENTS)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Whom to look at first; one audit event for all the patients that the page reveals."""
    now = timezone.now()
    asked = WorklistForm(request.GET).asked()
    counts = worklist_counts()
    page = _page(asked, counts, request.GET.get("page"))
    addresses = Addresses(_kept(asked, page))
    chosen = _chosen(request, asked, page)
    revealed = {summary.patient.public_id for summary in page} | _ids(chosen)
    read_record(by=request.user, what="clinic.worklist", patients=sorted(revealed))
    context = {
        "page": page,
        "rows": [row(summary, now, addresses) for summary in page],
        "filters": filters(counts, asked.show),
        "name": asked.name,
        "chosen_id": chosen.public_id if chosen else None,
        "is_chosen": asked.patient_id is not None,
        "empty": empty_state(asked.show, asked.name),
        **_beside(request, chosen, asked, now, addresses),
    }
    return render(request, "monitoring/clinic/worklist.html", context)


@requires(Capability.VIEW_PATIENTS)
@require_safe
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The chosen patient alone, for a page that is already open; else the chart says more."""
    patient = staff_patient(request, public_id)
    back = way_back(request, patient)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("clinic:chart", public_id=public_id)
    read_record(by=request.user, what="clinic.panel", patients=[patient.public_id])
    facts = chart_facts(patient, now=timezone.now(), days=PANEL_DAYS)
    context = {"panel": panel_of(request, patient, facts, back)}
    return render(request, "monitoring/clinic/_panel.html", context)


def _page(asked: Asked, counts: dict[str, int], number: str | None) -> Page[PatientSummary]:
    """One page of rows; a filter's count is known already, a name's has to be asked for."""
    paginator = Paginator(worklist_summaries(asked.show, asked.name), PAGE_ROWS)
    if not asked.name:
        paginator.count = counts[asked.show]
    return paginator.get_page(number)


def _kept(asked: Asked, page: Page[PatientSummary]) -> dict[str, str]:
    """The part of the query that choosing a patient must not lose."""
    wanted = {"show": asked.show, "q": asked.name, "page": str(page.number)}
    return {key: value for key, value in wanted.items() if value and (key, value) != ("page", "1")}


def _chosen(request: HttpRequest, asked: Asked, page: Page[PatientSummary]) -> Patient | None:
    """The patient that was asked for (404 if there is none), else the first row's."""
    patients = [summary.patient for summary in page]
    if asked.patient_id is None:
        return patients[0] if patients else None
    listed = (each for each in patients if each.public_id == asked.patient_id)
    return next(listed, None) or staff_patient(request, asked.patient_id)


def _ids(chosen: Patient | None) -> set[UUID]:
    return {chosen.public_id} if chosen else set()


def _beside(
    request: HttpRequest,
    patient: Patient | None,
    asked: Asked,
    now: datetime,
    addresses: Addresses,
) -> dict[str, Any]:
    """The patient that was asked for; one that nobody asked for comes after the list is shown."""
    if patient is None:
        return {}
    links = addresses.of(patient.public_id)
    if asked.patient_id is None:
        return {"panel_later": links}
    facts = chart_facts(patient, now=now, days=PANEL_DAYS)
    return {
        "panel": panel_of(request, patient, facts, back=links.look),
        "policy_is_approved": facts.is_policy_approved,
    }
