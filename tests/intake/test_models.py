"""What the database itself refuses, whatever the path."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction

from intake.choices import Outcome, PatientState
from intake.models import (
    ConsentDocument,
    Decision,
    Medicine,
    Patient,
    PatientStateChange,
    ReadinessGate,
    WeightMeasurement,
)
from intake.rules.states import TRANSITIONS
from tests.factories.intake import PatientFactory

pytestmark = pytest.mark.django_db
STATES = sorted(PatientState)


def is_refused(write):
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("before", STATES)
def test_the_database_knows_the_transition_table(before, now):
    patient = PatientFactory(draft=True)
    for after in set(STATES) - {before}:
        with transaction.atomic():
            stored = Patient.objects.create(
                user=PatientFactory(draft=True).user.__class__.objects.create_user(
                    f"{before}.{after}@clinic.test"
                ),
                state=before,
                created_at=now,
                date_of_birth=patient.date_of_birth,
            )
        is_allowed = after in TRANSITIONS[before]
        rows = Patient.objects.filter(pk=stored.pk)
        assert is_refused(lambda rows=rows, after=after: rows.update(state=after)) is not is_allowed


def test_raw_sql_cannot_make_an_undeclared_change_either():
    patient = PatientFactory(draft=True)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_patient SET state = 'active' WHERE id = %s", [patient.pk])
    patient.refresh_from_db()
    assert patient.state == PatientState.DRAFT


def test_an_unknown_state_is_refused():
    patient = PatientFactory(draft=True)
    assert is_refused(lambda: Patient.objects.filter(pk=patient.pk).update(state="sleeping"))


def test_a_change_that_is_not_declared_is_refused_as_a_row(now):
    patient = PatientFactory(draft=True)

    def write():
        PatientStateChange.objects.create(
            patient=patient, from_state="draft", to_state="active", at=now
        )

    assert is_refused(write)


def test_a_submitted_patient_has_a_birth_date():
    patient = PatientFactory(draft=True, date_of_birth=None)
    assert is_refused(lambda: Patient.objects.filter(pk=patient.pk).update(state="submitted"))


def test_a_gate_is_closed_by_somebody_or_not_at_all(approved, now):
    gate = ReadinessGate.objects.filter(patient=approved)[:1].get()
    rows = ReadinessGate.objects.filter(pk=gate.pk)
    assert is_refused(lambda: rows.update(closed_at=now))
    assert is_refused(lambda: rows.update(closed_at=now, closed_by=approved.user))
    assert not is_refused(
        lambda: rows.update(closed_at=now, closed_by=approved.user, outcome="done")
    )


def test_a_gate_stands_once_on_a_list(approved, now):
    gate = ReadinessGate.objects.filter(patient=approved)[:1].get()
    assert is_refused(
        lambda: ReadinessGate.objects.create(patient=approved, key=gate.key, opened_at=now)
    )


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param({"outcome": Outcome.APPROVE, "understands_risks": False}, id="not informed"),
        pytest.param({"outcome": Outcome.APPROVE, "understands_risks": None}, id="not asked"),
        pytest.param({"outcome": Outcome.DECLINE, "message": ""}, id="no message"),
    ],
)
def test_a_decision_is_whole(terms, nurse, now):
    patient = PatientFactory(submitted=True)

    def write():
        Decision.objects.create(
            submission=patient.submissions.get(),
            reason="x",
            decided_at=now,
            decided_by=nurse,
            **terms,
        )

    assert is_refused(write)


def test_a_medicine_is_struck_out_by_somebody(applicant, user, now):
    medicine = Medicine.objects.create(
        patient=applicant, name_text="x", class_keys=["cyp_unknown"], added_at=now, added_by=user
    )
    rows = Medicine.objects.filter(pk=medicine.pk)
    assert is_refused(lambda: rows.update(struck_out_at=now))
    assert is_refused(lambda: rows.update(started_on=date(2026, 2, 2), stopped_on=date(2026, 2, 1)))


def test_a_weight_is_more_than_nothing(applicant, user, now):
    assert is_refused(
        lambda: WeightMeasurement.objects.create(
            patient=applicant, weight_g=0, measured_at=now, recorded_by=user
        )
    )


def test_a_document_has_each_version_once():
    first = ConsentDocument.objects.first()
    first.pk = None
    first._state.adding = True
    assert is_refused(lambda: first.save())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"preferred_name": "Ro"}, "Ro Marin"),
        ({}, "Rosa Marin"),
        ({"first_name": "", "last_name": ""}, "person@clinic.test"),
    ],
)
def test_display_name(names, expected):
    patient = PatientFactory(draft=True, user__email="person@clinic.test", **names)
    assert patient.display_name == expected


def test_the_technical_admin_opens_no_record_of_intake():
    assert not [m for m in admin.site._registry if m._meta.app_label == "intake"]
