"""Display values of dosing."""

from dosing.presenters.difference import brief_text, difference_sentence
from dosing.presenters.plan import (
    Change,
    amount_text,
    finding_sentence,
    how_text,
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
    "PlanStanding",
    "ScheduleDay",
    "ScheduleRow",
    "VersionPage",
    "amount_text",
    "brief_text",
    "difference_sentence",
    "earlier_versions",
    "finding_sentence",
    "how_text",
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
