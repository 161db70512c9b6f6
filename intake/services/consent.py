"""Documents, signatures and their withdrawal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.choices import Section
from intake.models import (
    ConsentCopy,
    ConsentDocument,
    ConsentSignature,
    ConsentWithdrawal,
    Patient,
    SectionAnswers,
)
from intake.rules.consent import CONSENT_TEXTS, REQUIRED_CONSENTS, TeachBack, teach_back_of
from intake.rules.states import EDITABLE_BY_APPLICANT, IN_PROGRAMME
from intake.selectors import (
    consent_is_current,
    current_document,
    signature_in_force,
    signatures_in_force,
)
from intake.services.errors import (
    ApplicationFrozen,
    ConsentNotSigned,
    ConsentTextChanged,
    ReasonMissing,
    SignatureIncomplete,
    TeachBackWrong,
)
from intake.services.telling import consent_reminders_follow, consent_reminders_spread
from ketaclinic.accounts.access import AccessRefused, Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def consent_documents_install(*, now: datetime) -> list[ConsentDocument]:
    """Add the document versions that the code has and the database lacks; returns the new ones.

    Patients in the programme are told of a text that asks for a new signature.
    """
    known = set(ConsentDocument.objects.values_list("key", "version"))
    missing = [text for text in CONSENT_TEXTS if (text.key, text.version) not in known]
    new = ConsentDocument.objects.bulk_create(
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
    # The first texts of an empty database have nobody to sign them.
    if known:
        consent_reminders_spread(new, now=now)
    return new


@transaction.atomic
def consent_sign(
    *,
    patient: Patient,
    document: ConsentDocument,
    sha256: str,
    typed_name: str,
    is_intended: bool,
    teach_back: Mapping[str, str],
    ip_address: str | None,
    by: User,
    now: datetime,
) -> ConsentSignature:
    """Sign the text whose hash was on the page. Signing the same version again changes nothing.

    `teach_back` has the chosen option of each question of the document. Raises TeachBackWrong with
    the question's field, SignatureIncomplete, ConsentTextChanged or ApplicationFrozen.
    """
    locked = _own_patient(patient, by)
    known = signature_in_force(locked, document.key)
    if known is not None and known.document_id == document.pk:
        return known
    _refuse_unsignable(locked, document, sha256)
    understood = _understood(document, teach_back)
    if not typed_name.strip() or not is_intended:
        raise SignatureIncomplete(field="typed_name" if is_intended else "is_intended")
    signature = ConsentSignature(
        patient=locked,
        document=document,
        typed_name=typed_name.strip(),
        text_sha256=document.sha256,
        teach_back=understood,
        ip_address=ip_address,
        signed_at=now,
        signed_by=by,
    )
    return _store(signature)


def _understood(document: ConsentDocument, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each question with the right answer that was given, in the words that were on the screen."""
    asked = teach_back_of(document.key, document.version)
    return [_right_answer(question, given.get(question.key, "")) for question in asked]


def _right_answer(question: TeachBack, option: str) -> dict[str, Any]:
    if option != question.right:
        message = question.because if option else TeachBackWrong.message
        raise TeachBackWrong(message, field=f"teach_{question.key}")
    return {"asked": question.question, "answer": question.words(option)}


def _store(signature: ConsentSignature) -> ConsentSignature:
    signature.save()
    _keep_as_page(signature)
    consent_reminders_follow(signature.patient, now=signature.signed_at)
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
    """While the application is open, the signatures together are also its consent page."""
    patient = signature.patient
    if patient.state not in EDITABLE_BY_APPLICANT or not consent_is_current(patient):
        return
    signed = signatures_in_force(patient, REQUIRED_CONSENTS)
    SectionAnswers.objects.create(
        patient=patient,
        section=Section.CONSENT,
        answers={"documents": [_as_answer(signed[key]) for key in REQUIRED_CONSENTS]},
        recorded_at=signature.signed_at,
        recorded_by=signature.signed_by,
    )


def _as_answer(signature: ConsentSignature) -> dict[str, Any]:
    return {
        "document": signature.document.key,
        "title": signature.document.title,
        "version": signature.document.version,
        "sha256": signature.text_sha256,
        "typed_name": signature.typed_name,
        "signed_at": signature.signed_at.isoformat(),
    }


@transaction.atomic
def consent_withdraw(
    *, patient: Patient, key: str, by: User, now: datetime, reason: str = ""
) -> ConsentWithdrawal:
    """Take a signature back; from then on `care_blockers` names it and no dose is cleared.

    The patient needs no reason. Staff record what a patient told them, and say so in `reason`.
    """
    locked = _withdrawable(patient, by, reason)
    signature = signature_in_force(locked, key)
    if signature is None:
        raise ConsentNotSigned()
    withdrawal = ConsentWithdrawal.objects.create(
        signature=signature, reason=reason.strip(), withdrawn_at=now, withdrawn_by=by
    )
    event_record(
        verb="intake.consent_withdrawn",
        by=by,
        patient_id=locked.public_id,
        subject=withdrawal,
        details={"document": key},
    )
    return withdrawal


def _withdrawable(patient: Patient, by: User, reason: str) -> Patient:
    if patient.user_id == by.pk:
        return _own_patient(patient, by)
    ensure(by, Capability.RECORD_READINESS)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return Patient.objects.select_for_update().get(pk=patient.pk)


@transaction.atomic
def consent_copy_record(
    *, signature: ConsentSignature, sha256: str, by: User, now: datetime
) -> ConsentCopy:
    """Keep that this person took a copy with this hash; the same copy again is one record."""
    known = ConsentCopy.objects.filter(signature=signature, given_to=by, sha256=sha256).first()
    if known is not None:
        return known
    copy = ConsentCopy.objects.create(signature=signature, sha256=sha256, given_at=now, given_to=by)
    event_record(
        verb="intake.consent_copy_given",
        by=by,
        patient_id=signature.patient.public_id,
        subject=copy,
    )
    return copy
