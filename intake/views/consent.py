"""The consent page: the full text, then a name and a tick."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from intake.choices import Section
from intake.forms import ConsentForm
from intake.models import ConsentDocument, Patient
from intake.presenters.application import document_blocks, progress_at
from intake.rules.consent import REQUIRED_CONSENTS
from intake.selectors import (
    answers_in_force,
    consent_is_current,
    current_document,
    sections_of,
    signature_in_force,
)
from intake.services import consent_sign
from intake.views.pages import sent_data
from ketaclinic.audit.context import origin
from ketaclinic.errors import Refused


def consent_page(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Show the newest text in full, and store the signature under exactly that text."""
    document = current_document(REQUIRED_CONSENTS[0])
    if document is None:
        raise Http404
    form = ConsentForm(sent_data(request), initial={"sha256": document.sha256})
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_signed(request, patient, document, form)
    ):
        return redirect("intake:review")
    context = {
        "form": form,
        "document": document,
        "blocks": document_blocks(document.text),
        "signature": signature_in_force(patient, document.key),
        "is_current": consent_is_current(patient),
        "section": Section.CONSENT,
        "progress": progress_at(Section.CONSENT, sections_of(patient), answers_in_force(patient)),
    }
    return render(request, "intake/section_consent.html", context)


def _is_signed(
    request: HttpRequest, patient: Patient, document: ConsentDocument, form: ConsentForm
) -> bool:
    try:
        consent_sign(
            patient=patient,
            document=document,
            sha256=form.cleaned_data["sha256"],
            typed_name=form.cleaned_data["typed_name"],
            is_intended=form.cleaned_data["is_intended"],
            ip_address=origin.get().address or None,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
