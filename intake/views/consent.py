"""Consent: each text in full, its teach-back, a name and a tick; later the copies and changes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.access import own_patient
from intake.choices import Section
from intake.forms import ConsentForm
from intake.models import ConsentDocument, ConsentSignature, Patient
from intake.presenters.application import document_blocks, progress_at
from intake.presenters.consent import agreement_lines, copy_name, signed_copy
from intake.rules.consent import teach_back_of
from intake.rules.states import EDITABLE_BY_APPLICANT, IN_PROGRAMME
from intake.selectors import (
    Agreement,
    agreements_of,
    answers_in_force,
    next_agreement,
    sections_of,
    signature_by_public_id,
)
from intake.services import consent_copy_record, consent_sign
from intake.views.pages import sent_data
from ketaclinic.accounts.access import Capability, requires
from ketaclinic.audit.context import origin
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.errors import Refused


def consent_page(request: HttpRequest, patient: Patient) -> HttpResponse:
    """One document after the other, as part of the application; then on to the review."""
    found = agreements_of(patient)
    if not found:
        raise Http404
    wanted = next((each for each in found if not each.is_current), None)
    form = _form_for(request, wanted)
    if form is not None and _is_signed(request, patient, wanted, form):
        return _after_signing(patient)
    context = {
        "form": form,
        "lines": agreement_lines(found),
        "number": found.index(wanted) + 1 if wanted else len(found),
        "count": len(found),
        "section": Section.CONSENT,
        "progress": progress_at(Section.CONSENT, sections_of(patient), answers_in_force(patient)),
        **_text_of(wanted),
    }
    return render(request, "intake/section_consent.html", context)


def _after_signing(patient: Patient) -> HttpResponse:
    if next_agreement(patient) is None:
        return redirect("intake:review")
    return redirect("intake:section", section=Section.CONSENT)


def _form_for(request: HttpRequest, agreement: Agreement | None) -> ConsentForm | None:
    if agreement is None:
        return None
    document = agreement.document
    return ConsentForm(
        sent_data(request),
        initial={"sha256": document.sha256},
        teach_back=teach_back_of(document.key, document.version),
    )


def _text_of(agreement: Agreement | None) -> dict[str, object]:
    if agreement is None:
        return {}
    document = agreement.document
    return {
        "document": document,
        "blocks": document_blocks(document.text),
        "changes": agreement.changes,
        "agreement": agreement,
    }


def _is_signed(
    request: HttpRequest, patient: Patient, agreement: Agreement | None, form: ConsentForm
) -> bool:
    if request.method != "POST" or agreement is None or not form.is_valid():
        return False
    try:
        _sign(request, patient, agreement.document, form)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _sign(
    request: HttpRequest, patient: Patient, document: ConsentDocument, form: ConsentForm
) -> ConsentSignature:
    return consent_sign(
        patient=patient,
        document=document,
        sha256=form.cleaned_data["sha256"],
        typed_name=form.cleaned_data["typed_name"],
        is_intended=form.cleaned_data["is_intended"],
        teach_back=form.answers(),
        ip_address=origin.get().address or None,
        by=request.user,
        now=timezone.now(),
    )


@require_safe
@requires(Capability.OWN_RECORD)
def agreements(request: HttpRequest) -> HttpResponse:
    """Everything the patient signed, what is new, their copies, and the way to take one back."""
    patient = own_patient(request)
    return render(
        request, "intake/agreements.html", {"lines": agreement_lines(agreements_of(patient))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.OWN_RECORD)
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """One document in full, what is new in it, and the signature when one is needed."""
    patient = own_patient(request)
    wanted = next((a for a in agreements_of(patient) if a.document.key == key), None)
    if wanted is None:
        raise Http404
    form = _form_for(request, wanted) if _may_sign(patient, wanted) else None
    if form is not None and _is_signed(request, patient, wanted, form):
        messages.success(request, _("Signed. Your copy is ready."))
        return redirect("intake:agreements")
    return render(request, "intake/agreement.html", {"form": form, **_text_of(wanted)})


def _may_sign(patient: Patient, wanted: Agreement) -> bool:
    return not wanted.is_current and patient.state in EDITABLE_BY_APPLICANT | IN_PROGRAMME


@require_safe
@requires(Capability.OWN_RECORD)
def agreement_copy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The signer's own copy as a PDF file."""
    signature = signature_by_public_id(public_id)
    if signature is None or signature.patient.user_id != request.user.pk:
        raise Http404
    return _copy(request, signature)


@require_safe
@requires(Capability.VIEW_PATIENTS)
def signed_document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same copy for the clinic, which may hand it out on paper."""
    signature = signature_by_public_id(public_id)
    if signature is None:
        raise Http404
    return _copy(request, signature)


def _copy(request: HttpRequest, signature: ConsentSignature) -> HttpResponse:
    copy = signed_copy(signature, clinic_settings().name)
    consent_copy_record(
        signature=signature, sha256=copy.sha256, by=request.user, now=timezone.now()
    )
    response = HttpResponse(copy.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{copy_name(signature)}"'
    return response
