"""The pain, and what was tried against it."""

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import BodyArea, TreatmentEffect
from intake.forms.fields import LineField, MonthField, TextField
from intake.forms.parts import Heading, layout_of, lines, unmarked
from intake.forms.questions import QuestionsForm
from intake.rules.history.conditions import CONDITIONS
from intake.rules.history.treatments import TREATMENTS, Kind, Treatment

MOST_CONDITIONS = 6
CONDITION_BOXES = [f"condition_{place}" for place in range(1, MOST_CONDITIONS + 1)]
CONDITION_LIST = (
    '{% include "intake/_condition_list.html" with conditions=form.known_conditions only %}'
)
CHOOSE_EFFECT = [("", gettext_lazy("Choose")), *TreatmentEffect.choices]
HEADINGS = {
    Kind.MEDICINE: gettext_lazy("Medicines"),
    Kind.PROCEDURE: gettext_lazy("Procedures"),
    Kind.OTHER: gettext_lazy("Other treatments"),
}


class PainStoryForm(QuestionsForm):
    """Conditions, since when, where, and the signs of nerve pain."""

    known_conditions = CONDITIONS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signs = list(self.fields)
        self.fields |= {
            name: unmarked(_condition_field(place))
            for place, name in enumerate(CONDITION_BOXES, start=1)
        }
        self.fields["has_no_diagnosis"] = forms.BooleanField(
            label=_("I have no diagnosis, or I am not sure"), required=False
        )
        self.fields["began"] = _began_field()
        self.fields["areas"] = _areas_field()
        self.fields["where"] = TextField(
            _("Say more about where it hurts, if you like"), 500, rows=3, required=False
        )
        self.order_fields([name for name in self.fields if name not in signs])
        self.helper = layout_of(*self._story(), *self.helper.layout.fields)

    def _story(self) -> list[Any]:
        boxes = [[name] for name in CONDITION_BOXES]
        return [
            HTML(CONDITION_LIST),
            lines(self, boxes, more=_("Add more conditions"), first=2),
            "has_no_diagnosis",
            "began",
            "areas",
            "where",
            Heading(_("What does the pain feel like?")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(name in self.errors for name in CONDITION_BOXES):
            return cleaned
        has_none = cleaned.get("has_no_diagnosis")
        if self._named() and has_none:
            text = _("You named a condition. Untick this, or empty the boxes.")
            self.add_error("has_no_diagnosis", text)
        if not self._named() and not has_none:
            text = _("Name a condition, or tick that you have no diagnosis.")
            self.add_error(CONDITION_BOXES[0], text)
        return cleaned

    def _named(self) -> list[str]:
        return [text for name in CONDITION_BOXES if (text := self.cleaned_data.get(name, ""))]

    def answers(self) -> dict[str, Any]:
        return super().answers() | {
            "conditions": [{"text": text} for text in self._named()],
            "has_no_diagnosis": self.cleaned_data["has_no_diagnosis"],
            "began": self.cleaned_data["began"],
            "areas": self.cleaned_data["areas"],
            "where": self.cleaned_data["where"],
        }


def pain_initial(stored: dict[str, Any]) -> dict[str, Any]:
    """What was told before, as the form's fields."""
    named = [condition["text"] for condition in stored.get("conditions", [])]
    return {
        **dict(zip(CONDITION_BOXES, named, strict=False)),
        **{k: stored.get(k) for k in ("has_no_diagnosis", "began", "areas", "where")},
    }


def _condition_field(place: int) -> forms.CharField:
    hint = _(
        "Begin to type and pick from the list, for example sciatica or fibromyalgia. If it is not "
        "there, write it in your own words."
    )
    field = LineField(
        _("Which condition causes your pain?") if place == 1 else _("Condition %s") % place,
        120,
        required=False,
        help_text=hint if place == 1 else "",
    )
    field.widget.attrs["list"] = "condition-list"
    return field


def _began_field() -> MonthField:
    return MonthField(
        label=_("When did the pain begin?"),
        required=False,
        help_text=_(
            "Your best guess is fine: if you know only the year, choose any month. If you do not "
            "know at all, leave it empty; the clinic will ask you."
        ),
    )


def _areas_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Where does it hurt?"),
        choices=BodyArea.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": _("Choose at least one place.")},
    )


class TreatmentsForm(forms.Form):
    """What each treatment did; one that is left open stays open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for treatment in TREATMENTS:
            self.fields[_tried(treatment)] = unmarked(_effect_field(treatment))
        self.fields["other"] = TextField(
            _("Anything else that you tried, and what it did"), 1000, rows=4, required=False
        )
        self.helper = layout_of(*self._groups(), "other")

    def _groups(self) -> list[Any]:
        parts: list[Any] = []
        for kind, heading in HEADINGS.items():
            parts.append(Heading(heading))
            parts += [_tried(treatment) for treatment in TREATMENTS if treatment.kind is kind]
        return parts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            text = _("Answer at least one line. If you have tried nothing, choose “Not tried”.")
            self.add_error(_tried(TREATMENTS[0]), text)
        return cleaned

    def answers(self) -> dict[str, Any]:
        effects = {t.key: {"effect": self.cleaned_data[_tried(t)]} for t in TREATMENTS}
        return {"effects": effects, "other": self.cleaned_data["other"]}


def _effect_field(treatment: Treatment) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_(treatment.label),
        choices=CHOOSE_EFFECT,
        required=False,
        error_messages={"invalid_choice": _("Choose one answer.")},
    )


def treatments_initial(stored: dict[str, Any]) -> dict[str, Any]:
    """What was told before, as the form's fields."""
    effects = stored.get("effects", {})
    told = {_tried(t): effects.get(t.key, {}).get("effect", "") for t in TREATMENTS}
    return told | {"other": stored.get("other", "")}


def _tried(treatment: Treatment) -> str:
    return f"tried_{treatment.key}"
