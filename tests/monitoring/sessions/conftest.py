"""A session at home: its dose, what is told after it, and time that passes."""

from datetime import timedelta

import pytest

from dosing.choices import Outcome
from monitoring.alerts.services import dose_submit, refresh_patient
from monitoring.patient.services import check_submit, side_effects_submit
from monitoring.sessions.models import WatchedCheck
from tests.factories.dosing import NOW, ClearanceFactory
from tests.factories.monitoring import check_entry, open_slot, session_patient


def after(minutes):
    """So many minutes after the dose."""
    return NOW + timedelta(minutes=minutes)


class Session:
    """One patient's session: each telling happens so many minutes after the dose."""

    def __init__(self, patient, plan):
        self.patient, self.slot = patient, open_slot(plan)
        ClearanceFactory(slot=self.slot)

    def dose(self, at=0, taken=0, key="dose", **changes):
        told = {"outcome": Outcome.TAKEN, "amount_ug": 50_000, "taken_at": after(taken)}
        return dose_submit(
            patient=self.patient,
            slot=self.slot,
            by=self.patient.user,
            now=after(at),
            idempotency_key=key,
            **(told | changes),
        )

    def measure(self, at, *texts, key=None, **changes):
        return check_submit(
            patient=self.patient,
            slot=self.slot,
            by=self.patient.user,
            now=after(at),
            entry=check_entry(*texts, answers={}, **changes),
            idempotency_key=key or f"check-{at}",
        )

    def feel(self, at, key=None):
        return side_effects_submit(
            patient=self.patient,
            by=self.patient.user,
            now=after(at),
            grades={},
            idempotency_key=key or f"feel-{at}",
        )

    def look(self, at):
        """What beat does."""
        return refresh_patient(self.patient, now=after(at))

    def states(self):
        rows = WatchedCheck.objects.filter(patient=self.patient).order_by("minutes", "kind")
        return {(row.kind, row.minutes): row.end or "open" for row in rows}


@pytest.fixture
def session(db):
    return Session(*session_patient())
