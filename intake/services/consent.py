"""Documents, signatures and their withdrawal."""

from datetime import datetime

from django.db import transaction

from intake.choices import Section
from intake.models import (
    ConsentDocument,
    ConsentSignature,
    ConsentWithdrawal,
    Patient,
    SectionAnswers,
)
from intake.rules.consent import CONSENT_TEXTS
from intake.rules.states import EDITABLE_BY_APPLICANT, IN_PROGRAMME
from intake.selectors import current_document, signature_in_force
from intake.services.errors import (
    ApplicationFrozen,
    ConsentNotSigned,
    ConsentTextChanged,
    SignatureIncomplete,
)
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def consent_documents_install(*, now: datetime) -> list[ConsentDocument]:
    """Add the document versions that the code has and the database lacks; returns the new ones."""
    known = set(ConsentDocument.objects.values_list("key", "version"))
    missing = [text for text in CONSENT_TEXTS if (text.key, text.version) not in known]
    return ConsentDocument.objects.bulk_create(
        ConsentDocument(
            key=text.key,
            version=text.version,
            title=text.title,
            text=text.text,
            sha256=text.sha256,
            is_material=text.is_material,
            installed_at=now,
        )
        for text in missing
    )


@transaction.atomic
def consent_sign(
    *,
    patient: Patient,
    document: ConsentDocument,
    sha256: str,
    typed_name: str,
    is_intended: bool,
    ip_address: str | None,
    by: User,
    now: datetime,
) -> ConsentSignature:
    """Sign the text whose hash was on the page. Signing the same version again changes nothing."""
    locked = _own_patient(patient, by)
    known = signature_in_force(locked, document.key)
    if known is not None and known.document_id == document.pk:
        return known
    _refuse_unsignable(locked, document, sha256)
    if not typed_name.strip() or not is_intended:
        raise SignatureIncomplete(field="typed_name" if is_intended else "is_intended")
    signature = ConsentSignature(
        patient=locked,
        document=document,
        typed_name=typed_name.strip(),
        text_sha256=document.sha256,
        ip_address=ip_address,
        signed_at=now,
        signed_by=by,
    )
    return _store(signature)


def _store(signature: ConsentSignature) -> ConsentSignature:
    signature.save()
    _keep_as_page(signature)
    document = signature.document
    event_record(
        verb="intake.consent_signed",
        by=signature.signed_by,
        patient_id=signature.patient.public_id,
        subject=signature,
        details={"document": document.key, "version": document.version},
    )
    return signature


def _own_patient(patient: Patient, by: User) -> Patient:
    ensure(by, Capability.OWN_RECORD)
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    if locked.user_id != by.pk:
        raise AccessRefused()
    return locked


def _refuse_unsignable(patient: Patient, document: ConsentDocument, sha256: str) -> None:
    if patient.state not in EDITABLE_BY_APPLICANT | IN_PROGRAMME:
        raise ApplicationFrozen()
    if current_document(document.key) != document or sha256 != document.sha256:
        raise ConsentTextChanged()


def _keep_as_page(signature: ConsentSignature) -> None:
    """While the application is open the signature is also its consent page."""
    if signature.patient.state not in EDITABLE_BY_APPLICANT:
        return
    SectionAnswers.objects.create(
        patient=signature.patient,
        section=Section.CONSENT,
        answers={
            "document": signature.document.key,
            "version": signature.document.version,
            "sha256": signature.text_sha256,
            "typed_name": signature.typed_name,
            "signed_at": signature.signed_at.isoformat(),
        },
        recorded_at=signature.signed_at,
        recorded_by=signature.signed_by,
    )


@transaction.atomic
def consent_withdraw(
    *, patient: Patient, key: str, by: User, now: datetime, reason: str = ""
) -> ConsentWithdrawal:
    """Take a signature back; from then on `care_blockers` names it and no dose is cleared."""
    locked = _own_patient(patient, by)
    signature = signature_in_force(locked, key)
    if signature is None:
        raise ConsentNotSigned()
    withdrawal = ConsentWithdrawal.objects.create(
        signature=signature, reason=reason, withdrawn_at=now, withdrawn_by=by
    )
    event_record(
        verb="intake.consent_withdrawn",
        by=by,
        patient_id=locked.public_id,
        subject=withdrawal,
        details={"document": key},
    )
    return withdrawal
