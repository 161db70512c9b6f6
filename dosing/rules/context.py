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
    # The version that counted last, while no plan is in force and its doses are not long ago.
    ended: Terms | None = None
    days_since_last_step: int | None = None
    reduced_start_reasons: tuple[str, ...] = ()
    last_taken_racemic_ug: int | None = None
    days_since_last_dose: int | None = None
    # All of the day on which the version begins in the middle of it; 0 when it begins with a day.
    begun_day_racemic_ug: int = 0

    def is_new_start(self, terms: Terms) -> bool:
        """No plan in force, or another enantiomer, route or formulation (§11.6)."""
        return self.baseline is None or not same_medicine(terms, self.baseline)

    @property
    def before(self) -> Terms | None:
        """What the patient takes or took lately: stopping a plan first makes no step smaller."""
        return self.baseline or self.ended

    def is_lowering(self, terms: Terms) -> bool:
        return is_lowering(terms, self.baseline)

    def is_lowering_in_mode(self, terms: Terms) -> bool:
        """A session's limits are its own: no dose keeps them when it leaves the session (§11.7)."""
        same_mode = self.baseline is not None and self.baseline.mode == terms.mode
        return same_mode and self.is_lowering(terms)
