"""Reads of the clinic's pages."""

from monitoring.clinic.selectors.chart import ChartFacts, chart_facts
from monitoring.clinic.selectors.worklist import worklist_counts, worklist_summaries

__all__ = ["ChartFacts", "chart_facts", "worklist_counts", "worklist_summaries"]
