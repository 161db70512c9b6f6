"""One page for each thing that staff record of supply, then back to the supply page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dosing.choices import SupplyKind
from dosing.forms import (
    DispensingForm,
    PrescriptionEndForm,
    PrescriptionForm,
    RecordLookForm,
    SupplyCorrectForm,
    SupplyEntryForm,
)
from dosing.presenters.supply import (
    entry_amount,
    prescription_choices,
    product_choices,
)
from dosing.rules.supply import Product
from dosing.selectors.supply import (
    Supply,
    entry_by_public_id,
    prescription_by_public_id,
    prescriptions_of,
)
from dosing.services.supply import (
    Dispensing,
    PrescriptionEntry,
    SupplyReport,
    prescription_end,
    prescription_record,
    record_look_add,
)
from intake.access import staff_patient
from intake.models import Patient
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.errors import Refused
from monitoring.alerts.services import (
    supply_correct_submit,
    supply_dispense_submit,
    supply_report_submit,
)
from monitoring.checkins.selectors import PatientCase

METHODS = ["GET", "HEAD", "POST"]


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def record_look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record a look at the state's prescription-monitoring record."""
    patient = staff_patient(request, public_id)
    form = RecordLookForm(_data(request))

    def write() -> None:
        typed = form.cleaned_data
        record_look_add(patient=patient, by=request.user, now=timezone.now(), **typed)

    words = {"title": _("Record a look at the state's record"), "done": _("The look is recorded.")}
    return _page(request, patient, form, write, words)


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def prescription(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record a prescription that was issued elsewhere."""
    patient = staff_patient(request, public_id)
    form = PrescriptionForm(_data(request), products=_products(patient))

    def write() -> None:
        typed = form.cleaned_data
        entry = PrescriptionEntry(
            product=form.chosen(),
            issued_on=typed["issued_on"],
            prescriber_name=typed["prescriber_name"],
            pharmacy=typed["pharmacy"],
            quantity_ug=form.amount_ug() or 0,
            refills_authorised=typed["refills_authorised"],
            note=typed["note"],
        )
        prescription_record(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            entry=entry,
            idempotency_key=typed["token"],
        )

    words = {
        "title": _("Record a prescription"),
        "text": _("It was issued elsewhere. This app sends nothing to a pharmacy."),
        "done": _("The prescription is recorded."),
    }
    return _page(request, patient, form, write, words)


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def dispensing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record what the pharmacy gave out; what is out of the ordinary needs a reason."""
    patient = staff_patient(request, public_id)
    papers = prescriptions_of(patient)
    today = timezone.localtime(timezone.now(), patient.user.zone).date()
    form = DispensingForm(
        _data(request),
        products=_products(patient, papers),
        prescriptions=prescription_choices(papers, today),
    )

    def write() -> None:
        typed = form.cleaned_data
        by_key = {str(paper.public_id): paper for paper in papers}
        given = Dispensing(
            product=form.chosen(),
            amount_ug=form.amount_ug() or 0,
            dispensed_on=typed["dispensed_on"],
            lot=typed["lot"],
            beyond_use_on=typed["beyond_use_on"],
            pharmacy=typed["pharmacy"],
            prescription=by_key.get(form.prescription_key),
            note=typed["note"],
        )
        supply_dispense_submit(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            dispensing=given,
            idempotency_key=typed["token"],
        )

    words = {"title": _("Record a dispensing"), "done": _("The dispensing is recorded.")}
    return _page(request, patient, form, write, words)


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record a count, a loss, waste or a return that staff saw or were told."""
    patient = staff_patient(request, public_id)
    form = SupplyEntryForm(_data(request), products=_products(patient))

    def write() -> None:
        typed = form.cleaned_data
        report = SupplyReport(
            kind=typed["kind"],
            product=form.chosen(),
            amount_ug=form.amount_ug(),
            happened_on=typed["happened_on"],
            note=typed["note"],
        )
        supply_report_submit(
            patient=patient,
            by=request.user,
            now=timezone.now(),
            reports=[report],
            idempotency_key=typed["token"],
        )

    words = {
        "title": _("Record a count, a loss, waste or a return"),
        "text": _("What is lost or went to somebody else holds every dose until you close it."),
        "done": _("It is recorded."),
    }
    return _page(request, patient, form, write, words)


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the amount of a row; the old one stays on record."""
    row = entry_by_public_id(public_id)
    if row is None:
        raise Http404
    form = SupplyCorrectForm(_data(request))

    def write() -> None:
        typed = form.cleaned_data
        supply_correct_submit(
            entry=row,
            by=request.user,
            now=timezone.now(),
            amount_ug=row.product.amount_ug(typed["quantity"]),
            note=typed["note"],
            idempotency_key=typed["token"],
        )

    said = {"what": SupplyKind(row.kind).label, "amount": entry_amount(row)}
    words = {
        "title": _("Correct a row of the ledger"),
        "text": _("It says: %(what)s, %(amount)s.") % said,
        "done": _("The row is corrected."),
    }
    return _page(request, row.patient, form, write, words)


@requires(Capability.RECORD_SUPPLY)
@require_http_methods(METHODS)
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a prescription: cancelled, replaced, or recorded by mistake."""
    paper = prescription_by_public_id(public_id)
    if paper is None:
        raise Http404
    form = PrescriptionEndForm(_data(request))

    def write() -> None:
        reason = form.cleaned_data["reason"]
        prescription_end(prescription=paper, by=request.user, now=timezone.now(), reason=reason)

    said = {"pharmacy": paper.pharmacy, "prescriber": paper.prescriber_name}
    words = {
        "title": _("End a prescription"),
        "text": _("Issued by %(prescriber)s for %(pharmacy)s.") % said,
        "done": _("The prescription no longer counts."),
    }
    return _page(request, paper.patient, form, write, words)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _products(patient: Patient, papers: Any = None) -> list[tuple[Product, str]]:
    """What may be chosen: the plan's product first, then whatever else is known."""
    supply = Supply(PatientCase(patient, timezone.now()))
    return product_choices(supply, prescriptions_of(patient) if papers is None else papers)


def _page(
    request: HttpRequest,
    patient: Patient,
    form: forms.Form,
    write: Callable[[], None],
    words: dict[str, str],
) -> HttpResponse:
    """Write what a valid form says; a refusal stands beside its field, with what was typed."""
    if form.is_valid():
        try:
            write()
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, words["done"])
            return redirect("clinic:supply", public_id=patient.public_id)
    context = {**words, "form": form, "patient": patient}
    return render(request, "monitoring/clinic/supply_form.html", context)
