"""HTTP edge of intake."""
