"""Reads of the clinic's pages."""

from monitoring.clinic.selectors.chart import (
    ChartFacts,
    Checked,
    Grade,
    ListedReport,
    Pain,
    Report,
    SignedPlan,
    chart_facts,
    reports_listed,
)
from monitoring.clinic.selectors.titration import step_conditions_met
from monitoring.clinic.selectors.worklist import worklist_counts, worklist_summaries

__all__ = [
    "ChartFacts",
    "Checked",
    "Grade",
    "ListedReport",
    "Pain",
    "Report",
    "SignedPlan",
    "chart_facts",
    "reports_listed",
    "step_conditions_met",
    "worklist_counts",
    "worklist_summaries",
]
