"""The one form that asks any questionnaire, alone or before other questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, LayoutObject
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from intake.forms.fields import chips
from intake.forms.questions import CHOOSE, QuestionsForm
from intake.rules.instruments import (
    InstrumentDefinition,
    Item,
    alarms,
    answers_from,
    blank_items,
)
from intake.rules.instruments.scoring import LONGEST_TEXT
from intake.rules.questions import Question


class InstrumentForm(QuestionsForm):
    """Every item of one questionnaire, then the questions of the same page if there are any.

    A blank item is asked again, unless another answer must be kept at once: then the page is
    saved as it is, and comes back with what is still open.
    """

    def __init__(
        self,
        *args: Any,
        definition: InstrumentDefinition,
        questions: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        self.definition = definition
        super().__init__(*args, questions=questions, **kwargs)
        self.fields = {
            **{item.key: item_field(item) for item in definition.items},
            **self.fields,
        }
        self.helper.layout.fields = [*self._layout(), *self.helper.layout.fields]

    def _layout(self) -> list[LayoutObject]:
        """What follows from one answer stands under it; what follows from any, after them all."""
        followers = {item.key: item for item in self.definition.items if item.asked_if}
        under = {
            item.asked_if.keys[0]: item
            for item in followers.values()
            if item.asked_if and len(item.asked_if.keys) == 1
        }
        first = [item for item in self.definition.items if item.key not in followers]
        last = [item for item in followers.values() if item not in under.values()]
        stem = [HTML(format_html('<p class="lead">{}</p>', _(self.definition.stem)))]
        asked = [_question(item.key, under.get(item.key)) for item in first]
        then = [Div(item.key, css_class="question items__then") for item in last]
        return [*(stem if self.definition.stem else []), Div(*asked, *then, css_class="items")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = self.instrument_answers()
        if not alarms(self.definition, given):
            for item in blank_items(self.definition, given):
                if item.key not in self.errors:
                    self.add_error(item.key, CHOOSE)
        return cleaned

    def instrument_answers(self) -> dict[str, Any]:
        """The questionnaire's own answers; what is blank or wrong is None."""
        return answers_from(self.definition, self.cleaned_data)

    def answers(self) -> dict[str, Any]:
        return {**self.instrument_answers(), **super().answers()}


class ItemField(forms.TypedChoiceField):
    """Gives the choice's own value; the form sees to what may stay blank."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


def initial_answers(definition: InstrumentDefinition, stored: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered before, as the form's fields."""
    return {item.key: stored.get(item.key) for item in definition.items}


def _question(key: str, follower: Item | None) -> Div:
    then = [Div(follower.key, css_class="question__then")] if follower else []
    return Div(key, *then, css_class="question")


def item_field(item: Item) -> forms.Field:
    """One item of a questionnaire in the wording of its one definition."""
    if not item.choices:
        area = forms.Textarea(attrs={"rows": 3})
        text = _(item.text)
        return forms.CharField(label=text, max_length=LONGEST_TEXT, required=False, widget=area)
    values = {str(choice.value): choice.value for choice in item.choices}
    return ItemField(
        label=_(item.text),
        help_text=_hint(item),
        choices=[(choice.value, _(choice.label)) for choice in item.choices],
        coerce=values.__getitem__,
        empty_value=None,
        required=item.is_required,
        widget=_widget(item),
        error_messages={"invalid_choice": CHOOSE},
    )


def _hint(item: Item) -> str:
    scale = f"{_(item.low_words)} – {_(item.high_words)}" if item.low_words else ""
    return scale or (_(item.hint) if item.hint else "")


def _widget(item: Item) -> forms.RadioSelect:
    """A row of numbers where there are only numbers; a step of a long form goes on without an
    answer that nobody has to give."""
    widget = chips()
    if item.low_words:
        widget.attrs["class"] = "chips chips--numbers"
    if not item.is_required:
        widget.attrs["data-optional"] = True
    return widget
