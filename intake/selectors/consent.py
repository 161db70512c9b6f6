"""Which documents are in force, and whether a patient's signatures are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from intake.models import ConsentDocument, ConsentSignature, ConsentWithdrawal, Patient
from intake.rules.consent import REQUIRED_CONSENTS, TextChange, text_changes
from ketaclinic.statements import Statement, given_id


class ConsentStanding(StrEnum):
    CURRENT = "current"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Agreement:
    """One document as it stands for one patient: the newest text and the newest signature."""

    document: ConsentDocument
    signature: ConsentSignature | None
    standing: ConsentStanding

    @property
    def is_current(self) -> bool:
        return self.standing is ConsentStanding.CURRENT

    @property
    def changes(self) -> list[TextChange]:
        """What the newest text says differently from the one that was signed."""
        if self.signature is None or self.signature.document_id == self.document.pk:
            return []
        return text_changes(self.signature.document.text, self.document.text)


def current_document(key: str) -> ConsentDocument | None:
    """The newest version of a document."""
    return ConsentDocument.objects.filter(key=key).last()


def agreements_of(patient: Patient) -> list[Agreement]:
    """Every required document in the order of signing, with where it stands. Two queries."""
    signatures = _signatures(patient, REQUIRED_CONSENTS)
    versions: dict[str, list[ConsentDocument]] = {key: [] for key in REQUIRED_CONSENTS}
    for document in ConsentDocument.objects.filter(key__in=REQUIRED_CONSENTS).order_by("version"):
        versions[document.key].append(document)
    return [
        Agreement(found[-1], signatures.get(key), _standing(signatures.get(key), _needed(found)))
        for key, found in versions.items()
        if found
    ]


def _needed(versions: list[ConsentDocument]) -> int:
    """The newest material version; a minor one asks for no new signature."""
    return max((each.version for each in versions if each.is_material), default=1)


def next_agreement(patient: Patient) -> Agreement | None:
    """The first document that still has to be signed; None when all are."""
    return next((each for each in agreements_of(patient) if not each.is_current), None)


def signature_in_force(patient: Patient, key: str) -> ConsentSignature | None:
    """The patient's newest signature under any version of a document, if not withdrawn."""
    return signatures_in_force(patient, [key]).get(key)


def signatures_in_force(patient: Patient, keys: Iterable[str]) -> dict[str, ConsentSignature]:
    """The newest signature under each document, by its key, without those taken back."""
    found = _signatures(patient, keys)
    return {key: row for key, row in found.items() if not _is_withdrawn(row)}


def signature_by_public_id(public_id: UUID) -> ConsentSignature | None:
    """One signature with its document and its patient, withdrawn or not."""
    rows = ConsentSignature.objects.select_related("document", "patient__user", "signed_by")
    return rows.filter(public_id=public_id).first()


def consent_standing(patient: Patient) -> ConsentStanding:
    """Where the required consents stand; the first one that is not current decides. One query."""
    return standing_of(map(Signed._make, _SIGNED.all(patient=patient.pk)))


def standing_of(signatures: Iterable["Signed"]) -> ConsentStanding:
    """The same from what was read, the oldest signature first."""
    newest = {signed.key: signed for signed in signatures}
    standings = (_standing_of(newest.get(key)) for key in REQUIRED_CONSENTS)
    behind = (each for each in standings if each is not ConsentStanding.CURRENT)
    return next(behind, ConsentStanding.CURRENT)


def consent_is_current(patient: Patient) -> bool:
    """Whether every required document is signed in a version that still counts."""
    return consent_standing(patient) is ConsentStanding.CURRENT


class Signed(NamedTuple):
    """A signature as far as its standing asks; `withdrawal` None: it was not taken back."""

    key: str
    version: int
    withdrawal: int | None
    needed_version: int


def _standing(signature: ConsentSignature | None, needed_version: int) -> ConsentStanding:
    if signature is None:
        return ConsentStanding.MISSING
    withdrawal = signature.withdrawal.pk if _is_withdrawn(signature) else None
    document = signature.document
    return _standing_of(Signed(document.key, document.version, withdrawal, needed_version))


def _standing_of(signed: Signed | None) -> ConsentStanding:
    if signed is None:
        return ConsentStanding.MISSING
    if signed.withdrawal is not None:
        return ConsentStanding.WITHDRAWN
    if signed.version < signed.needed_version:
        return ConsentStanding.OUTDATED
    return ConsentStanding.CURRENT


def _is_withdrawn(signature: ConsentSignature) -> bool:
    return hasattr(signature, "withdrawal")


def _signatures(patient: Patient, keys: Iterable[str]) -> dict[str, Any]:
    """The newest signature of each document, with the oldest version that would still count."""
    rows = (
        ConsentSignature.objects.filter(patient=patient, document__key__in=list(keys))
        .annotate(needed_version=_needed_version())
        .select_related("document", "withdrawal")
        .defer("document__text")
        .order_by("id")
    )
    return {row.document.key: row for row in rows}


def _needed_version(path: str = "") -> Coalesce:
    """The newest material version of a signature's document; a minor one asks for nothing."""
    key = OuterRef(f"{path}document__key")
    versions = ConsentDocument.objects.filter(key=key, is_material=True)
    return Coalesce(Subquery(versions.order_by("-version").values("version")[:1]), 1)


def signed_columns(path: str = "") -> tuple[Any, ...]:
    """What a `Signed` is read from; `path` leads to the signature."""
    names = ("document__key", "document__version", "withdrawal")
    return (*(f"{path}{name}" for name in names), _needed_version(path))


def standing_withdrawals(patient: Patient, since: datetime) -> list[ConsentWithdrawal]:
    """What this patient took back since then and has not signed again, oldest first. One query."""
    newer = ConsentSignature.objects.filter(
        patient=patient,
        document__key=OuterRef("signature__document__key"),
        pk__gt=OuterRef("signature_id"),
    )
    rows = ConsentWithdrawal.objects.filter(signature__patient=patient, withdrawn_at__gte=since)
    return list(rows.filter(~Exists(newer)).select_related("signature__document"))


_SIGNED: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        ConsentSignature.objects.filter(patient=given_id("patient"))
        .order_by("id")
        .values_list(*signed_columns())
    )
)
