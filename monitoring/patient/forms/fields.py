"""Fields that every page of the patient sends."""

import re
import uuid
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import chips

TOKEN = re.compile(r"[0-9a-zA-Z-]{8,64}")
YES, NO = "yes", "no"
YES_NO = [(NO, _("No")), (YES, _("Yes"))]
NONE = "none"


class TokenField(forms.CharField):
    """The identity of one submission: sent twice it is one record. It has no end date.

    A token that no page of ours made is replaced by a new one: the report is taken all the same.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=lambda: uuid.uuid4().hex, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(value or "")
        return text if TOKEN.fullmatch(text) else uuid.uuid4().hex


def sent_token(data: Mapping[str, Any]) -> str:
    """The token of a submission before its form is judged; empty when no page of ours made it."""
    text = str(data.get("token") or "")
    return text if TOKEN.fullmatch(text) else ""


_YES_OR_NO = forms.ChoiceField(
    choices=YES_NO, widget=chips(), error_messages={"required": _("Choose yes or no.")}
)


def yes_no_field(label: Any) -> forms.ChoiceField:
    """A question with two large answers, neither of them chosen.

    A copy, as Django's own fields of a form are: a check asks a dozen, and each is slow to make.
    """
    field = deepcopy(_YES_OR_NO)
    field.label = label
    return field


def tick_chips() -> forms.CheckboxSelectMultiple:
    """Checkboxes drawn as pills."""
    return forms.CheckboxSelectMultiple(attrs={"class": "chips"})
