"""Watching over the patient at home: checks, alerts, the pages of the patient and of the clinic."""
