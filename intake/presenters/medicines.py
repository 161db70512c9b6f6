"""The medicine list in words: for whoever takes them, and for a clinician with what they do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import MedicineChangeKind, PatientState, Severity
from intake.models import Medicine, MedicineChange
from intake.rules.facts import ListedMedicine
from intake.rules.medicines import CLASS_BY_KEY, UNKNOWN, classes_for

SEVERITY_KINDS = {
    Severity.BLOCK: "stop",
    Severity.MAJOR: "stop",
    Severity.MODERATE: "wait",
    Severity.INFO: "info",
}


@dataclass(frozen=True)
class Effect:
    """What one class does, as a clinician reads it."""

    kind: str
    word: str
    label: str
    sentence: str
    source: str


@dataclass(frozen=True)
class MedicineLine:
    """One line of the list; `is_unknown` says that a person checks it."""

    name: str
    dose: str
    taken_as: str
    is_unknown: bool
    effects: list[Effect]
    public_id: UUID | None = None
    ended: str = ""

    @property
    def kind(self) -> str:
        return self.effects[0].kind


def medicine_line(listed: ListedMedicine, medicine: Medicine | None = None) -> MedicineLine:
    """A line with what each of its classes does, the most severe first."""
    classes = classes_for(listed.class_keys)
    ended = medicine.stopped_on if medicine else None
    return MedicineLine(
        name=listed.name,
        dose=listed.dose,
        taken_as=listed.taken_as,
        is_unknown=UNKNOWN in listed.class_keys,
        effects=[
            Effect(
                kind=SEVERITY_KINDS[each.severity],
                word=str(each.severity.label),
                label=_(each.label),
                sentence=_(each.effect),
                source=each.source,
            )
            for each in classes
        ],
        public_id=medicine.public_id if medicine else None,
        ended=date_format(ended) if ended else "",
    )


def list_words(rows: Iterable[Any]) -> str:
    """A frozen list in one line, whatever version of the page froze it."""
    words = [row if isinstance(row, str) else _row_words(row) for row in rows]
    return "; ".join(words) or _("none")


def _row_words(row: dict[str, Any]) -> str:
    keys = ("name", "dose", "taken_as")
    name, dose, taken_as = (row.get(key, "") for key in keys)
    return ListedMedicine(name=name, dose=dose, taken_as=taken_as).words


@dataclass(frozen=True)
class ChangeRow:
    """One change that a clinician reads, with what the table said to it."""

    public_id: UUID
    what: str
    by: str
    at: datetime
    kind: str
    word: str
    sentences: list[tuple[str, str]]
    form: Any = None


def change_row(change: MedicineChange, form: Any = None) -> ChangeRow:
    """A change with its findings; `form` closes it, where this person may."""
    severity = Severity(change.severity)
    return ChangeRow(
        public_id=change.public_id,
        what=f"{MedicineChangeKind(change.kind).label}: {change.medicine.name_text}",
        by=change.changed_by.full_name,
        at=change.changed_at,
        kind=SEVERITY_KINDS[severity],
        word=str(severity.label),
        sentences=[(found["sentence"], found["source"]) for found in change.findings],
        form=form,
    )


@dataclass(frozen=True)
class Told:
    """One thing that is said at once after a change; `level` is that of Django's messages."""

    level: str
    text: str


def said_after(change: MedicineChange | None) -> Sequence[Told]:
    """What the person who changed the list is told."""
    if change is None:
        return [Told("info", _("Nothing changed: this is on the list already."))]
    told = _urgency(change) if change.patient.state != PatientState.DRAFT else []
    told.append(Told("success", _DONE[MedicineChangeKind(change.kind)]()))
    if change.kind in {MedicineChangeKind.ADDED, MedicineChangeKind.CHANGED}:
        told.extend(_advice(change))
    return told


_DONE = {
    MedicineChangeKind.ADDED: lambda: _("It is on the list."),
    MedicineChangeKind.CHANGED: lambda: _("The change is saved."),
    MedicineChangeKind.STOPPED: lambda: _("It is marked as stopped."),
    MedicineChangeKind.STRUCK_OUT: lambda: _("It is off the list."),
}


def _urgency(change: MedicineChange) -> list[Told]:
    if change.severity == Severity.BLOCK:
        text = _("Take no dose of ketamine until the clinic has called you.")
        return [Told("error", text)]
    if change.needs_review:
        return [Told("warning", _("The clinic will check this and may call you."))]
    return []


def _advice(change: MedicineChange) -> list[Told]:
    keys = [found["key"] for found in change.findings]
    advice = [CLASS_BY_KEY[key].advice for key in keys if key in CLASS_BY_KEY]
    told = [Told("info", _(text)) for text in dict.fromkeys(advice) if text]
    if UNKNOWN in keys:
        told.append(Told("info", _("A clinician checks this medicine by hand.")))
    return told
