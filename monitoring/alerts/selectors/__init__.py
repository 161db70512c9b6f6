"""Reads of alerts, of the summary, and of the facts behind them."""

from monitoring.alerts.selectors.alerts import (
    alert_by_public_id,
    due_patients,
    open_alerts,
)
from monitoring.alerts.selectors.facts import Gathered, gather

__all__ = ["Gathered", "alert_by_public_id", "due_patients", "gather", "open_alerts"]
