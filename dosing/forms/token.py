"""The identity of one submission."""

import re
import uuid
from typing import Any

from django import forms

TOKEN = re.compile(r"[0-9a-zA-Z-]{8,64}")


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
