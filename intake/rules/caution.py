"""Why somebody starts lower: what the dosing limits ask of the application."""

from collections.abc import Iterable
from datetime import date

from intake.choices import Answer
from intake.rules.dates import counts_as_aged
from intake.rules.facts import ListedMedicine, ScreeningFacts
from intake.rules.medicines import lowers_start
from intake.rules.policy import IntakePolicy
from intake.rules.questions import BY_KEY

LOWER_START_KEYS = ("falls_frailty_65", "liver_severe", "liver_other", "opioid_use", "sedative_use")


def reduced_start_reasons(
    facts: ScreeningFacts, policy: IntakePolicy, today: date
) -> tuple[str, ...]:
    """Short words for each reason; "not sure" counts too, and so does a listed opioid."""
    reasons = []
    born = facts.date_of_birth
    if born is None or counts_as_aged(born, policy.frailty_age_years, today):
        reasons.append(f"Age {policy.frailty_age_years} or over" if born else "Age not known")
    for key in LOWER_START_KEYS:
        reply = facts.replies.get(key)
        is_listed = key == "opioid_use" and bool(facts.history.opioids)
        if reply is None or reply.answer in {"", Answer.YES, Answer.NOT_SURE} or is_listed:
            reasons.append(BY_KEY[key].label)
    return (*reasons, *listed_reasons(facts.medicines))


def listed_reasons(medicines: Iterable[ListedMedicine]) -> tuple[str, ...]:
    """The classes on a medicine list that ask for a lower first dose, each with its medicines."""
    rows = list(medicines)
    found = lowers_start(key for medicine in rows for key in medicine.class_keys)
    return tuple(
        f"{each.label}: {', '.join(m.name for m in rows if each.key in m.class_keys)}"
        for each in found
    )
