"""Tests and visits that care asks for: recorded, due again, and told to the patient in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.choices import CareKind, CarePurpose, PatientState
from intake.models import CareRecord, ReadinessGate
from intake.rules import IntakePolicy
from intake.rules.care import CareDates, usual_next
from intake.selectors.care import care_of, care_unwanted_among
from intake.services import readiness_gate_record
from intake.services.care import care_record
from intake.services.errors import CareRefused
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.reminders.models import Reminder
from tests.factories.intake import PatientFactory
from tests.factories.reminders import why_unwanted
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db
# The clock stands still on Monday, June 1, at 10:00 in New York.
TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def patient(db):
    """Active, and nothing on record of what care asks for."""
    patient = PatientFactory(approved=True)
    patient.state = PatientState.ACTIVE
    patient.save()
    return patient


@pytest.fixture
def record(patient, nurse, now):
    def do(kind=CareKind.LIVER, done_on=TODAY, at=now, **changes):
        told = {"patient": patient, "kind": kind, "done_on": done_on, "by": nurse, "now": at}
        return care_record(**(told | changes))

    return do


def told(purpose=CarePurpose.LABS):
    """(days from today, status) of each message."""
    rows = Reminder.objects.filter(purpose=purpose).order_by("planned_at")
    morning = datetime(2026, 6, 1, 14, tzinfo=UTC)
    return [((row.planned_at - morning) / DAY, row.status) for row in rows]


# --- Rules -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "days"), [(CareKind.LIVER, 90), (CareKind.URINE, 90), (CareKind.VISIT, 28)]
)
def test_the_policy_names_the_next_day(kind, days):
    assert usual_next(kind, TODAY, IntakePolicy()) == TODAY + days * DAY


@pytest.mark.parametrize(
    ("days", "is_in_order"), [(0, False), (1, True), (366, True), (367, False)]
)
def test_the_next_one_comes_after_this_one_and_within_a_year(days, is_in_order):
    assert CareDates(TODAY, TODAY + days * DAY).is_in_order is is_in_order


@pytest.mark.parametrize(("days", "is_done"), [(1, False), (0, True), (-1, True)])
def test_what_is_still_to_come_is_not_done(days, is_done):
    assert CareDates(TODAY + days * DAY, TODAY + 90 * DAY).is_done_by(TODAY) is is_done


# --- Recording -------------------------------------------------------------------------------
def test_a_test_is_recorded_and_due_again_by_the_policy(record, patient, nurse):
    row = record(note=" In range. ")
    assert (row.done_on, row.next_due_on, row.note) == (TODAY, TODAY + 90 * DAY, "In range.")
    assert (row.recorded_by, verbs(patient)[-1]) == (nurse, "intake.care_recorded")
    assert told() == [(83, "due"), (90, "due")]


def test_a_clinician_names_another_day(record):
    record(CareKind.VISIT, next_due_on=TODAY + 84 * DAY)
    assert told(CarePurpose.VISIT) == [(77, "due"), (84, "due")]
    assert told() == []


def test_the_same_again_changes_nothing(record):
    assert record() == record()
    assert CareRecord.objects.count() == 1


def test_a_later_record_counts_and_takes_the_old_reminders_back(record, patient):
    record(done_on=TODAY - 30 * DAY)
    record(done_on=TODAY)
    assert care_of(patient)[CareKind.LIVER].done_on == TODAY
    assert told() == [(53, "cancelled"), (60, "cancelled"), (83, "due"), (90, "due")]


def test_two_tests_of_one_day_are_one_message(record):
    record(CareKind.LIVER)
    record(CareKind.URINE)
    assert told() == [(83, "due"), (90, "due")]


@pytest.mark.parametrize(
    ("days", "mornings"),
    [(-10, [1]), (3, [1, 3]), (7, [1, 7]), (8, [1, 8])],
    ids=["overdue", "in three days", "in a week, and it is past ten", "tomorrow in a week"],
)
def test_what_should_have_been_told_before_is_told_once_the_next_morning(
    record, now, days, mornings
):
    changes = {"done_on": TODAY - 100 * DAY, "next_due_on": TODAY + days * DAY}
    record(at=now + timedelta(hours=1), **changes)
    assert told() == [(day, "due") for day in mornings]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"done_on": TODAY + DAY}, "done_on"),
        ({"next_due_on": TODAY}, "next_due_on"),
        ({"next_due_on": TODAY + 367 * DAY}, "next_due_on"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(record, changes, field):
    with pytest.raises(CareRefused) as refused:
        record(**changes)
    assert refused.value.field == field
    assert not CareRecord.objects.exists()
    assert told() == []


def test_before_an_approval_and_by_a_patient_nothing_is_recorded(record, patient):
    with pytest.raises(AccessRefused):
        record(by=patient.user)
    with pytest.raises(CareRefused):
        record(patient=PatientFactory(submitted=True))
    assert not CareRecord.objects.exists()


def test_the_readiness_list_tells_of_the_first_ones(nurse, now):
    patient = PatientFactory(approved=True)
    done_on = TODAY - 5 * DAY
    for _ in range(2):
        readiness_gate_record(
            patient=patient, key="baseline_lft", by=nurse, now=now, done_on=done_on
        )
    row = CareRecord.objects.get()
    assert (row.kind, row.done_on, row.recorded_by) == (CareKind.LIVER, done_on, nurse)
    assert ReadinessGate.objects.get(patient=patient, key="baseline_lft").done_on == done_on
    readiness_gate_record(patient=patient, key="locked_storage_confirmed", by=nurse, now=now)
    assert CareRecord.objects.count() == 1


# --- Is it still wanted? ---------------------------------------------------------------------
def wanted(purpose, now):
    return why_unwanted(purpose, Reminder.objects.filter(purpose=purpose).first().subject_id, now)


def test_a_reminder_is_wanted_until_the_test_is_recorded(record, now):
    record(done_on=TODAY - 30 * DAY)
    assert wanted(CarePurpose.LABS, now) == ""
    record(done_on=TODAY)
    assert wanted(CarePurpose.LABS, now) == "recorded"


def test_of_two_tests_of_a_day_one_that_is_open_is_told(record, now):
    for kind in (CareKind.LIVER, CareKind.URINE):
        record(kind, done_on=TODAY - 30 * DAY)
    record(CareKind.URINE, done_on=TODAY)
    assert wanted(CarePurpose.LABS, now) == ""


def test_a_visit_says_nothing_of_a_test(record, now):
    record(CareKind.LIVER, next_due_on=TODAY + 28 * DAY)
    record(CareKind.VISIT)
    record(CareKind.VISIT, next_due_on=TODAY + 50 * DAY)
    assert (wanted(CarePurpose.LABS, now), wanted(CarePurpose.VISIT, now)) == ("", "recorded")


@pytest.mark.parametrize("state", [PatientState.PAUSED, PatientState.DISCHARGED])
def test_out_of_care_nobody_is_told(record, patient, now, state):
    record()
    patient.state = state
    patient.save()
    assert wanted(CarePurpose.LABS, now) == state


def test_many_are_asked_in_one_question(record, now, django_assert_num_queries):
    record()
    subject = Reminder.objects.first().subject_id
    among = care_unwanted_among(CarePurpose.LABS)
    other = "00000000-0000-4000-8000-000000000000@2026-06-01"
    with django_assert_num_queries(1):
        found = among([subject, "", "x@2026-06-01", other], now)
    assert found == dict.fromkeys(["", "x@2026-06-01", other], "missing")
