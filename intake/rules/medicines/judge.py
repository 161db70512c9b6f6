"""What the table says to a list of medicines, and to one change of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from intake.choices import Action, MedicineChangeKind, Severity
from intake.rules.facts import Finding, ListedMedicine
from intake.rules.medicines.classes import (
    CLASS_BY_KEY,
    CLASSES,
    SEVERITY_ORDER,
    MedicineClass,
    classes_for,
)

TAKEN = frozenset({MedicineChangeKind.ADDED, MedicineChangeKind.CHANGED})
NEEDS_PERSON = frozenset({Severity.BLOCK, Severity.MAJOR, Severity.MODERATE})


def interaction_findings(medicines: Sequence[ListedMedicine]) -> list[Finding]:
    """One finding for each class on the list, the most severe class first."""
    by_class: dict[str, list[ListedMedicine]] = {}
    for medicine in medicines:
        for each in classes_for(medicine.class_keys):
            by_class.setdefault(each.key, []).append(medicine)
    order = {each.key: place for place, each in enumerate(classes_for(tuple(by_class)))}
    keys = sorted(by_class, key=order.__getitem__)
    return [_finding(CLASS_BY_KEY[key], by_class[key]) for key in keys]


def _finding(each: MedicineClass, medicines: Sequence[ListedMedicine]) -> Finding:
    names = [medicine.words for medicine in medicines]
    return Finding(
        key=each.key,
        action=each.action,
        facts={"medicines": names, "severity": str(each.severity)},
        sentence=f"{each.label}: {', '.join(names)}. {each.effect}.",
        source=each.source,
    )


@dataclass(frozen=True)
class ChangeFinding:
    """What one change of the list means by one class."""

    key: str
    severity: Severity
    sentence: str
    source: str
    is_inducer_stopped: bool = False
    is_inhibitor_started: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "severity": str(self.severity),
            "sentence": self.sentence,
            "source": self.source,
            "is_inducer_stopped": self.is_inducer_stopped,
            "is_inhibitor_started": self.is_inhibitor_started,
        }


def change_findings(kind: str, medicine: ListedMedicine) -> list[ChangeFinding]:
    """What the table says to a medicine that was added, changed, stopped or struck out."""
    return [_said(kind, medicine, each) for each in classes_for(medicine.class_keys)]


def _said(kind: str, medicine: ListedMedicine, each: MedicineClass) -> ChangeFinding:
    """What is no longer taken blocks nothing, but its going is as large a change as its coming."""
    is_taken = kind in TAKEN
    severity = each.severity
    if not is_taken and severity is Severity.BLOCK:
        severity = Severity.MAJOR
    is_jump = each.is_inducer and not is_taken
    what = "The level of ketamine jumps when it is stopped" if is_jump else each.effect
    return ChangeFinding(
        key=each.key,
        severity=severity,
        sentence=f"{each.label}: {medicine.words}. {what}.",
        source=each.source,
        is_inducer_stopped=is_jump,
        is_inhibitor_started=each.is_inhibitor and is_taken,
    )


def strictest_severity(findings: Iterable[ChangeFinding]) -> Severity:
    """The most urgent of several; nothing found is only to know."""
    found = [finding.severity for finding in findings]
    return min(found, key=SEVERITY_ORDER.index, default=Severity.INFO)


def strictest_action(findings: Iterable[Finding]) -> Action | None:
    """The most urgent action of several findings."""
    actions = list(Action)
    return min((f.action for f in findings), key=actions.index, default=None)


def needs_review(findings: Iterable[ChangeFinding]) -> bool:
    """Whether a clinician must read the change."""
    rows = list(findings)
    return strictest_severity(rows) in NEEDS_PERSON or any(r.is_inhibitor_started for r in rows)


def lowers_start(class_keys: Iterable[str]) -> list[MedicineClass]:
    """The classes on the list for which a first dose is lower."""
    held = {"opioid", "benzodiazepine"}
    keys = set(class_keys)
    return [
        each for each in CLASSES if each.key in keys and (each.is_inhibitor or each.key in held)
    ]
