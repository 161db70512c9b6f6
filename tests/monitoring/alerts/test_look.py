"""Time's own visit: whom it visits, and that one bad patient stalls nobody."""

from datetime import timedelta

import pytest

from intake.choices import PatientState
from monitoring.alerts import tasks
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import look, refresh_patient, summaries_look
from tests.factories.dosing import NOW, dosing_patient
from tests.factories.monitoring import home_patient, open_slot
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def plan():
    return home_patient()[1]


def test_a_patient_who_was_never_looked_at_is_visited_first(plan):
    assert summaries_look(now=NOW) == 1
    assert PatientSummary.objects.get().patient == plan.patient


def test_a_patient_is_visited_when_due_and_not_before(plan):
    open_slot(plan)
    refresh_patient(plan.patient, now=NOW)
    due = PatientSummary.objects.get().next_look_at
    assert summaries_look(now=due - timedelta(seconds=1)) == 0
    assert summaries_look(now=due) == 1
    assert Alert.objects.get().rule_key == "missed_dose"


def test_a_second_visit_at_the_same_moment_finds_nothing_to_do(plan):
    summaries_look(now=NOW)
    assert summaries_look(now=NOW) == 0


def test_applicants_are_not_watched():
    dosing_patient(submitted=True)
    assert summaries_look(now=NOW) == 0


def test_no_more_than_the_limit_at_once():
    for _number in range(3):
        dosing_patient()
    assert summaries_look(now=NOW, limit=2) == 2
    assert summaries_look(now=NOW, limit=2) == 1


@pytest.mark.parametrize("is_known", [True, False], ids=["has a summary", "has none yet"])
def test_a_patient_whose_refresh_fails_steps_back(monkeypatch, plan, is_known):
    other = dosing_patient(state=PatientState.ACTIVE)
    if is_known:
        refresh_patient(plan.patient, now=NOW - timedelta(days=2))

    def fail_for_one(patient, *, now):
        if patient == plan.patient:
            raise RuntimeError("broken row")
        return refresh_patient(patient, now=now)

    monkeypatch.setattr(look, "refresh_patient", fail_for_one)
    assert summaries_look(now=NOW) == 1
    assert PatientSummary.objects.get(patient=other)
    stepped = PatientSummary.objects.get(patient=plan.patient)
    assert stepped.next_look_at == NOW + look.STEP_BACK


def test_the_task_is_one_call(plan):
    assert tasks.summaries_look() == 1
