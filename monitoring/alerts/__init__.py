"""Alerts as a function of recorded facts, and the one summary row of each patient."""
