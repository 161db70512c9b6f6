"""The signature under a document."""

from django import forms
from django.utils.translation import gettext_lazy


class ConsentForm(forms.Form):
    """A typed name and a tick; the hash says which text was on the page."""

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
