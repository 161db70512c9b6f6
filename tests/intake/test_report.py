"""The funnel, the days between its steps, and what was found most."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import Action
from intake.models import ScreeningFinding
from intake.selectors.report import intake_report
from intake.services import patient_move, patients_merge
from tests.factories.intake import APPLIED_AT, PatientFactory

pytestmark = pytest.mark.django_db


def find(patient, key, action=Action.REVIEW):
    submission = patient.submissions.last()
    ScreeningFinding.objects.create(
        submission=submission,
        key=key,
        action=action,
        facts={},
        sentence="x",
        source="x",
        policy_version=submission.policy_version,
        found_at=submission.submitted_at,
    )


@pytest.fixture
def three(prescriber, now):
    """A draft, one that waits, and one that became active and was withdrawn."""
    PatientFactory(draft=True)
    waiting, active = PatientFactory(submitted=True), PatientFactory(active=True)
    for patient in (waiting, active):
        find(patient, "opioid_use")
    find(active, "porphyria", Action.EXCLUDE)
    patient_move(
        patient=active, move="withdraw", by=prescriber, now=now, reason="x", is_confirmed=True
    )


def test_each_step_counts_who_ever_reached_it(three):
    assert intake_report().counts == {
        "started": 3,
        "submitted": 2,
        "approved": 1,
        "declined": 0,
        "withdrawn": 1,
        "active": 1,
    }


def test_the_days_between_steps_are_medians(three):
    days = intake_report().median_days
    assert days["started to submitted"] == 0.0
    assert days["submitted to declined"] is None


def test_findings_are_counted_most_frequent_first(three):
    assert intake_report().findings == [
        ("opioid_use", "review", 2),
        ("porphyria", "exclude", 1),
    ]
    assert len(intake_report(most=1).findings) == 1


@pytest.mark.parametrize(
    ("since", "until", "started"),
    [
        (APPLIED_AT, None, 1),
        (APPLIED_AT + timedelta(seconds=1), None, 0),
        (None, APPLIED_AT, 0),
        (None, APPLIED_AT + timedelta(seconds=1), 1),
    ],
    ids=["from its moment", "after it", "before it", "just past it"],
)
def test_the_stretch_is_half_open(since, until, started):
    PatientFactory(draft=True)
    assert intake_report(since=since, until=until).counts["started"] == started


def test_a_record_that_was_joined_is_counted_once(prescriber, now):
    kept, duplicate = PatientFactory(active=True), PatientFactory(submitted=True)
    patients_merge(kept=kept, duplicate=duplicate, by=prescriber, now=now, reason="same")
    assert intake_report().counts["started"] == 1


@pytest.mark.parametrize("count", [1, 8])
def test_the_report_costs_the_same_whatever_there_is(count):
    for _ in range(count):
        find(PatientFactory(submitted=True), "opioid_use")
    with CaptureQueriesContext(connection) as queries:
        intake_report()
    assert len(queries) == 3


def printed(*arguments):
    out = StringIO()
    call_command("intake_report", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_a_funnel_and_names_nobody(three):
    text = printed()
    assert "started                      3" in text
    assert "submitted                    2    67%" in text
    assert "opioid_use" in text
    assert "Marin" not in text


def test_an_empty_clinic_prints_too():
    assert "none" in printed()
    assert json.loads(printed("--json"))["counts"]["started"] == 0


def test_days_are_the_clinics_and_the_last_one_counts():
    PatientFactory(draft=True, now=datetime(2026, 6, 1, 3, 0, tzinfo=UTC))
    data = json.loads(printed("--json", "--since", "2026-05-31", "--until", "2026-05-31"))
    assert data["counts"]["started"] == 1
    data = json.loads(printed("--json", "--since", "2026-06-01"))
    assert data["counts"]["started"] == 0


def test_a_date_that_is_none_is_refused():
    with pytest.raises(CommandError, match="2026-06-01"):
        printed("--since", "June")
