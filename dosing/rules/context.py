"""The facts about one patient that the plan limits need."""

from dataclasses import dataclass
from datetime import date

from dosing.rules.terms import Terms, is_lowering, same_medicine


@dataclass(frozen=True)
class PlanContext:
    """None means not known, and an unknown fact never passes a limit."""

    today: date | None = None
    weight_g: int | None = None
    weight_age_days: int | None = None
    baseline: Terms | None = None
    days_since_last_step: int | None = None
    reduced_start_reasons: tuple[str, ...] = ()
    last_taken_racemic_ug: int | None = None
    days_since_last_dose: int | None = None

    def is_new_start(self, terms: Terms) -> bool:
        """No plan in force, or another enantiomer, route or formulation (§11.6)."""
        return self.baseline is None or not same_medicine(terms, self.baseline)

    def is_lowering(self, terms: Terms) -> bool:
        return is_lowering(terms, self.baseline)


# Keys of intake's findings and of its medicine classes (§1.1, §1.2, §1.5) that ask for a lower
# start: frailty, liver disease, opioids, sedatives, and whatever slows the breakdown of ketamine.
REDUCED_START_FINDINGS = frozenset(
    {"falls_frailty_65", "liver_severe", "liver_other", "opioid_use", "sedative_use"}
)
REDUCED_START_MEDICINES = frozenset(
    {
        "benzodiazepine",
        "cyp2b6_inhibitor",
        "cyp3a4_inhibitor_moderate",
        "cyp3a4_inhibitor_strong",
        "cyp3a4_itraconazole",
        "grapefruit",
        "opioid",
    }
)
