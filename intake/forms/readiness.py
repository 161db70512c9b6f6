"""The list of gates, to be ticked one by one or several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    outcome: forms.BoundField
    done_on: forms.BoundField | None
    note: forms.BoundField


class ReadinessForm(forms.Form):
    """One line a gate; only the lines that are ticked are recorded."""

    def __init__(
        self, *args: Any, gates: Sequence[Gate], evidence: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gates = list(gates)
        for gate in self.gates:
            self.fields[gate.key] = _outcome_field(gate, evidence.get(gate.key, ""))
            if gate.needs_date:
                self.fields[f"{gate.key}_on"] = _date_field()
            self.fields[f"{gate.key}_note"] = forms.CharField(
                label=_("Note"), required=False, max_length=500
            )

    def lines(self) -> list[GateFields]:
        """The gates with their fields, for the page."""
        return [
            GateFields(
                gate,
                self[gate.key],
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
                outcome=self.cleaned_data[gate.key],
            )
            for gate in self.gates
            if self.cleaned_data[gate.key]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(gate.key) for gate in self.gates):
            raise forms.ValidationError(_("Tick at least one line."))
        return cleaned


def _outcome_field(gate: Gate, on_file: str) -> forms.ChoiceField:
    choices = [("", _("Open")), (GateOutcome.DONE.value, GateOutcome.DONE.label)]
    if gate.may_not_apply:
        choices.append((GateOutcome.NOT_APPLICABLE.value, GateOutcome.NOT_APPLICABLE.label))
    return forms.ChoiceField(
        label=_(gate.label),
        help_text=_("On file: %(words)s") % {"words": escape(on_file)} if on_file else "",
        choices=choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        initial="",
    )


def _date_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Done on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a whole date, for example 10/05/2026.")},
    )
