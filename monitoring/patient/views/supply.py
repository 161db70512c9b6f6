"""My supply: what should be there, counting it, and saying what is gone."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dosing.choices import SupplyKind
from dosing.models import SupplyEntry
from dosing.presenters.ledger import told_lines
from dosing.presenters.supply import counted_choices, product_choices, supply_page
from dosing.selectors.supply import (
    Supply,
    entries_of,
    entry_by_public_id,
    prescriptions_of,
)
from dosing.services.supply import SupplyReport
from intake.access import own_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.alerts.services import supply_report_submit
from monitoring.checkins.selectors import PatientCase
from monitoring.patient.forms.supply import CountForm, TellForm
from monitoring.patient.presenters.supply import count_words, told_page

TOLD_SHOWN = 20


@require_safe
@requires(Capability.OWN_RECORD)
def supply(request: HttpRequest) -> HttpResponse:
    """What should be on hand, how long it lasts, and what was told of it."""
    patient = own_patient(request)
    found = _supply(patient)
    context = {
        "page": supply_page(found, prescriptions_of(patient)),
        "told": told_lines(entries_of(patient))[:TOLD_SHOWN],
        "can_count": bool(counted_choices(found)),
        "zone": patient.user.time_zone,
    }
    return render(request, "monitoring/patient/supply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def supply_count(request: HttpRequest) -> HttpResponse:
    """Count what is there; the form never says what should be."""
    patient = own_patient(request)
    products = counted_choices(_supply(patient))
    if not products:
        return redirect("home:supply")
    form = CountForm(_data(request), products=products)
    if form.is_valid():
        today = _today(patient)
        reports = [
            SupplyReport(SupplyKind.COUNTED, product, amount_ug, today)
            for product, amount_ug in form.counts().items()
        ]
        entries = _told(request, patient, form, reports)
        if entries:
            _say(request, patient, entries)
            return redirect("home:supply")
    return render(request, "monitoring/patient/supply_count.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def supply_tell(request: HttpRequest) -> HttpResponse:
    """Say that some is lost, spoilt, returned, or went to somebody else."""
    patient = own_patient(request)
    products = product_choices(_supply(patient), ())
    if not products:
        return redirect("home:supply")
    initial = {"happened_on": _today(patient)}
    form = TellForm(_data(request), products=products, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        report = SupplyReport(
            kind=typed["kind"],
            product=form.chosen(),
            amount_ug=form.amount_ug(),
            happened_on=typed["happened_on"],
            note=typed["note"],
        )
        entries = _told(request, patient, form, [report])
        if entries:
            return redirect("home:supply_told", public_id=entries[0].public_id)
    return render(request, "monitoring/patient/supply_tell.html", {"form": form})


@require_safe
@requires(Capability.OWN_RECORD)
def supply_told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What happens next."""
    patient, entry = own_patient(request), entry_by_public_id(public_id)
    if entry is None or entry.patient_id != patient.pk:
        raise Http404
    return render(request, "monitoring/patient/supply_told.html", {"told": told_page(entry)})


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _supply(patient: Patient) -> Supply:
    return Supply(PatientCase(patient, timezone.now()))


def _today(patient: Patient) -> Any:
    return timezone.localtime(timezone.now(), patient.user.zone).date()


def _told(
    request: HttpRequest, patient: Patient, form: forms.Form, reports: list[SupplyReport]
) -> list[SupplyEntry]:
    """What was written; empty after a refusal, which then stands beside its field."""
    try:
        return supply_report_submit(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            reports=reports,
            idempotency_key=form.cleaned_data["token"],
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return []


def _say(request: HttpRequest, patient: Patient, entries: list[SupplyEntry]) -> None:
    keys = [entry.public_id.hex for entry in entries]
    for is_equal, sentence in count_words(_supply(patient).variances, keys):
        messages.add_message(request, messages.SUCCESS if is_equal else messages.INFO, sentence)
