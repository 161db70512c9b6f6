"""The medicine list of a patient, and which of its changes nobody has read yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from intake.choices import Severity
from intake.models import Medicine, MedicineChange, Patient
from intake.rules.facts import ListedMedicine
from intake.rules.medicines import ENTRY_BY_KEY, UNKNOWN, class_keys_of
from intake.selectors.measurements import current_medicines


def listed(medicine: Medicine) -> ListedMedicine:
    """One line as the rules read it, by the table of today; a lost entry keeps its classes."""
    entry = ENTRY_BY_KEY.get(medicine.entry_key)
    keys = class_keys_of(medicine.name_text, medicine.entry_key)
    kept = () if entry is not None else tuple(medicine.class_keys)
    is_same = entry is None or medicine.name_text.casefold() in {n.casefold() for n in entry.names}
    return ListedMedicine(
        name=medicine.name_text,
        class_keys=tuple(dict.fromkeys([*keys, *kept])) or (UNKNOWN,),
        dose=medicine.dose_text,
        taken_as="" if entry is None or is_same else entry.name,
    )


def listed_medicines(patient: Patient) -> tuple[ListedMedicine, ...]:
    """What the patient takes now, as the rules read it."""
    return tuple(listed(medicine) for medicine in current_medicines(patient))


def list_as_answers(medicines: Iterable[ListedMedicine]) -> list[dict[str, Any]]:
    """The list as it stands in the answers of an application."""
    return [
        {
            "name": each.name,
            "dose": each.dose,
            "taken_as": each.taken_as,
            "classes": list(each.class_keys),
        }
        for each in medicines
    ]


def list_from_answers(rows: Iterable[Mapping[str, Any]]) -> tuple[ListedMedicine, ...]:
    """The list as it was frozen with an application."""
    return tuple(
        ListedMedicine(
            name=row["name"],
            class_keys=tuple(row.get("classes", ())) or (UNKNOWN,),
            dose=row.get("dose", ""),
            taken_as=row.get("taken_as", ""),
        )
        for row in rows
    )


def ended_medicines(patient: Patient) -> QuerySet[Medicine]:
    """What the patient no longer takes, the newest end first; a struck-out line is not shown."""
    rows = Medicine.objects.filter(patient=patient, stopped_on__isnull=False)
    return rows.filter(struck_out_at__isnull=True).order_by("-stopped_on", "-id")


def medicine_of(patient: Patient, public_id: UUID) -> Medicine | None:
    """One line of this patient's list, ended or not."""
    return Medicine.objects.filter(patient=patient, public_id=public_id).first()


def medicine_by_public_id(public_id: UUID) -> Medicine | None:
    """One line of anybody's list, with its patient."""
    return Medicine.objects.select_related("patient__user").filter(public_id=public_id).first()


def unread_medicine_changes(patient: Patient) -> QuerySet[MedicineChange]:
    """Changes that a clinician must still read, the oldest first."""
    rows = MedicineChange.objects.filter(patient=patient, needs_review=True, review__isnull=True)
    return rows.select_related("medicine", "changed_by")


def medicine_changes_since(patient: Patient, since: datetime) -> QuerySet[MedicineChange]:
    """Changes in care that must be read: the recent ones, and whatever nobody has read yet."""
    recent = Q(changed_at__gte=since) | Q(review__isnull=True)
    rows = MedicineChange.objects.filter(recent, patient=patient, needs_review=True)
    return rows.select_related("medicine", "review")


def medicine_change_by_public_id(public_id: UUID) -> MedicineChange | None:
    """One change, with its medicine and its patient."""
    rows = MedicineChange.objects.select_related("medicine", "patient__user", "review")
    return rows.filter(public_id=public_id).first()


def unread_blocks(patient: Patient) -> QuerySet[MedicineChange]:
    """A medicine that must not meet ketamine came on the list, and nobody has read it."""
    return unread_medicine_changes(patient).filter(severity=Severity.BLOCK)


def has_unread_block(patient: Patient) -> bool:
    """Whether such a medicine waits for a clinician."""
    return unread_blocks(patient).exists()
