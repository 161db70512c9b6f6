"""The check before a dose: what is asked now, in words and in shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.forms.token import TokenField
from intake.choices import Symptom
from intake.forms.fields import BloodPressurePairFields, ReadingField
from intake.rules import IntakePolicy
from monitoring.checkins.choices import Outcome, Question
from monitoring.checkins.forms import YES
from monitoring.checkins.rules import CheckFacts, CheckPolicy, Reading, evaluate_check
from monitoring.patient.forms.fields import NONE, tick_chips, yes_no_field

# Asked as one question before a first check; a repeat asks each of them again as a tick.
COVERED_BY_CHEST = frozenset(
    {
        Symptom.CHEST_PAIN,
        Symptom.BREATHLESS,
        Symptom.WEAKNESS,
        Symptom.SPEECH,
        Symptom.SEVERE_HEADACHE,
    }
)
ASKED_FIRST = (Question.CHEST, Question.FEELING)
PARTS = ("systolic", "diastolic", "pulse")


@dataclass(frozen=True)
class Asked:
    """What this page asks: questions, how many readings (2, 1 or none), symptoms, oxygen."""

    questions: tuple[Question, ...] = ()
    readings: int = 2
    needs_symptoms: bool = True
    needs_oxygen: bool = False


class CheckForm(BloodPressurePairFields):
    """One check. An emergency answer is taken as it stands, whatever else is missing or wrong."""

    token = TokenField()
    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("Is any of this new, right now?"),
        widget=tick_chips(),
        error_messages={"required": gettext_lazy("Tick what is new, or “None of these”.")},
    )
    oxygen_percent = ReadingField(
        label=gettext_lazy("Oxygen in percent, if you were given a finger sensor"), required=False
    )

    def __init__(
        self,
        *args: Any,
        asked: Asked,
        limits: CheckPolicy | None = None,
        policy: IntakePolicy | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, policy=policy, **kwargs)
        self.asked, self.limits = asked, limits or CheckPolicy()
        self.entered: tuple[Reading, ...] = ()
        self._ask_readings()
        self.fields["oxygen_percent"].required = asked.needs_oxygen
        for question in asked.questions:
            self.fields[str(question)] = yes_no_field(question.label)
        if asked.needs_symptoms:
            self.fields["symptoms"].choices = self._symptom_choices()
        else:
            del self.fields["symptoms"]

    def _ask_readings(self) -> None:
        """Keep the boxes of the readings that are asked; the third only ever stands alone."""
        for place in (1, 2, 3):
            for part in PARTS:
                name = f"{part}_{place}"
                if place <= self.asked.readings:
                    self.fields[name].required = True
                else:
                    del self.fields[name]

    def _symptom_choices(self) -> list[tuple[str, Any]]:
        covered = COVERED_BY_CHEST if Question.CHEST in self.asked.questions else frozenset()
        listed = [(s.value, s.label) for s in Symptom if s not in covered]
        return [*listed, (NONE, gettext_lazy("None of these"))]

    @property
    def first_questions(self) -> list[forms.BoundField]:
        """What may be an emergency, before any measuring."""
        return [self[str(key)] for key in self.asked.questions if key in ASKED_FIRST]

    @property
    def later_questions(self) -> list[forms.BoundField]:
        """The other questions in their order."""
        return [self[str(key)] for key in self.asked.questions if key not in ASKED_FIRST]

    def clean(self) -> dict[str, Any]:
        # What came through as numbers, before an unlikely one is taken out to be asked again.
        self.entered = self._entered()
        cleaned = super().clean()
        ticked = cleaned.get("symptoms") or []
        if NONE in ticked and len(ticked) > 1:
            self.add_error("symptoms", _("Tick what is new, or “None of these”, not both."))
        if self.is_emergency:
            # Nothing that is missing or odd may stand between this answer and the 911 page.
            self._errors = ErrorDict()
        return cleaned

    def _entered(self) -> tuple[Reading, ...]:
        """The readings that have both their pressures, in order."""
        rows = (
            Reading(*(self.cleaned_data.get(f"{part}_{place}") for part in PARTS))
            for place in (1, 2, 3)
        )
        return tuple(row for row in rows if None not in (row.systolic, row.diastolic))

    @property
    def is_emergency(self) -> bool:
        """Whether what was entered asks for 911 by itself; the rules say so, not this form."""
        ticked = self.ticked_symptoms()
        facts = CheckFacts(
            tier=None,
            readings=self.entered,
            answers=self.answers(),
            symptoms=None if ticked is None else frozenset(ticked),
            oxygen_percent=self.cleaned_data.get("oxygen_percent"),
        )
        return evaluate_check(facts, self.limits, self.policy).outcome == Outcome.EMERGENCY

    def _answered(self, question: Question) -> bool | None:
        value = self.cleaned_data.get(str(question))
        return None if not value else value == YES

    def answers(self) -> dict[str, bool]:
        """The questions that were answered."""
        given = {str(question): self._answered(question) for question in self.asked.questions}
        return {key: value for key, value in given.items() if value is not None}

    def ticked_symptoms(self) -> Iterable[str] | None:
        """The ticked symptoms; None when nobody answered."""
        if not self.asked.needs_symptoms:
            return ()
        ticked = self.cleaned_data.get("symptoms")
        return None if not ticked else tuple(key for key in ticked if key != NONE)
