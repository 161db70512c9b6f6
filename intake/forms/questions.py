"""The pages of screening questions, built from the questions themselves."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Answer
from intake.forms.fields import MonthField, chips
from intake.rules.questions import FollowUp, FollowUpKind, Question

CHOOSE = gettext_lazy("Choose one answer.")


class QuestionsForm(forms.Form):
    """Yes, no or not sure to each question of one page; more after a yes where it matters."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.layout = Layout(*(self._add(question) for question in self.questions))

    def _add(self, question: Question) -> Div:
        self.fields[question.key] = _answer_field(question)
        if question.follow_up is None:
            return Div(question.key, css_class="question")
        name = follow_up_name(question)
        self.fields[name] = _follow_up_field(question.follow_up)
        return Div(question.key, Div(name, css_class="question__then"), css_class="question")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            is_choice = question.follow_up and question.follow_up.kind == FollowUpKind.CHOICE
            is_yes = cleaned.get(question.key) == Answer.YES
            if is_choice and is_yes and not cleaned.get(follow_up_name(question)):
                self.add_error(follow_up_name(question), CHOOSE)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What the service stores, by question."""
        return {question.key: self._reply(question) for question in self.questions}

    def _reply(self, question: Question) -> dict[str, str]:
        reply = {"answer": self.cleaned_data[question.key]}
        if question.follow_up is not None:
            part = _PART[question.follow_up.kind]
            reply[part] = self.cleaned_data.get(follow_up_name(question), "")
        return reply


_PART = {FollowUpKind.MONTH: "month", FollowUpKind.CHOICE: "option", FollowUpKind.TEXT: "detail"}


def follow_up_name(question: Question) -> str:
    """The field that follows a yes, for example `stroke_tia_month`."""
    return f"{question.key}_{_PART[question.follow_up.kind]}" if question.follow_up else ""


def initial_of(questions: Sequence[Question], stored: dict[str, Any]) -> dict[str, Any]:
    """What was answered before, as the form's fields."""
    initial = {}
    for question in questions:
        reply = stored.get(question.key, {})
        initial[question.key] = reply.get("answer")
        if question.follow_up is not None:
            initial[follow_up_name(question)] = reply.get(_PART[question.follow_up.kind])
    return initial


def _answer_field(question: Question) -> forms.ChoiceField:
    choices = [Answer.YES, Answer.NO, Answer.NOT_SURE]
    choices += [Answer.NOT_APPLICABLE] if question.may_not_apply else []
    return forms.ChoiceField(
        label=_(question.text),
        help_text=_(question.hint) if question.hint else "",
        choices=[(choice.value, choice.label) for choice in choices],
        widget=chips(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


def _follow_up_field(follow_up: FollowUp) -> forms.Field:
    label = _(follow_up.text)
    if follow_up.kind == FollowUpKind.MONTH:
        hint = _("If you do not know, leave it empty; the clinic will ask you.")
        return MonthField(label=label, required=False, help_text=hint)
    if follow_up.kind == FollowUpKind.CHOICE:
        choices = [(option.key, _(option.label)) for option in follow_up.options]
        return ChoiceAfterYes(
            label=label, choices=choices, widget=chips(), error_messages={"invalid_choice": CHOOSE}
        )
    return forms.CharField(label=label, required=False, max_length=500)


class ChoiceAfterYes(forms.ChoiceField):
    """Needed after a yes, which the form sees to; after a no it stays empty."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)
