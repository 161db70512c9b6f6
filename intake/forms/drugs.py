"""Opioids taken now, and ketamine taken before."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Answer, KetamineRoute, OpioidTimes, TreatmentEffect
from intake.forms.fields import LineField, TextField
from intake.forms.parts import layout_of, lines, names_of, typed_rows, unmarked
from intake.forms.questions import QuestionsForm

MOST_OPIOIDS = 5
MOST_KETAMINE_USES = 4
OPIOID_PARTS = ("name", "amount", "times")
OPIOID_ROWS = [names_of("opioid", place, OPIOID_PARTS) for place in range(1, MOST_OPIOIDS + 1)]
USE_PARTS = ("route", "dose", "effect", "reaction")
USE_ROWS = [names_of("use", place, USE_PARTS) for place in range(1, MOST_KETAMINE_USES + 1)]
CHOOSE = ("", gettext_lazy("Choose"))
MISSING = {
    "name": gettext_lazy("Type the name of this medicine."),
    "amount": gettext_lazy("Type how much you take at a time, for example 10 mg."),
    "times": gettext_lazy("Choose how often you take it."),
}


class OpioidsForm(forms.Form):
    """Each opioid with its amount and how often, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, row in enumerate(OPIOID_ROWS, start=1):
            self.fields |= dict(zip(row, map(unmarked, _opioid_fields(place)), strict=True))
        self.fields["takes_none"] = forms.BooleanField(
            label=_("I take no opioid pain medicine"), required=False
        )
        self.order_fields(["takes_none"])
        rows = lines(self, OPIOID_ROWS, more=_("Add more opioids"))
        self.helper = layout_of("takes_none", rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = typed_rows(self, OPIOID_ROWS)
        for row in typed:
            self._refuse_gaps(row)
        has_text = bool(typed) or bool(self.errors)
        if has_text and cleaned.get("takes_none"):
            self.add_error("takes_none", _("You named an opioid. Untick this, or empty the boxes."))
        if not has_text and not cleaned.get("takes_none"):
            text = _("Type the name of the medicine, or tick that you take none.")
            self.add_error(OPIOID_ROWS[0][0], text)
        return cleaned

    def _refuse_gaps(self, row: Any) -> None:
        for name, part in zip(row, OPIOID_PARTS, strict=True):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, MISSING[part])

    def answers(self) -> dict[str, Any]:
        return {
            "opioids": [
                {p: self.cleaned_data[n] for n, p in zip(row, OPIOID_PARTS, strict=True)}
                for row in typed_rows(self, OPIOID_ROWS)
            ],
            "takes_none": self.cleaned_data["takes_none"],
        }


def opioids_initial(stored: dict[str, Any]) -> dict[str, Any]:
    """What was told before, as the form's fields."""
    told = _rows_initial(OPIOID_ROWS, OPIOID_PARTS, stored.get("opioids", []))
    return told | {"takes_none": stored.get("takes_none", False)}


def _opioid_fields(place: int) -> list[forms.Field]:
    def label(words: str) -> str:
        return _("Opioid %(place)s, %(what)s") % {"place": place, "what": words}

    return [
        LineField(label(_("name")), 80, required=False),
        LineField(
            label(_("how much at a time")),
            60,
            required=False,
            help_text=_("As on the label, for example 10 mg. Nothing else is needed."),
        ),
        _select(label(_("how often")), OpioidTimes.choices),
    ]


class KetamineForm(QuestionsForm):
    """Whether there was ketamine before; after a yes, each time that it was given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, row in enumerate(USE_ROWS, start=1):
            self.fields |= dict(zip(row, _use_fields(place), strict=True))
        question = self.helper.layout.fields[0]
        question.fields[-1].fields.append(lines(self, USE_ROWS, more=_("Add another treatment")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("prior_ketamine") != Answer.YES:
            return cleaned
        typed = typed_rows(self, USE_ROWS) or USE_ROWS[:1]
        for row in typed:
            if not cleaned.get(row[0]) and row[0] not in self.errors:
                self.add_error(row[0], _("Choose how it was given."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        is_yes = self.cleaned_data["prior_ketamine"] == Answer.YES
        rows = typed_rows(self, USE_ROWS) if is_yes else []
        uses = [
            {part: self.cleaned_data[name] for name, part in zip(row, USE_PARTS, strict=True)}
            for row in rows
        ]
        return super().answers() | {"uses": uses}


def ketamine_initial(stored: dict[str, Any]) -> dict[str, Any]:
    """What was told before, as the form's fields."""
    return _rows_initial(USE_ROWS, USE_PARTS, stored.get("uses", []))


def _use_fields(place: int) -> list[forms.Field]:
    def label(words: str) -> str:
        return _("Treatment %(place)s, %(what)s") % {"place": place, "what": words}

    effects = [choice for choice in TreatmentEffect.choices if choice[0] != "not_tried"]
    return [
        unmarked(_select(label(_("how it was given")), KetamineRoute.choices)),
        LineField(
            label(_("dose")),
            120,
            required=False,
            help_text=_("In your own words, for example 50 mg twice a week for 3 months."),
        ),
        _select(label(_("what it did to the pain")), effects),
        TextField(
            label(_("bad reactions")),
            500,
            rows=2,
            required=False,
            help_text=_("What happened? Leave it empty if there was none."),
        ),
    ]


def _select(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[CHOOSE, *choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one answer.")},
    )


def _rows_initial(rows: Any, parts: Any, told: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        name: line.get(part, "")
        for row, line in zip(rows, told, strict=False)
        for name, part in zip(row, parts, strict=True)
    }
