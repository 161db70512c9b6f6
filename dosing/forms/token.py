"""What every report carries besides its answers: its identity, and when it was said."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

TOKEN = re.compile(r"[0-9a-zA-Z-]{8,64}")


class TokenField(forms.CharField):
    """The identity of one submission: sent twice it is one record. It has no end date.

    A token that no page of ours made is replaced by a new one: the report is taken all the same.
    A browser must not fill an old one into a fresh page, for that would swallow a new report.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.HiddenInput(attrs={"autocomplete": "off"})
        initial = lambda: uuid.uuid4().hex  # noqa: E731
        super().__init__(required=False, initial=initial, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(value or "")
        return text if TOKEN.fullmatch(text) else uuid.uuid4().hex


class SaidAtField(forms.CharField):
    """The moment at which a report was sent from the page, by the server's clock.

    A phone without a network may deliver it days later. What cannot be read counts as not said.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.HiddenInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        try:
            moment = parse_datetime(str(value or ""))
        except ValueError:
            return None
        return moment if moment is not None and is_aware(moment) else None


def sent_token(data: Mapping[str, Any]) -> str:
    """The token of a submission before its form is judged; empty when no page of ours made it."""
    text = str(data.get("token") or "")
    return text if TOKEN.fullmatch(text) else ""
