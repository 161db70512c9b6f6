"""What the database itself refuses: changed rows, half pairs, second rows of one submission."""

import pytest
from django.db import IntegrityError, connection, transaction

from ketaclinic.audit.append_only import AppendOnlyError
from ketaclinic.policies.selectors import policy_in_force
from monitoring.checkins.models import (
    PainScore,
    PressureCheck,
    SafetyResponse,
    SideEffectGrade,
    SideEffectReport,
)
from tests.factories.dosing import NOW
from tests.factories.monitoring import home_patient, open_slot
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def slot():
    return open_slot(home_patient()[1])


def check(dose, **changes):
    ordinary = {
        "patient": dose.patient,
        "slot": dose,
        "kind": "predose",
        "outcome": "go",
        "policy_version": policy_in_force().version,
        "recorded_at": NOW,
        "recorded_by": dose.patient.user,
        "idempotency_key": "k1",
        "systolic_1": 124,
        "diastolic_1": 78,
    }
    return PressureCheck.objects.create(**(ordinary | changes))


def report(slot, **changes):
    ordinary = {
        "patient": slot.patient,
        "scale_version": "words-1",
        "policy_version": policy_in_force().version,
        "recorded_at": NOW,
        "idempotency_key": "k1",
    }
    return SideEffectReport.objects.create(**(ordinary | changes))


def pain(slot, **changes):
    ordinary = {"patient": slot.patient, "score": 4, "recorded_at": NOW, "idempotency_key": "k1"}
    return PainScore.objects.create(**(ordinary | changes))


def safety(slot, **changes):
    ordinary = {"patient": slot.patient, "answer": "called", "recorded_at": NOW}
    return SafetyResponse.objects.create(**(ordinary | {"idempotency_key": "k1"} | changes))


def grade(slot, **changes):
    ordinary = {"report": report(slot), "symptom": "nausea", "grade": 1}
    return SideEffectGrade.objects.create(**(ordinary | changes))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"diastolic_1": None}, id="half a first pair"),
        pytest.param({"systolic_2": 120}, id="half a second pair"),
        pytest.param({"diastolic_3": 80}, id="half a third pair"),
        pytest.param({"systolic_1": 0}, id="a zero"),
        pytest.param({"pulse_1": 401}, id="more than a display shows"),
        pytest.param({"outcome": "maybe"}, id="an unknown outcome"),
        pytest.param({"slot": None}, id="before a dose, but no dose"),
        pytest.param({"kind": "repeat"}, id="a repeat of nothing"),
    ],
)
def test_a_check_that_cannot_be_is_refused_by_the_database(slot, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        check(slot, **changes)
    assert PressureCheck.objects.count() == 0


@pytest.mark.parametrize("changes", [{"score": 11}], ids=["11"])
def test_pain_above_ten_is_refused(slot, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        pain(slot, **changes)


def test_a_grade_above_four_is_refused(slot):
    with pytest.raises(IntegrityError), transaction.atomic():
        grade(slot, grade=5)


def test_a_side_effect_is_graded_once_a_report(slot):
    first = grade(slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        SideEffectGrade.objects.create(report=first.report, symptom="nausea", grade=2)


def test_an_unknown_button_is_refused(slot):
    with pytest.raises(IntegrityError), transaction.atomic():
        safety(slot, answer="later")


@pytest.mark.parametrize("make", [check, report, pain, safety])
def test_one_submission_is_one_row(slot, make):
    make(slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(slot)


@pytest.mark.parametrize("make", [check, report, pain, safety])
def test_the_same_key_of_another_patient_is_another_submission(slot, make):
    make(slot)
    assert make(open_slot(home_patient()[1])).pk


@pytest.mark.parametrize("make", [check, report, pain, safety, grade])
def test_a_row_is_never_changed_in_python(slot, make):
    row = make(slot)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        type(row).objects.all().delete()


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("make", [check, report, pain, safety, grade])
def test_a_row_is_never_changed_past_python_either(slot, make, statement):
    row = make(slot)
    table = row._meta.db_table
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert type(row).objects.count() == 1
