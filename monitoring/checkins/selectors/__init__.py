"""Reads of home checks, side effects and pain."""

from monitoring.checkins.selectors.context import (
    CheckContext,
    check_context,
    mean_stored,
    plan_limits,
    readings_of,
)
from monitoring.checkins.selectors.records import (
    check_by_public_id,
    checks_of_slot,
    checks_since,
    lasting,
    latest_pain,
    latest_pair,
    latest_pressure,
    latest_report,
    latest_safety_response,
    reports_since,
    slot_holds_since,
)

__all__ = [
    "CheckContext",
    "check_by_public_id",
    "check_context",
    "checks_of_slot",
    "checks_since",
    "lasting",
    "latest_pain",
    "latest_pair",
    "latest_pressure",
    "latest_report",
    "latest_safety_response",
    "mean_stored",
    "plan_limits",
    "readings_of",
    "reports_since",
    "slot_holds_since",
]
