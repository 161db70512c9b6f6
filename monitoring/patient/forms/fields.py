"""Fields that every page of the patient sends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dosing.forms.token import TOKEN, TokenField
from intake.forms.fields import chips

__all__ = ["TokenField", "sent_token", "tick_chips", "yes_no_field"]
YES, NO = "yes", "no"
YES_NO = [(NO, _("No")), (YES, _("Yes"))]
NONE = "none"


def sent_token(data: Mapping[str, Any]) -> str:
    """The token of a submission before its form is judged; empty when no page of ours made it."""
    text = str(data.get("token") or "")
    return text if TOKEN.fullmatch(text) else ""


def yes_no_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    """A question with two large answers, neither of them chosen."""
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=chips(),
        error_messages={"required": _("Choose yes or no.")},
        **kwargs,
    )


def tick_chips() -> forms.CheckboxSelectMultiple:
    """Checkboxes drawn as pills."""
    return forms.CheckboxSelectMultiple(attrs={"class": "chips"})
