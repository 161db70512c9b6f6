"""Fields that more than one form asks with, here and in the apps above."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.rules.dates import YearMonth
from intake.rules.policy import IntakePolicy
from intake.rules.vitals import LARGEST_DISPLAY, PressureReading, blood_pressure_problems
from intake.rules.writing import line_problem, name_problem, phone_problem, text_problem

CONFIRM_SALT = "intake.unusual-readings"
MONTHS = [("", gettext_lazy("Month"))] + [
    (str(number), name)
    for number, name in enumerate(
        (
            gettext_lazy("January"),
            gettext_lazy("February"),
            gettext_lazy("March"),
            gettext_lazy("April"),
            gettext_lazy("May"),
            gettext_lazy("June"),
            gettext_lazy("July"),
            gettext_lazy("August"),
            gettext_lazy("September"),
            gettext_lazy("October"),
            gettext_lazy("November"),
            gettext_lazy("December"),
        ),
        start=1,
    )
]


def chips() -> forms.RadioSelect:
    """Radio buttons drawn as pills."""
    return forms.RadioSelect(attrs={"class": "chips"})


def _by(problem: Callable[[str], str]) -> Callable[[str], None]:
    """A pure judgement of text as a field's validator."""

    def validate(value: str) -> None:
        found = problem(value)
        if found:
            raise forms.ValidationError(_(found))

    return validate


class TextField(forms.CharField):
    """Text in any script; `dir="auto"` lets each line run the way its letters do."""

    default_validators = [_by(text_problem)]

    def __init__(self, label: Any, length: int, autocomplete: str = "off", **kwargs: Any) -> None:
        missing = {"required": kwargs.pop("missing", gettext_lazy("This is needed."))}
        rows = kwargs.pop("rows", 0)
        attrs = {"autocomplete": autocomplete, "dir": "auto"}
        widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(
            label=label, max_length=length, widget=widget, error_messages=missing, **kwargs
        )


class LineField(TextField):
    """A line with at least one letter or number in it."""

    default_validators = [_by(line_problem)]


class NameField(TextField):
    """A person's name."""

    default_validators = [_by(name_problem)]


class PhoneField(forms.CharField):
    """A phone number as people write it; stored as they wrote it."""

    default_validators = [_by(phone_problem)]

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": kwargs.pop("autocomplete", "tel"), "class": "chars-20"}
        widget = forms.TextInput(attrs={"type": "tel", **attrs})
        words = kwargs.pop("missing", gettext_lazy("Type a phone number with its area code."))
        super().__init__(max_length=20, widget=widget, error_messages={"required": words}, **kwargs)


