"""Prescriptions, dispensings and counts for tests: fixed, valid and ordinary."""

from datetime import date, timedelta

import factory

from dosing.choices import Enantiomer, Formulation, SupplyKind
from dosing.models import Prescription, SupplyEntry
from dosing.rules.supply import Movement, Product
from intake.rules.readiness import MONITORING_CHECK
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, TODAY, dosing_patient

CAPSULE = Product(Formulation.CAPSULE, Enantiomer.RACEMIC, strength_ug=25_000)
LIQUID = Product(Formulation.ORAL_SOLUTION, Enantiomer.RACEMIC, concentration_ug_per_ml=10_000)
USE_UNTIL = date(2026, 8, 31)


def row(kind: str, count: int | None, *, days_ago: int = 0, **changes) -> Movement:
    """`row("dispensed", 42, days_ago=14)`: so many capsules of 25 mg, at 10:00 of that day."""
    at = NOW - timedelta(days=days_ago)
    values = {
        "key": f"{kind}-{days_ago}",
        "kind": kind,
        "product": CAPSULE,
        "at": at,
        "recorded_at": at,
        "amount_ug": None if count is None else count * 25_000,
    }
    return Movement(**(values | changes))


def looked_at(patient, days_ago: int | None):
    """The patient, whose state record was looked at so long ago; None: nobody knows when."""
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    patient.readiness_gates.filter(key=MONITORING_CHECK).update(done_on=day)
    return patient


class PrescriptionFactory(factory.django.DjangoModelFactory):
    """Issued ten days ago: 42 capsules a fill, two refills."""

    class Meta:
        model = Prescription

    patient = factory.LazyFunction(dosing_patient)
    formulation = Formulation.CAPSULE
    enantiomer = Enantiomer.RACEMIC
    strength_ug = 25_000
    issued_on = TODAY - timedelta(days=10)
    prescriber_name = "Dr. Ada Stone"
    pharmacy = "Elm Street Compounding"
    quantity_ug = 42 * 25_000
    refills_authorised = 2
    recorded_by = factory.SubFactory(UserFactory, nurse=True)
    recorded_at = NOW - timedelta(days=10)
    idempotency_key = factory.Sequence(lambda n: f"prescription-{n}")


class SupplyEntryFactory(factory.django.DjangoModelFactory):
    """Something told today; `count=` is in capsules of 25 mg."""

    class Meta:
        model = SupplyEntry

    class Params:
        count = 42

    patient = factory.LazyFunction(dosing_patient)
    kind = SupplyKind.COUNTED
    formulation = Formulation.CAPSULE
    enantiomer = Enantiomer.RACEMIC
    strength_ug = 25_000
    amount_ug = factory.LazyAttribute(lambda entry: entry.count * 25_000)
    happened_at = NOW
    recorded_by = factory.LazyAttribute(lambda entry: entry.patient.user)
    recorded_at = factory.SelfAttribute("happened_at")
    idempotency_key = factory.Sequence(lambda n: f"supply-{n}")


class DispensingFactory(SupplyEntryFactory):
    """42 capsules, dispensed yesterday, good until the end of August."""

    kind = SupplyKind.DISPENSED
    happened_at = NOW - timedelta(days=1)
    pharmacy = "Elm Street Compounding"
    lot = "A-101"
    beyond_use_on = USE_UNTIL
