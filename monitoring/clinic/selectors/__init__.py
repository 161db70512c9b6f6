"""Reads of the clinic's pages."""

from monitoring.clinic.selectors.chart import (
    ChartFacts,
    alert_by_public_id,
    chart_facts,
    resolved_alerts,
)
from monitoring.clinic.selectors.worklist import worklist_counts, worklist_summaries

__all__ = [
    "ChartFacts",
    "alert_by_public_id",
    "chart_facts",
    "resolved_alerts",
    "worklist_counts",
    "worklist_summaries",
]
