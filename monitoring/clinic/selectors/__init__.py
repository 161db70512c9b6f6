"""Reads of the clinic's pages."""

from monitoring.clinic.selectors.chart import ChartFacts, SignedPlan, chart_facts
from monitoring.clinic.selectors.worklist import worklist_counts, worklist_summaries

__all__ = ["ChartFacts", "SignedPlan", "chart_facts", "worklist_counts", "worklist_summaries"]
