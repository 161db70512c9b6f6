"""The medicine list: whether it is whole, one more line, and what becomes of a line."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms.questions import QuestionsForm

NAMES_LIST_ID = "medicine-names"
AS_TYPED = "as-typed"
LONGEST = gettext_lazy("Use at most 200 letters.")


class MedicinesForm(QuestionsForm):
    """The questions about medicines, and the word of the applicant that the list is whole."""

    def __init__(self, *args: Any, has_lines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_lines = has_lines
        self.lines: Sequence[Any] = ()
        self.names: Sequence[str] = ()
        self.adding: forms.Form | None = None
        self.fields["takes_none"] = forms.BooleanField(
            label=_("I take no medicines at all"), required=False
        )
        self.order_fields(["takes_none"])
        self.helper.layout.fields.insert(0, "takes_none")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_lines and cleaned.get("takes_none"):
            text = _("Your list has medicines. Take them off it, or untick this.")
            self.add_error("takes_none", text)
        if not self.has_lines and not cleaned.get("takes_none"):
            text = _("Add your medicines, or tick that you take none.")
            self.add_error("takes_none", text)
        return cleaned

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"takes_none": self.cleaned_data["takes_none"]}


class MedicineAddForm(forms.Form):
    """One medicine. `find` says what a name may mean; only the person who types decides."""

    name = forms.CharField(
        label=gettext_lazy("Name of the medicine"),
        max_length=200,
        help_text=gettext_lazy("As it stands on the box. Brand or medicine, both are fine."),
        error_messages={
            "required": gettext_lazy("Type the name of the medicine."),
            "max_length": LONGEST,
        },
        widget=forms.TextInput(
            attrs={"list": NAMES_LIST_ID, "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    dose = forms.CharField(
        label=gettext_lazy("How much and how often"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: 300 mg, three times a day. Empty if you do not know."),
        error_messages={"max_length": LONGEST},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, find: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        self._ask(str(self.data.get(self.add_prefix("name"), "")) if self.is_bound else "")

    def _ask(self, typed: str) -> None:
        """Put the names that come near into the form, where there are any to choose from."""
        found = self.find(typed) if typed.strip() else None
        self.entry_key = found.entry.key if found and found.entry else ""
        near = found.suggestions if found and not self.entry_key else ()
        if not near:
            return
        choices = [(each.entry.key, each.words) for each in near]
        choices.append((AS_TYPED, _("None of these: keep “%(name)s”") % {"name": typed.strip()}))
        self.fields["entry"] = forms.ChoiceField(
            label=_("Which one is it?"),
            choices=choices,
            widget=forms.RadioSelect,
            help_text=_("Look at the box. Names can look alike."),
            error_messages={
                "invalid_choice": _("Choose one of the names."),
                "required": _("Choose one, or keep what you typed."),
            },
        )
        self.order_fields(["name", "entry"])

    def line(self) -> dict[str, str]:
        """What the service writes."""
        chosen = self.cleaned_data.get("entry", "")
        entry_key = self.entry_key or ("" if chosen == AS_TYPED else chosen)
        cleaned = self.cleaned_data
        return {"name": cleaned["name"], "dose": cleaned["dose"], "entry_key": entry_key}


class MedicineDoseForm(forms.Form):
    """Another dose of the same medicine."""

    dose = forms.CharField(
        label=gettext_lazy("How much and how often"),
        max_length=200,
        required=False,
        error_messages={"max_length": LONGEST},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MedicineStopForm(forms.Form):
    """The last day on which it was taken."""

    stopped_on = forms.DateField(
        label=gettext_lazy("Last day you took it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like this: 2026-05-31."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stopped_on"].widget.attrs["max"] = today.isoformat()


class MedicineReviewForm(forms.Form):
    """What a clinician decided about a change of the list."""

    note = forms.CharField(
        label=gettext_lazy("What you decided, and why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write a note.")},
    )
