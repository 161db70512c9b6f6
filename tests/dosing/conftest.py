"""Fixtures of the dosing tests."""

from tests.factories.accounts import UserFactory
from tests.factories.dosing import DosingPlanFactory, ScheduledDoseFactory, dosing_patient
from tests.support.kept import kept


@kept
def patient():
    return dosing_patient()


@kept
def prescriber():
    return UserFactory(prescriber=True)


@kept
def nurse():
    return UserFactory(nurse=True)


@kept
def plan(patient):
    """A plan in force since yesterday, without doses laid out."""
    return DosingPlanFactory(patient=patient)


@kept
def slot(plan):
    """A dose due now; its window is open."""
    return ScheduledDoseFactory(plan=plan)
