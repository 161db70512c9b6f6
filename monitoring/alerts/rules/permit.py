"""Whether this patient's dose may go up now, as far as monitoring knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class PermitFacts:
    """What an increase depends on. `last_bp_at` None is unknown, and unknown refuses."""

    now: datetime
    last_bp_at: datetime | None
    open_alerts: int
    blocking_alerts: int
    open_holds: int
    unread_medicines: int = 0
    has_current_labs: bool = True


@dataclass(frozen=True)
class PermitLimits:
    """The two limits of dosing's policy that this rule applies."""

    recent_bp_days: int
    is_any_alert_a_bar: bool


def permit_refusals(facts: PermitFacts, limits: PermitLimits) -> tuple[str, ...]:
    """Keys of what stands against an increase; empty means that a permit may be granted."""
    oldest = facts.now - timedelta(days=limits.recent_bp_days)
    return tuple(
        key
        for key, is_so in (
            ("bp_missing", facts.last_bp_at is None),
            ("bp_old", facts.last_bp_at is not None and facts.last_bp_at < oldest),
            ("alert_open", limits.is_any_alert_a_bar and facts.open_alerts > 0),
            ("no_increase", facts.blocking_alerts > 0),
            ("hold_open", facts.open_holds > 0),
            ("medicine_unread", facts.unread_medicines > 0),
            ("labs_overdue", not facts.has_current_labs),
        )
        if is_so
    )
