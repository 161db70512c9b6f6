"""Reminders as rows: scheduled by services, claimed by the tick, sent once by a worker."""
