"""Pages and hooks of how people are reached."""
