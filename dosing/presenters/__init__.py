"""Display values of dosing."""

from dosing.presenters.difference import brief_text, difference_sentence
from dosing.presenters.journeys import MoveWords, hours_text, move_words, place_text
from dosing.presenters.month import Month, schedule_month, schedule_title
from dosing.presenters.past import PastDay, past_days
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
from dosing.presenters.reports import mark_words, planned_text, report_sentence, taken_text
from dosing.presenters.schedule import ScheduleDay, ScheduleRow, schedule_days
from dosing.presenters.standing import PlanStanding, plan_standing
from dosing.presenters.versions import VersionPage, earlier_versions, version_page

__all__ = [
    "Change",
    "Month",
    "MoveWords",
    "PastDay",
    "PlanStanding",
    "ScheduleDay",
    "ScheduleRow",
    "VersionPage",
    "amount_text",
    "brief_text",
    "difference_sentence",
    "earlier_versions",
    "finding_sentence",
    "hours_text",
    "mark_words",
    "move_words",
    "past_days",
    "place_text",
    "how_text",
    "plan_changes",
    "plan_items",
    "plan_line",
    "plan_standing",
    "planned_text",
    "racemic_text",
    "report_sentence",
    "schedule_days",
    "schedule_month",
    "schedule_title",
    "strength_text",
    "taken_text",
    "times_text",
    "units_text",
    "version_page",
]
