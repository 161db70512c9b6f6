"""Reads of the clinic's pages."""

from monitoring.clinic.selectors.chart import (
    ChartFacts,
    ListedReport,
    SignedPlan,
    chart_facts,
    reports_listed,
)
from monitoring.clinic.selectors.rows import LISTED_ROWS, Checked, Grade, Pain, Report, ZoneMoved
from monitoring.clinic.selectors.scores import CheckInRow, ScoreFacts, Screened
from monitoring.clinic.selectors.titration import step_conditions_met
from monitoring.clinic.selectors.worklist import worklist_counts, worklist_summaries

__all__ = [
    "LISTED_ROWS",
    "ChartFacts",
    "CheckInRow",
    "Checked",
    "Grade",
    "ListedReport",
    "Pain",
    "Report",
    "ScoreFacts",
    "Screened",
    "SignedPlan",
    "ZoneMoved",
    "chart_facts",
    "reports_listed",
    "step_conditions_met",
    "worklist_counts",
    "worklist_summaries",
]
