"""Reads of home checks, side effects and pain."""

from monitoring.checkins.selectors.case import CheckRow, PatientCase
from monitoring.checkins.selectors.checkin import (
    Score,
    checkin_by_public_id,
    checkin_of,
    checkins_of,
    due_checkin,
    is_pregnancy_possible,
    open_checkin,
    safety_screen_by_public_id,
    scores_of,
)
from monitoring.checkins.selectors.history import (
    CheckHistory,
    check_history,
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
    latest_pressure,
    latest_report,
    latest_safety_response,
    reports_since,
)
from monitoring.checkins.selectors.standing import (
    Standing,
    blocks_of,
    check_standing,
    open_hold_on,
    recent_slot_holds,
    standing_blocks,
)

__all__ = [
    "CheckHistory",
    "CheckRow",
    "PatientCase",
    "Score",
    "Standing",
    "blocks_of",
    "check_by_public_id",
    "check_history",
    "check_standing",
    "checkin_by_public_id",
    "checkin_of",
    "checkins_of",
    "checks_of_slot",
    "checks_since",
    "due_checkin",
    "is_pregnancy_possible",
    "lasting",
    "latest_pain",
    "latest_pressure",
    "latest_report",
    "latest_safety_response",
    "mean_stored",
    "open_checkin",
    "open_hold_on",
    "plan_limits",
    "readings_of",
    "recent_slot_holds",
    "reports_since",
    "safety_screen_by_public_id",
    "scores_of",
    "standing_blocks",
]
