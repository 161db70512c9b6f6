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
    "worklist_counts",
    "worklist_summaries",
]
