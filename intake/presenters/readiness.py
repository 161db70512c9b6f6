"""The readiness list in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import Answer
from intake.models import ConsentSignature, Patient, ReadinessGate, WeightMeasurement
from intake.rules.questions import BY_KEY
from intake.rules.questions.home import AT_HOME
from intake.rules.readiness import GATES_BY_KEY


@dataclass(frozen=True)
class ClosedRow:
    """One gate that is closed: what, how, when, by whom."""

    label: str
    outcome: str
    done_on: date | None
    note: str
    closed_at: datetime | None
    closed_by: str


def closed_rows(gates: list[ReadinessGate]) -> list[ClosedRow]:
    """The closed gates, in the order of the list."""
    return [
        ClosedRow(
            label=_(GATES_BY_KEY[gate.key].label),
            outcome=str(gate.get_outcome_display()),
            done_on=gate.done_on,
            note=gate.note,
            closed_at=gate.closed_at,
            closed_by=str(gate.closed_by),
        )
        for gate in gates
        if gate.closed_at is not None and gate.key in GATES_BY_KEY
    ]


def evidence_words(
    patient: Patient, weight: WeightMeasurement | None, signature: ConsentSignature | None
) -> Mapping[str, str]:
    """What the record already shows for a gate, by its key."""
    shown = {
        "has_phone": patient.phone,
        "emergency_address_on_file": f"{patient.address_line}, {patient.city}",
    }
    if weight is not None:
        kilograms = f"{weight.weight_g / 1000:.1f} kg"
        shown["baseline_weight"] = f"{kilograms}, {date_format(weight.measured_at)}"
    if signature is not None:
        words = _("version %(version)s, signed %(date)s")
        shown["consent_signed_current_version"] = words % {
            "version": signature.document.version,
            "date": date_format(signature.signed_at),
        }
    return {key: text for key, text in shown.items() if text.strip(", ")}


def told_words(stored: Mapping[str, Any]) -> Mapping[str, str]:
    """What the applicant answered about each gate; it closes none."""
    told = {q.key: _answer(stored, q.key) for q in AT_HOME if q.key in GATES_BY_KEY}
    risks = [
        f"{_(BY_KEY[key].label)}: {words}"
        for key in ("children_or_pets_at_home", "others_might_take_it")
        if (words := _answer(stored, key))
    ]
    storage = told.get("locked_storage_confirmed", "")
    told["locked_storage_confirmed"] = "; ".join(part for part in (storage, *risks) if part)
    return {key: words for key, words in told.items() if words}


def _answer(stored: Mapping[str, Any], key: str) -> str:
    answer = stored.get(key, {}).get("answer")
    return str(Answer(answer).label) if answer else ""
