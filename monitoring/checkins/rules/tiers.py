"""How closely one dose is watched."""

from dataclasses import dataclass

from monitoring.checkins.choices import Tier


@dataclass(frozen=True)
class TierFacts:
    """What decides the tier; None is unknown, and an unknown is watched closely."""

    is_session: bool
    has_taken_at_home: bool | None
    has_taken_on_this_plan: bool | None


def tier_for(facts: TierFacts) -> Tier:
    """Closely for every session dose, the first at home and the first of a plan version."""
    if facts.is_session or not facts.has_taken_at_home or not facts.has_taken_on_this_plan:
        return Tier.ENHANCED
    return Tier.STANDARD
