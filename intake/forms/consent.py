"""The signature under a document, after its key points came across."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.rules.consent import TeachBack


class ConsentForm(forms.Form):
    """The teach-back, a tick and a typed name; the hash says which text was on the page."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_intended = forms.BooleanField(
        label=gettext_lazy("I have read this document, I understand it, and I agree to it."),
        error_messages={"required": gettext_lazy("Tick the box if you agree.")},
    )
    typed_name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=161,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Typing your name here is your signature."),
        error_messages={"required": gettext_lazy("Type your full name to sign.")},
    )

    def __init__(self, *args: Any, teach_back: Sequence[TeachBack] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teach_back = tuple(teach_back)
        asked = {field_of(each): _teach_back_field(each) for each in self.teach_back}
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Every wrong answer is named at once, with where to read again."""
        cleaned = super().clean() or {}
        for question in self.teach_back:
            chosen = cleaned.get(field_of(question))
            if chosen and chosen != question.right:
                self.add_error(field_of(question), _(question.because))
        return cleaned

    def answers(self) -> dict[str, str]:
        """The chosen option of each question, by its key."""
        return {each.key: self.cleaned_data[field_of(each)] for each in self.teach_back}


class WithdrawForm(forms.Form):
    """Taking a signature back needs no reason; one is welcome."""

    reason = forms.CharField(
        label=gettext_lazy("Would you like to say why? (You do not have to.)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def field_of(question: TeachBack) -> str:
    return f"teach_{question.key}"


def _teach_back_field(question: TeachBack) -> forms.ChoiceField:
    choose = gettext_lazy("Choose one answer. You can read the text again.")
    return forms.ChoiceField(
        label=_(question.question),
        choices=[(key, _(words)) for key, words in question.options],
        widget=forms.RadioSelect,
        error_messages={"required": choose, "invalid_choice": choose},
    )
