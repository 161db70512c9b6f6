"""The head of the chart: who, and the plan in one line."""

from datetime import UTC, date, datetime

import pytest

from dosing.models import DosingPlan
from intake.models import Patient
from ketaclinic.accounts.models import User
from monitoring.clinic.presenters.identity import identity, patient_age, plan_sentence

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def plan(**values):
    usual = {
        "formulation": "capsule",
        "route": "swallow",
        "place": "home",
        "strength_ug": 25_000,
        "dose_ug": 25_000,
        "times_of_day": ["08:00", "15:00", "22:00"],
        "effective_at": NOW,
    }
    return DosingPlan(**{**usual, **values})


def patient(**values):
    return Patient(user=User(email="rosa@clinic.test"), state="active", **values)


def test_the_plan_in_one_line():
    assert plan_sentence(plan()) == (
        "25 mg (1 capsule), every day at 8 am, 3 pm, 10 pm; at home, since March 2."
    )


def test_without_a_plan_the_line_says_so():
    assert plan_sentence(None) == "No plan is in force."


def test_the_next_planned_step_stands_beside_the_plan():
    step = {"dose_ug": 50_000, "after_days": 7, "conditions": []}
    head = identity(patient(), plan(steps=[step]), NOW)
    assert head.step_line == "Next planned step: 50 mg (2 capsules), March 9 at the earliest."


@pytest.mark.parametrize("running", [None, plan()])
def test_without_planned_steps_nothing_is_said_of_them(running):
    assert identity(patient(), running, NOW).step_line == ""


@pytest.mark.parametrize(
    ("born", "age"),
    [
        pytest.param(date(1981, 3, 2), 45, id="birthday today"),
        pytest.param(date(1981, 3, 3), 44, id="birthday tomorrow"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_age(born, age):
    assert patient_age(patient(date_of_birth=born), NOW) == age


def test_facts_that_are_not_known_are_left_out():
    assert identity(patient(), None, NOW).facts == ()


def test_known_facts_are_listed():
    head = identity(
        patient(
            phone="555-0101",
            emergency_contact_name="Ana Marin",
            emergency_contact_phone="555-0102",
            date_of_birth=date(1981, 3, 2),
        ),
        None,
        NOW,
    )
    assert dict(head.facts) == {
        "Born": "March 2, 1981",
        "Phone": "555-0101",
        "Emergency contact": "Ana Marin, 555-0102",
    }
    assert (head.state_word, head.state_kind) == ("Active", "go")


@pytest.mark.parametrize(
    ("state", "kind"), [("approved", "info"), ("paused", "wait"), ("discharged", "quiet")]
)
def test_the_state_has_its_tag(state, kind):
    person = patient()
    person.state = state
    assert identity(person, None, NOW).state_kind == kind