class MonthWidget(forms.MultiWidget):
    """A month by name and a year by number, which every phone and browser can do."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        year = {"inputmode": "numeric", "placeholder": gettext_lazy("Year"), "class": "chars-5"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "month": forms.Select(attrs={"aria-label": gettext_lazy("Month")}, choices=MONTHS),
            "year": forms.TextInput(attrs={"aria-label": gettext_lazy("Year"), **year}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: str | None) -> list[str | None]:
        if not value:
            return [None, None]
        month = YearMonth.parse(value)
        return [str(month.month), str(month.year)]


class MonthField(forms.MultiValueField):
    """Gives "2026-05", or an empty text when neither part is filled in."""

    widget = MonthWidget

    def __init__(self, **kwargs: Any) -> None:
        words = gettext_lazy("Write the year with four digits, for example 2024.")
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), words)
        fields = (
            forms.ChoiceField(choices=MONTHS, required=False),
            forms.IntegerField(min_value=1900, max_value=2200, error_messages=wrong),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def clean(self, value: Sequence[Any]) -> str:
        given = [part for part in (value or []) if part]
        if len(given) == 1:
            raise forms.ValidationError(_("Give both the month and the year."))
        return str(super().clean(value) or "")

    def compress(self, data_list: Sequence[Any]) -> str:
        if not data_list or not all(data_list):
            return ""
        return str(YearMonth(int(data_list[1]), int(data_list[0])))


class ReadingField(forms.IntegerField):
    """A whole number off a display; never prefilled."""

    def __init__(self, **kwargs: Any) -> None:
        message = gettext_lazy("Type the number that the display shows, from 1 to 399.")
        super().__init__(
            min_value=1,
            max_value=LARGEST_DISPLAY,
            error_messages={
                "invalid": message,
                "min_value": message,
                "max_value": message,
                "required": message,
            },
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )


class BloodPressurePairFields(forms.Form):
    """Two readings, a third if need be. An unusual reading is refused once and then believed.

    The readings that were refused travel signed in `refused`, so that only a reading that really
    was shown back and sent again counts as confirmed. The view passes `policy`.
    """

    systolic_1 = ReadingField(label=gettext_lazy("First reading, top number"))
    diastolic_1 = ReadingField(label=gettext_lazy("First reading, bottom number"))
    pulse_1 = ReadingField(label=gettext_lazy("First reading, pulse"), required=False)
    systolic_2 = ReadingField(label=gettext_lazy("Second reading, top number"))
    diastolic_2 = ReadingField(label=gettext_lazy("Second reading, bottom number"))
    pulse_2 = ReadingField(label=gettext_lazy("Second reading, pulse"), required=False)
    systolic_3 = ReadingField(label=gettext_lazy("Third reading, top number"), required=False)
    diastolic_3 = ReadingField(label=gettext_lazy("Third reading, bottom number"), required=False)
    pulse_3 = ReadingField(label=gettext_lazy("Third reading, pulse"), required=False)
    refused = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, policy: IntakePolicy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy or IntakePolicy()
        self.is_confirmed = False

    def readings(self) -> list[PressureReading]:
        """The readings that came through whole, in order."""
        found = []
        for place in (1, 2, 3):
            systolic, diastolic, pulse = self._parts(self.cleaned_data, place)
            if systolic is not None and diastolic is not None:
                found.append(PressureReading(systolic, diastolic, pulse))
        return found

    @staticmethod
    def _parts(cleaned: dict[str, Any], place: int) -> tuple[int | None, int | None, int | None]:
        systolic, diastolic, pulse = (
            cleaned.get(f"{name}_{place}") for name in ("systolic", "diastolic", "pulse")
        )
        return systolic, diastolic, pulse

    @property
    def shows_third(self) -> bool:
        """Whether the page asks for a third reading: it was asked for, or something was typed."""
        names = ("systolic_3", "diastolic_3", "pulse_3")
        return any(self.errors.get(name) or self[name].value() for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("systolic_3") is None) != (cleaned.get("diastolic_3") is None):
            blank = "diastolic_3" if cleaned.get("diastolic_3") is None else "systolic_3"
            self.add_error(blank, _("Type both numbers of the third reading."))
        self._judge_plausibility(cleaned)
        return cleaned

    def _judge_plausibility(self, cleaned: dict[str, Any]) -> None:
        known = self._refused_before(cleaned.get("refused", ""))
        unusual: set[str] = set()
        for place in (1, 2, 3):
            systolic, diastolic, pulse = self._parts(cleaned, place)
            if systolic is None or diastolic is None:
                continue
            problems = blood_pressure_problems(systolic, diastolic, pulse, policy=self.policy)
            mark = f"{systolic}/{diastolic}/{pulse}"
            unusual |= {mark} if problems else set()
            for problem in problems if mark not in known else []:
                self.add_error(f"{problem.field}_{place}", _(problem.message) % problem.params)
        self.is_confirmed = bool(unusual) and unusual <= known
        self._carry(unusual)

    @staticmethod
    def _refused_before(token: str) -> set[str]:
        try:
            return set(signing.loads(token, salt=CONFIRM_SALT)) if token else set()
        except signing.BadSignature:
            return set()

    def _carry(self, unusual: set[str]) -> None:
        token = signing.dumps(sorted(unusual), salt=CONFIRM_SALT) if unusual else ""
        if not token and not self.data.get(self.add_prefix("refused")):
            return
        data: Any = copy(self.data)
        data[self.add_prefix("refused")] = token
        self.data = data
