"""Fields of the plan editor: exact amounts, times as people write them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*([ap])?\.?m?\.?", re.IGNORECASE)
NOON = 12


def chips() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "chips"})


def tick_chips() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "chips"})


class MilligramField(forms.DecimalField):
    """An exact amount in milligrams; never prefilled by anything but the draft itself."""

    def __init__(self, *, required_message: Any = None, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "chars-10"}
        wrong = _("Write an amount such as 25 or 12.5.")
        super().__init__(
            max_digits=9,
            decimal_places=3,
            min_value=Decimal("0.001"),
            widget=forms.TextInput(attrs=attrs),
            error_messages={
                "required": required_message or wrong,
                "invalid": wrong,
                "max_digits": wrong,
                "max_decimal_places": wrong,
                "max_whole_digits": wrong,
                "min_value": _("Write an amount above 0."),
            },
            **kwargs,
        )


class TimesField(forms.CharField):
    """Times of day as people write them: "08:00, 14:00, 20:00" or "8:00 am, 2:00 pm"."""

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        parts = [part.strip() for part in re.split(r"[,;\n]+", text) if part.strip()]
        return tuple(sorted(self._label(part) for part in parts))

    @staticmethod
    def _label(part: str) -> str:
        match = CLOCK.fullmatch(part)
        hour = int(match[1]) if match else -1
        if match and match[3]:
            is_half_day = 1 <= hour <= NOON
            hour = hour % NOON + (NOON if match[3].lower() == "p" else 0) if is_half_day else -1
        if match is None or not 0 <= hour < 2 * NOON or int(match[2]) >= 60:
            raise forms.ValidationError(
                gettext("“%(part)s” is not a time. Write times as 08:00, 14:00, 20:00."),
                params={"part": part},
            )
        return f"{hour:02}:{match[2]}"
