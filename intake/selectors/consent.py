"""Which documents are in force, and whether a patient's signatures are."""

from collections.abc import Iterable
from enum import StrEnum

from intake.models import ConsentDocument, ConsentSignature, Patient
from intake.rules.consent import REQUIRED_CONSENTS


class ConsentStanding(StrEnum):
    CURRENT = "current"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


def current_document(key: str) -> ConsentDocument | None:
    """The newest version of a document."""
    return ConsentDocument.objects.filter(key=key).last()


def signature_in_force(patient: Patient, key: str) -> ConsentSignature | None:
    """The patient's newest signature under any version of a document, if not withdrawn."""
    newest = _signatures(patient, [key]).get(key)
    return None if newest is None or _is_withdrawn(newest) else newest


def consent_standing(patient: Patient) -> ConsentStanding:
    """Where the required consents stand; the first one that is not current decides."""
    signatures = _signatures(patient, REQUIRED_CONSENTS)
    needed = _oldest_acceptable_versions(REQUIRED_CONSENTS)
    for key in REQUIRED_CONSENTS:
        standing = _standing(signatures.get(key), needed.get(key, 1))
        if standing is not ConsentStanding.CURRENT:
            return standing
    return ConsentStanding.CURRENT


def consent_is_current(patient: Patient) -> bool:
    """Whether every required document is signed in a version that still counts."""
    return consent_standing(patient) is ConsentStanding.CURRENT


def _standing(signature: ConsentSignature | None, needed_version: int) -> ConsentStanding:
    if signature is None:
        return ConsentStanding.MISSING
    if _is_withdrawn(signature):
        return ConsentStanding.WITHDRAWN
    if signature.document.version < needed_version:
        return ConsentStanding.OUTDATED
    return ConsentStanding.CURRENT


def _is_withdrawn(signature: ConsentSignature) -> bool:
    return hasattr(signature, "withdrawal")


def _signatures(patient: Patient, keys: Iterable[str]) -> dict[str, ConsentSignature]:
    rows = (
        ConsentSignature.objects.filter(patient=patient, document__key__in=list(keys))
        .select_related("document", "withdrawal")
        .defer("document__text")
    )
    return {row.document.key: row for row in rows}


def _oldest_acceptable_versions(keys: Iterable[str]) -> dict[str, int]:
    """The newest material version of each document; a minor one asks for no new signature."""
    rows = ConsentDocument.objects.filter(key__in=list(keys), is_material=True)
    return dict(rows.order_by("version").values_list("key", "version"))
