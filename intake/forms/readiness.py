"""The list of gates, to be ticked one by one or several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from intake.choices import GateOutcome
from intake.rules.readiness import Gate


@dataclass(frozen=True)
class TickedGate:
    """One gate as the form gives it."""

    key: str
    note: str
    done_on: Any
    outcome: str


@dataclass(frozen=True)
class GateFields:
    """One line of the page: the gate and its bound fields."""

    gate: Gate
    done: forms.BoundField
    not_applicable: forms.BoundField | None
    done_on: forms.BoundField | None
    note: forms.BoundField

    @property
    def label(self) -> str:
        return _(self.gate.label)

    @property
    def errors(self) -> list[str]:
        parts = [self.done, self.not_applicable, self.done_on, self.note]
        return [str(error) for part in parts if part is not None for error in part.errors]


class ReadinessForm(forms.Form):
    """One line a gate; only the lines that are ticked are recorded."""

    def __init__(self, *args: Any, gates: Sequence[Gate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gates = list(gates)
        for gate in self.gates:
            self._add(gate)

    def _add(self, gate: Gate) -> None:
        label = _(gate.label)
        self.fields[gate.key] = _tick(label)
        if gate.may_not_apply:
            self.fields[f"{gate.key}_na"] = _tick(_("%(gate)s: does not apply") % {"gate": label})
        if gate.needs_date:
            self.fields[f"{gate.key}_on"] = _date(_("%(gate)s: done on") % {"gate": label})
        note = _("%(gate)s: note") % {"gate": label}
        widget = forms.TextInput(attrs={"class": "form-control", "aria-label": note})
        self.fields[f"{gate.key}_note"] = forms.CharField(
            label=note, required=False, max_length=500, widget=widget
        )

    def lines(self) -> list[GateFields]:
        """The gates with their fields, for the page."""
        return [
            GateFields(
                gate,
                self[gate.key],
                self[f"{gate.key}_na"] if gate.may_not_apply else None,
                self[f"{gate.key}_on"] if gate.needs_date else None,
                self[f"{gate.key}_note"],
            )
            for gate in self.gates
        ]

    def ticked(self) -> list[TickedGate]:
        """The gates that were ticked."""
        return [
            TickedGate(
                key=gate.key,
                note=self.cleaned_data[f"{gate.key}_note"],
                done_on=self.cleaned_data.get(f"{gate.key}_on"),
                outcome=outcome,
            )
            for gate in self.gates
            if (outcome := self._outcome(gate))
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for gate in self.gates:
            if cleaned.get(gate.key) and cleaned.get(f"{gate.key}_na"):
                self.add_error(gate.key, _("Either done, or does not apply."))
        if not self.errors and not self.ticked():
            raise forms.ValidationError(_("Tick at least one line."))
        return cleaned

    def _outcome(self, gate: Gate) -> str:
        if self.cleaned_data.get(f"{gate.key}_na"):
            return GateOutcome.NOT_APPLICABLE
        return GateOutcome.DONE if self.cleaned_data.get(gate.key) else ""


def _tick(label: str) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "choice__input", "aria-label": label})
    return forms.BooleanField(label=label, required=False, widget=widget)


def _date(label: str) -> forms.DateField:
    attrs = {"type": "date", "class": "form-control", "aria-label": label}
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs=attrs, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a whole date, for example 10/05/2026.")},
    )
