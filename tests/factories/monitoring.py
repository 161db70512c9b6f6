"""Home checks for tests: fixed, ordinary numbers; each test names what is out of the ordinary."""

from monitoring.checkins.choices import Question, Tier
from monitoring.checkins.rules import CheckFacts, Reading

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
