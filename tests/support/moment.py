"""The moment at which the clock stands still in every test without real servers."""

from datetime import UTC, datetime

# An ordinary Monday morning in New York, far from any clock change.
FROZEN_NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
