"""Patients of a worklist, at the moment at which the clock stands still."""

import pytest
import time_machine

from monitoring.alerts.services import refresh_patient
from monitoring.patient.services import check_submit
from tests.factories.dosing import NOW
from tests.factories.monitoring import check_entry, home_patient, open_slot
from tests.support.kept import kept


@pytest.fixture
def clock():
    """It is 10:00 on an ordinary Monday in New York."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


def patient_checked(*texts, **changes):
    """A patient who has just measured that before a dose."""
    names = {key: changes.pop(key) for key in ("first_name", "last_name") if key in changes}
    patient, plan = home_patient(**names)
    check_submit(
        patient=patient,
        slot=open_slot(plan),
        by=patient.user,
        now=NOW,
        entry=check_entry(*texts, **changes),
        idempotency_key="check",
    )
    return patient


@pytest.fixture
def checked(db, clock):
    """`checked("168/104", "166/102")` is a patient who has just measured that before a dose."""
    return patient_checked


@kept
def worried():
    """A patient with a same-day alert and a hold on the whole plan."""
    return patient_checked("168/104", "166/102")


@kept
def calm():
    """A patient with a plan and nothing open."""
    patient, _ = home_patient(first_name="Carla", last_name="Mendes")
    refresh_patient(patient, now=NOW)
    return patient
