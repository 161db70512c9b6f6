"""Home checks for tests: fixed, ordinary numbers; each test names what is out of the ordinary."""

from datetime import timedelta

import factory

from dosing.choices import Outcome as DoseOutcome
from dosing.choices import PlanMode
from ketaclinic.policies.selectors import policy_in_force
from monitoring.checkins.choices import (
    CheckKind,
    Outcome,
    OverallChange,
    Question,
    SideEffect,
    Tier,
)
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import BLADDER, CheckFacts, CheckInEntry, Reading
from monitoring.checkins.services import Entry
from tests.factories.dosing import (
    NOW,
    DoseLogFactory,
    DosingPlanFactory,
    ScheduledDoseFactory,
    dosing_patient,
)

GOOD_ANSWERS = {
    Question.CHEST: False,
    Question.FEELING: False,
    Question.MOOD: False,
    Question.BLADDER: False,
    Question.MEDICINES: False,
    Question.ALCOHOL: False,
    Question.GRAPEFRUIT: False,
    Question.PREGNANT: False,
    Question.FOOD: True,
    Question.SITTER: True,
    Question.ADULT_REACHABLE: True,
    Question.SAFE_PLACE: True,
}
ORDINARY = ("124/78", "122/76")


def good_answers(**changes):
    """The answers of an ordinary day, by the stored keys, with some changed or (None) left out."""
    answers = {str(key): value for key, value in GOOD_ANSWERS.items()} | changes
    return {key: value for key, value in answers.items() if value is not None}


def reading(text, pulse=72):
    """`reading("124/78")` is one reading of the cuff."""
    systolic, diastolic = (int(part) for part in text.split("/"))
    return Reading(systolic, diastolic, pulse)


def readings(*texts, pulse=72):
    """Several readings, all with one pulse."""
    return tuple(reading(text, pulse) for text in texts)


def check_facts(*texts, pulse=72, **changes):
    """The facts of an ordinary first check of a closely watched dose, with some changed."""
    ordinary = {
        "tier": Tier.ENHANCED,
        "readings": readings(*(texts or ORDINARY), pulse=pulse),
        "answers": good_answers(),
        "symptoms": frozenset(),
    }
    return CheckFacts(**(ordinary | changes))


def check_entry(*texts, pulse=72, **changes):
    """What an ordinary person enters before a dose, with some changed."""
    ordinary = {
        "readings": readings(*(texts or ORDINARY), pulse=pulse),
        "answers": good_answers(),
        "symptoms": (),
    }
    return Entry(**(ordinary | changes))


def home_patient(**changes):
    """An active patient with a home plan, whose dose of now is open and who takes it daily."""
    patient = dosing_patient(**changes)
    plan = DosingPlanFactory(patient=patient)
    return patient, plan


def session_patient(**changes):
    """An active patient whose plan is of single sessions at home; the dose of now is open."""
    patient = dosing_patient(**changes)
    session = {"mode": PlanMode.SESSION, "times_of_day": ["10:00"], "every_days": 7}
    return patient, DosingPlanFactory(patient=patient, dose_ug=50_000, **session)


def open_slot(plan, at=NOW, **changes):
    """A dose of this plan; its window is open at `at`."""
    return ScheduledDoseFactory(plan=plan, at=at, **changes)


def taken_before(plan, hours=24):
    """A dose of this plan that was taken as planned some hours ago."""
    slot = open_slot(plan, NOW - timedelta(hours=hours))
    return DoseLogFactory(slot=slot, outcome=DoseOutcome.TAKEN)


class PressureCheckFactory(factory.django.DjangoModelFactory):
    """A calm reading between doses."""

    class Meta:
        model = PressureCheck

    patient = factory.LazyFunction(dosing_patient)
    kind = CheckKind.GENERAL
    outcome = Outcome.GO
    systolic_1 = systolic_2 = 124
    diastolic_1 = diastolic_2 = 78
    mean_systolic = 124
    mean_diastolic = 78
    recorded_at = NOW
    policy_version = factory.LazyFunction(lambda: policy_in_force().version)
    idempotency_key = factory.Sequence(lambda n: f"check-{n}")


def checkin_entry(*, monthly=False, **changes):
    """An ordinary week, or month, with some things changed."""
    instruments = {"peg": {"peg_p": 4, "peg_e": 3, "peg_g": 3}}
    ordinary = {"grades": {str(each): 0 for each in BLADDER}, "instruments": instruments}
    if monthly:
        instruments["phq9"] = {f"phq9_{number}": 0 for number in range(1, 10)}
        instruments["gad7"] = {f"gad7_{number}": 0 for number in range(1, 8)}
        ordinary["grades"] |= {str(SideEffect.CRAVING): 0}
        ordinary |= {"overall_change": OverallChange.BETTER, "could_be_pregnant": False}
    for key, answers in changes.pop("answers", {}).items():
        instruments[key] = instruments.get(key, {}) | answers
    ordinary["grades"] |= changes.pop("grades", {})
    return CheckInEntry(**(ordinary | changes))


def asq_answers(**changes):
    """No to all that is asked, with some answers changed."""
    return {f"asq_{number}": "no" for number in range(1, 5)} | changes
