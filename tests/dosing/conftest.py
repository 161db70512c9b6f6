"""Fixtures of the dosing tests."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.dosing import DosingPlanFactory, ScheduledDoseFactory, dosing_patient


@pytest.fixture
def patient(db):
    return dosing_patient()


@pytest.fixture
def prescriber(db):
    return UserFactory(prescriber=True)


@pytest.fixture
def nurse(db):
    return UserFactory(nurse=True)


@pytest.fixture
def plan(patient):
    """A plan in force since yesterday, without doses laid out."""
    return DosingPlanFactory(patient=patient)


@pytest.fixture
def slot(plan):
    """A dose due now; its window is open."""
    return ScheduledDoseFactory(plan=plan)
