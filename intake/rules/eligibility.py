"""The short check before an application: what a clinician would have to look at. Nothing is stored.

It never says no for good. The same questions, policy and reasons as in the application are read,
so that the check cannot promise what the application would not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.choices import Answer
from intake.rules.policy import IntakePolicy
from intake.rules.questions import BY_KEY, Question
from intake.rules.text import gettext_noop as _

# The few rows of the screening tables that end most applications.
CHECK_KEYS = (
    "pregnant",
    "breastfeeding",
    "psychosis",
    "heart_unstable",
    "aneurysm_avm",
    "allergy_ketamine",
)
PRESSURE_KEY = "bp_uncontrolled"
PRESSURE_WHY = _("A dose can raise blood pressure further, so it is brought under control first")


class Weight(StrEnum):
    """What something means for an application now."""

    STOPS = "stops"
    CLINICIAN = "clinician"
    UNSURE = "unsure"


@dataclass(frozen=True)
class CheckFacts:
    """What was told; None and "" were not told."""

    age_years: int | None = None
    state: str = ""
    is_state_served: bool = False
    is_pain_long: str = ""
    is_pressure_high: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckNote:
    """One thing that stands out; `label` and `why` are sentences to be translated."""

    key: str
    weight: Weight
    label: str
    why: str


def check_questions() -> list[Question]:
    """The questions of the check, in their own words."""
    return [BY_KEY[key] for key in CHECK_KEYS]


def check_notes(facts: CheckFacts, policy: IntakePolicy) -> list[CheckNote]:
    """What stands out, what stops an application first; empty when nothing does."""
    found = [
        *_entry(facts, policy),
        *_told(PRESSURE_KEY, facts.is_pressure_high, _("High blood pressure"), PRESSURE_WHY),
        *(
            note
            for question in check_questions()
            for note in _told(
                question.key, facts.replies.get(question.key, ""), question.label, question.why
            )
        ),
    ]
    return sorted(found, key=lambda note: list(Weight).index(note.weight))


def _entry(facts: CheckFacts, policy: IntakePolicy) -> list[CheckNote]:
    found = []
    if facts.age_years is None or facts.age_years < policy.minimum_age_years:
        why = _("The program is for adults only")
        found.append(CheckNote("age_under_18", Weight.STOPS, _("Your age"), why))
    if not facts.is_state_served:
        why = _("The clinic does not treat people who live in this state yet")
        found.append(CheckNote("state_not_served", Weight.STOPS, _("Where you live"), why))
    if facts.is_pain_long != Answer.YES:
        weight = Weight.CLINICIAN if facts.is_pain_long == Answer.NO else Weight.UNSURE
        why = _("The program is for pain that has lasted longer than three months")
        found.append(CheckNote("pain_duration", weight, _("How long you have had pain"), why))
    return found


def _told(key: str, answer: str, label: str, why: str) -> list[CheckNote]:
    """A yes is for the clinician; not sure, or no answer, is looked at too."""
    if answer == Answer.NO:
        return []
    weight = Weight.CLINICIAN if answer == Answer.YES else Weight.UNSURE
    return [CheckNote(key, weight, label, why)]
