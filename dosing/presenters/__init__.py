"""Display values of dosing."""

from dosing.presenters.journeys import MoveWords, hours_text, move_words, place_text
from dosing.presenters.plan import (
    Change,
    amount_text,
    finding_sentence,
    plan_changes,
    plan_items,
    plan_line,
    racemic_text,
    strength_text,
    times_text,
    units_text,
)
from dosing.presenters.schedule import ScheduleDay, ScheduleRow, schedule_days
from dosing.presenters.standing import PlanStanding, plan_standing
from dosing.presenters.versions import VersionPage, earlier_versions, version_page

__all__ = [
    "Change",
    "MoveWords",
    "PlanStanding",
    "ScheduleDay",
    "ScheduleRow",
    "VersionPage",
    "amount_text",
    "earlier_versions",
    "finding_sentence",
    "hours_text",
    "move_words",
    "place_text",
    "plan_changes",
    "plan_items",
    "plan_line",
    "plan_standing",
    "racemic_text",
    "schedule_days",
    "strength_text",
    "times_text",
    "units_text",
    "version_page",
]
