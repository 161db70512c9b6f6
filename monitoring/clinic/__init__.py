"""The clinic's edge of monitoring: the worklist, the chart, the plan editor's page."""
