"""What patients and staff both fill in: the check-ins in parts, and the safety questions (ASQ)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.forms.token import TokenField
from intake.forms.fields import chips
from intake.forms.instruments import InstrumentForm, ItemField, item_field
from intake.forms.questions import CHOOSE
from intake.rules.instruments import (
    ASQ,
    GAD7,
    PEG,
    PHQ9,
    InstrumentDefinition,
    Item,
    blank_items,
)
from monitoring.checkins.choices import (
    CheckInKind,
    GradeAnchor,
    OverallChange,
    Question,
    SideEffect,
)
from monitoring.checkins.rules import (
    ASKED_GRADES,
    ASKED_INSTRUMENTS,
    BLADDER,
    CHANGE,
    PREGNANT,
    CheckInEntry,
    max_grade,
    missing_of,
)

YES, NO = "yes", "no"
YES_NO = [(NO, gettext_lazy("No")), (YES, gettext_lazy("Yes"))]
MONTHLY = CheckInKind.MONTHLY


@dataclass(frozen=True)
class Part:
    """One step of the page: its heading, what stands before its questions, and their fields."""

    key: str
    title: str
    lead: str
    fields: list[forms.BoundField]


class CheckInForm(forms.Form):
    """Every question of a month; the page shows those of its kind, and all that was sent is read.

    What is blank is said at its field by the rule that the service obeys. `kind` None reads a form
    that is sent again when none is open: then nothing is missing.
    """

    token = TokenField()

    def __init__(
        self, *args: Any, kind: CheckInKind | None, is_pregnancy_asked: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.is_pregnancy_asked = kind, is_pregnancy_asked
        for definition in ASKED_INSTRUMENTS[MONTHLY]:
            self.fields |= {item.key: item_field(item) for item in definition.items}
        for symptom in ASKED_GRADES[MONTHLY]:
            self.fields[str(symptom)] = _grade_field(symptom)
        self.fields[CHANGE] = _field(
            gettext_lazy("Compared with before you began this treatment, how are you overall?"),
            OverallChange.choices,
            str,
        )
        self.fields[PREGNANT] = _field(Question.PREGNANT.label, YES_NO, lambda text: text == YES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.kind is not None:
            is_asked = self.is_pregnancy_asked
            self.mark(missing_of(self.kind, self.entry(), is_pregnancy_asked=is_asked))
        return cleaned

    def mark(self, missing: tuple[str, ...]) -> None:
        """Say at each of these fields that it is still to be answered."""
        for name in missing:
            if name not in self.errors:
                self.add_error(name, CHOOSE)

    def entry(self) -> CheckInEntry:
        """What was answered; a blank or odd answer is none."""
        given = self.cleaned_data
        grades = {str(each): given.get(str(each)) for each in ASKED_GRADES[MONTHLY]}
        return CheckInEntry(
            grades={key: grade for key, grade in grades.items() if grade is not None},
            instruments={
                definition.key: {item.key: given.get(item.key) for item in definition.items}
                for definition in ASKED_INSTRUMENTS[MONTHLY]
            },
            overall_change=given.get(CHANGE) or "",
            could_be_pregnant=given.get(PREGNANT),
        )

    @property
    def parts(self) -> list[Part]:
        """The steps in their order; the mood stands last, where the button that sends it is."""
        pain = Part("pain", _("Your pain in the past week"), "", self._items(PEG))
        bladder = Part(
            "bladder",
            _("Your bladder"),
            _("Since your last check-in. Your medicine can hurt the bladder, so we ask each time."),
            [self[str(each)] for each in BLADDER],
        )
        if self.kind != MONTHLY:
            return [pain, bladder]
        changes = [CHANGE, SideEffect.CRAVING, *([PREGNANT] if self.is_pregnancy_asked else [])]
        return [
            pain,
            bladder,
            Part("change", _("How things are"), "", [self[str(name)] for name in changes]),
            Part("worry", _("Worry"), _(GAD7.stem), self._items(GAD7)),
            Part("mood", _("Mood"), _(PHQ9.stem), self._items(PHQ9)),
        ]

    def _items(self, definition: InstrumentDefinition) -> list[forms.BoundField]:
        return [self[item.key] for item in definition.items]


class AsqForm(InstrumentForm):
    """The ASQ of somebody in care. A worrying answer is sent as it stands, the rest asked again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, definition=ASQ, **kwargs)
        self.fields["token"] = TokenField()
        self.helper.layout.fields.append("token")

    @property
    def blank(self) -> list[Item]:
        """What is still open."""
        return blank_items(self.definition, self.instrument_answers())

    def ask_again(self) -> None:
        """Say at each open question that it waits."""
        for item in self.blank:
            self.add_error(item.key, CHOOSE)


def _grade_field(symptom: SideEffect) -> forms.Field:
    grades = range(1, max_grade(symptom) + 1)
    named = [(grade, GradeAnchor(f"{symptom}_{grade}").label) for grade in grades]
    return _field(symptom.label, [(0, gettext_lazy("No")), *named], int)


def _field(label: Any, choices: Any, coerce: Callable[[str], Any]) -> forms.Field:
    return ItemField(
        label=label,
        choices=choices,
        coerce=coerce,
        empty_value=None,
        widget=chips(),
        error_messages={"invalid_choice": CHOOSE},
    )
