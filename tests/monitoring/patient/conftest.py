"""A clock that stands still at the moment of the factories, and one patient at it."""

import pytest
import time_machine

from tests.factories.dosing import NOW
from tests.factories.monitoring import home_patient, open_slot


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(db):
    return home_patient()[1]


@pytest.fixture
def slot(plan):
    return open_slot(plan)


@pytest.fixture
def own(client_of, plan):
    """A browser in which the patient is signed in."""
    return client_of(plan.patient.user)
