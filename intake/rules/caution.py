"""Why somebody starts lower: what the dosing limits ask of the application."""

from datetime import date

from intake.choices import Answer
from intake.rules.dates import counts_as_aged
from intake.rules.facts import ScreeningFacts
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
    return tuple(reasons)
