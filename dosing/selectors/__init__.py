"""Reads of dosing."""

from dosing.selectors.approvals import (
    Approval,
    answered_approvals,
    approval_asked,
    approval_by_public_id,
    approval_of,
    approvers_besides,
    draft_and_request,
    latest_approval,
    open_approvals,
)
from dosing.selectors.blockers import (
    CLEARANCE_KEYS,
    Blocker,
    check_blockers,
    dose_blockers,
    restart_sentence,
)
from dosing.selectors.calendar import (
    calendar_by_token,
    calendar_hash,
    calendar_slots,
    open_calendar,
)
from dosing.selectors.case import LOOK_BACK, Case
from dosing.selectors.journeys import (
    JourneyAsk,
    ZoneMove,
    journey_ask,
    journey_preview,
    last_answer,
    moves_since,
    zone_move,
)
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
from dosing.selectors.permissions import hold_by_public_id, open_clearance, open_holds, open_permit
from dosing.selectors.plans import (
    effective_moment,
    open_draft,
    plan_history,
    plan_in_force,
    plans_coming,
    zone_of,
)
from dosing.selectors.restart import days_dosed, gap_since, gap_without_step, needs_taper
from dosing.selectors.rows import HoldRow, LogRow, in_window
from dosing.selectors.schedule import (
    current_slot,
    day_bounds,
    late_start,
    missed_slots,
    slot_by_public_id,
    slots_between,
    slots_with_logs,
)
from dosing.selectors.signing import PlanFacts, PlanReview, plan_review
from dosing.selectors.taper import Taper, taper_of, taper_proposed, usual_taper
from dosing.selectors.titration import NextStep, StepDue, next_step, steps_due

__all__ = [
    "Approval",
    "Blocker",
    "CLEARANCE_KEYS",
    "Case",
    "HoldRow",
    "JourneyAsk",
    "LOOK_BACK",
    "LogRow",
    "NextStep",
    "PastDoses",
    "PlanFacts",
    "PlanReview",
    "ScheduleFacts",
    "StepDue",
    "Taper",
    "ZoneMove",
    "answered_approvals",
    "any_log_by_public_id",
    "approval_asked",
    "approval_by_public_id",
    "approval_of",
    "approvers_besides",
    "calendar_by_token",
    "calendar_hash",
    "calendar_slots",
    "check_blockers",
    "clock_text",
    "current_slot",
    "day_bounds",
    "days_dosed",
    "dose_blockers",
    "effective_moment",
    "gap_since",
    "gap_without_step",
    "hold_by_public_id",
    "in_window",
    "journey_ask",
    "journey_preview",
    "last_answer",
    "last_taken",
    "draft_and_request",
    "late_start",
    "latest_approval",
    "log_by_public_id",
    "log_in_force",
    "logs_since",
    "missed_slots",
    "moves_since",
    "moment_text",
    "needs_taper",
    "newest_of",
    "next_step",
    "open_approvals",
    "open_calendar",
    "open_clearance",
    "open_draft",
    "open_holds",
    "open_permit",
    "past_doses",
    "plan_history",
    "plan_in_force",
    "plan_review",
    "plans_coming",
    "restart_sentence",
    "same_extra",
    "schedule_facts",
    "slot_by_public_id",
    "slots_between",
    "slots_with_logs",
    "steps_due",
    "taper_of",
    "taper_proposed",
    "usual_taper",
    "zone_move",
    "zone_of",
]
