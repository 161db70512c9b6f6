"""Plans, doses and reports for tests: fixed and clinically normal; each test names what is not."""

from datetime import UTC, date, datetime, time, timedelta

import factory

from dosing.choices import (
    Formulation,
    HoldScope,
    Outcome,
    Place,
    PlanChange,
    Route,
)
from dosing.models import (
    Clearance,
    DoseLog,
    DosingPlan,
    Hold,
    IncreasePermit,
    ScheduledDose,
)
from dosing.rules import Terms
from dosing.services import plan_draft_save, plan_sign
from intake.choices import Answer, Section
from intake.models import Submission
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.factories.intake_answers import normal_answers

# 10:00 on an ordinary Monday in New York, the moment at which the clock stands still in tests.
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
APPLIED_AT = NOW - timedelta(days=20)
TIMES = ("08:00", "14:00", "20:00")


def terms(**changes: object) -> Terms:
    """25 mg capsules, one three times a day from today on, with some things changed."""
    ordinary = {
        "formulation": Formulation.CAPSULE,
        "strength_ug": 25_000,
        "dose_ug": 25_000,
        "times_of_day": TIMES,
        "starts_on": TODAY,
        "change_reason": "Your pain is worse at night.",
    }
    return Terms(**(ordinary | changes))


def solution(**changes: object) -> Terms:
    """A 10 mg/mL liquid, 25 mg (2.5 mL) three times a day."""
    liquid = {
        "formulation": Formulation.ORAL_SOLUTION,
        "strength_ug": None,
        "concentration_ug_per_ml": 10_000,
    }
    return terms(**(liquid | changes))


def dosing_patient(**changes: object):
    """An active patient who applied twenty days ago and weighs 70 kg."""
    return PatientFactory(**({"now": APPLIED_AT} | changes))


def takes_opioids(patient):
    """The patient's newest application says that they take an opioid: a lower start."""
    facts = normal_answers()
    facts[Section.MEDICINES]["opioid_use"]["answer"] = Answer.YES
    Submission.objects.create(
        patient=patient,
        number=2,
        facts=facts,
        policy_version=policy_in_force().version,
        submitted_at=APPLIED_AT + timedelta(days=1),
        submitted_by=patient.user,
    )
    return patient


def signed_plan(patient, plan_terms: Terms | None = None, *, now: datetime = NOW) -> DosingPlan:
    """A plan drafted and signed through the services, with its doses laid out."""
    prescriber = UserFactory(prescriber=True)
    plan_draft_save(patient=patient, by=prescriber, now=now, terms=plan_terms or terms())
    return plan_sign(patient=patient, by=prescriber, now=now)


class DosingPlanFactory(factory.django.DjangoModelFactory):
    """A signed first version in force since yesterday, without doses laid out."""

    class Meta:
        model = DosingPlan

    patient = factory.LazyFunction(dosing_patient)
    version = 1
    change = PlanChange.START
    formulation = Formulation.CAPSULE
    route = Route.SWALLOW
    strength_ug = 25_000
    dose_ug = 25_000
    times_of_day = factory.LazyFunction(lambda: list(TIMES))
    starts_on = TODAY - timedelta(days=1)
    place = Place.HOME
    signed_by = factory.SubFactory(UserFactory, prescriber=True)
    signed_at = NOW - timedelta(days=1)
    effective_at = NOW - timedelta(days=1)
    policy_version = factory.LazyFunction(lambda: policy_in_force().version)


class ScheduledDoseFactory(factory.django.DjangoModelFactory):
    """Today's 10:00 dose in New York: its window is open now. `at=` moves it."""

    class Meta:
        model = ScheduledDose

    class Params:
        at = NOW

    plan = factory.SubFactory(DosingPlanFactory)
    patient = factory.SelfAttribute("plan.patient")
    local_date = factory.LazyAttribute(lambda slot: (slot.at - timedelta(hours=4)).date())
    local_time = factory.LazyAttribute(
        lambda slot: (slot.at - timedelta(hours=4)).time().replace(tzinfo=None) or time.min
    )
    zone = "America/New_York"
    nominal_at = factory.SelfAttribute("at")
    due_at = factory.SelfAttribute("at")
    window_opens_at = factory.LazyAttribute(lambda slot: slot.nominal_at - timedelta(hours=1))
    window_closes_at = factory.LazyAttribute(lambda slot: slot.nominal_at + timedelta(hours=2))
    dose_ug = factory.SelfAttribute("plan.dose_ug")
    place = factory.SelfAttribute("plan.place")


class HoldFactory(factory.django.DjangoModelFactory):
    """An open hold on the whole plan."""

    class Meta:
        model = Hold

    patient = factory.LazyFunction(dosing_patient)
    key = "bp_high"
    scope = HoldScope.PLAN
    sentence = "Your reading was high. The clinic will call you."
    placed_at = NOW - timedelta(minutes=10)
    policy_version = factory.LazyFunction(lambda: policy_in_force().version)


class ClearanceFactory(factory.django.DjangoModelFactory):
    """A clearance given just now, good for half an hour."""

    class Meta:
        model = Clearance

    slot = factory.SubFactory(ScheduledDoseFactory)
    granted_at = NOW
    expires_at = NOW + timedelta(minutes=30)
    policy_version = factory.LazyFunction(lambda: policy_in_force().version)
    source = "monitoring.pressurecheck:1"


class IncreasePermitFactory(factory.django.DjangoModelFactory):
    """A permit given an hour ago, good for the rest of the day."""

    class Meta:
        model = IncreasePermit

    patient = factory.LazyFunction(dosing_patient)
    granted_at = NOW - timedelta(hours=1)
    expires_at = NOW + timedelta(hours=23)
    policy_version = factory.LazyFunction(lambda: policy_in_force().version)


class DoseLogFactory(factory.django.DjangoModelFactory):
    """A dose taken as planned."""

    class Meta:
        model = DoseLog

    slot = factory.SubFactory(ScheduledDoseFactory)
    patient = factory.SelfAttribute("slot.patient")
    outcome = Outcome.TAKEN
    amount_ug = 25_000
    taken_at = factory.SelfAttribute("slot.due_at")
    recorded_at = factory.SelfAttribute("taken_at")
    recorded_by = factory.SelfAttribute("patient.user")
    idempotency_key = factory.Sequence(lambda n: f"report-{n}")
