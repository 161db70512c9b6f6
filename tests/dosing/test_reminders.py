"""Is a reminder still wanted? Asked when it is claimed and again before it is sent."""

import pytest

from dosing.choices import HoldScope, NotOffered, Place, ReminderPurpose
from dosing.selectors.reminders import unwanted_among
from dosing.services import plan_stop
from intake.choices import PatientState
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services.compose import purpose_render
from tests.factories.dosing import (
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
)
from tests.factories.reminders import why_unwanted

pytestmark = pytest.mark.django_db
TOLD_TO_NOBODY = ("ketamine", "dose", "mg", "pain", "capsule")


def reason(slot, now):
    return why_unwanted(ReminderPurpose.DUE, str(slot.public_id), now)


def test_a_dose_that_waits_is_wanted(slot, now):
    assert reason(slot, now) == ""


def test_a_dose_that_was_reported(slot, now):
    DoseLogFactory(slot=slot)
    assert reason(slot, now) == "logged"


def test_an_extra_dose_is_no_report_of_it(slot, now):
    DoseLogFactory(slot=slot, is_extra=True)
    assert reason(slot, now) == ""


@pytest.mark.parametrize("scope", list(HoldScope))
def test_a_hold(slot, now, scope):
    own = slot if scope == HoldScope.SLOT else None
    HoldFactory(patient=slot.patient, scope=scope, slot=own)
    assert reason(slot, now) == "held"


def test_the_hold_of_another_dose_or_patient_says_nothing(slot, now):
    other = ScheduledDoseFactory()
    HoldFactory(patient=other.patient)
    HoldFactory(patient=other.patient, key="bp_raised", scope=HoldScope.SLOT, slot=other)
    assert reason(slot, now) == ""


def test_a_plan_that_was_stopped(patient, prescriber, now):
    slot = signed_plan(patient).slots.first()
    plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
    assert reason(slot, now) == "stopped"


def test_a_plan_that_was_superseded(patient, now):
    slot = signed_plan(patient).slots.first()
    signed_plan(patient)
    assert reason(slot, now) == "superseded"


@pytest.mark.parametrize(
    ("why", "expected"),
    [(NotOffered.INTERVAL, "not_offered"), (NotOffered.ZONE, "zone_moved")],
)
def test_a_dose_that_is_not_offered(slot, now, why, expected):
    slot.not_offered = why
    slot.save()
    assert reason(slot, now) == expected


@pytest.mark.parametrize(
    ("state", "place", "expected"),
    [
        (PatientState.ACTIVE, Place.HOME, ""),
        (PatientState.APPROVED, Place.HOME, "patient_state"),
        (PatientState.APPROVED, Place.CLINIC, ""),
        (PatientState.PAUSED, Place.CLINIC, "paused"),
    ],
)
def test_the_state_of_the_patient(now, state, place, expected):
    plan = DosingPlanFactory(patient=dosing_patient(state=state), place=place)
    assert reason(ScheduledDoseFactory(plan=plan), now) == expected


@pytest.mark.parametrize("subject_id", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_what_does_not_exist(subject_id, now):
    assert why_unwanted(ReminderPurpose.DUE, subject_id, now) == "missing"


def test_many_are_asked_at_once(slot, now, django_assert_num_queries):
    logged = DoseLogFactory(slot=ScheduledDoseFactory()).slot
    asked = [str(slot.public_id), str(logged.public_id)]
    with django_assert_num_queries(1):
        assert unwanted_among(asked, now) == {str(logged.public_id): "logged"}


@pytest.mark.parametrize("key", list(ReminderPurpose))
def test_each_purpose_is_registered_and_tells_nobody_anything(key):
    purpose = purpose_for(key)
    subject, text = purpose_render(purpose)
    words = f"{subject} {text}".lower()
    assert not [word for word in TOLD_TO_NOBODY if word in words.split()]
