"""Reads of dosing."""

from dosing.selectors.blockers import (
    CLEARANCE_KEYS,
    Blocker,
    check_blockers,
    dose_blockers,
)
from dosing.selectors.calendar import (
    calendar_by_token,
    calendar_hash,
    calendar_slots,
    open_calendar,
)
from dosing.selectors.case import LOOK_BACK, Case
from dosing.selectors.logs import (
    any_log_by_public_id,
    last_taken,
    log_by_public_id,
    log_in_force,
    logs_since,
    newest_of,
    same_extra,
)
from dosing.selectors.moments import clock_text, moment_text
from dosing.selectors.pages import ScheduleFacts, schedule_facts
from dosing.selectors.past import PastDoses, past_doses
from dosing.selectors.permissions import (
    hold_by_public_id,
    open_clearance,
    open_holds,
    open_permit,
)
from dosing.selectors.plans import (
    effective_moment,
    open_draft,
    plan_coming,
    plan_history,
    plan_in_force,
    zone_of,
)
from dosing.selectors.rows import HoldRow, LogRow
from dosing.selectors.schedule import (
    current_slot,
    day_bounds,
    missed_slots,
    slot_by_public_id,
    slots_between,
    slots_with_logs,
)
from dosing.selectors.signing import PlanReview, plan_review

__all__ = [
    "CLEARANCE_KEYS",
    "LOOK_BACK",
    "Blocker",
    "Case",
    "HoldRow",
    "LogRow",
    "PastDoses",
    "PlanReview",
    "ScheduleFacts",
    "any_log_by_public_id",
    "calendar_by_token",
    "calendar_hash",
    "calendar_slots",
    "check_blockers",
    "clock_text",
    "current_slot",
    "day_bounds",
    "dose_blockers",
    "effective_moment",
    "hold_by_public_id",
    "last_taken",
    "log_by_public_id",
    "log_in_force",
    "logs_since",
    "missed_slots",
    "moment_text",
    "newest_of",
    "open_calendar",
    "open_clearance",
    "open_draft",
    "open_holds",
    "open_permit",
    "past_doses",
    "plan_coming",
    "plan_history",
    "plan_in_force",
    "plan_review",
    "same_extra",
    "schedule_facts",
    "slot_by_public_id",
    "slots_between",
    "slots_with_logs",
    "zone_of",
]
