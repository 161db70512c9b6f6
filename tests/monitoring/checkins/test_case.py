"""The case with its checks: written is as good as read, and it reaches back far enough."""

from dataclasses import fields
from datetime import timedelta

import pytest

from dosing.selectors import LOOK_BACK
from monitoring.alerts.rules import READ_BACK
from monitoring.checkins.rules import CheckPolicy
from monitoring.checkins.selectors import PatientCase, check_history, latest_pressure
from monitoring.checkins.services import pressure_check_record
from monitoring.checkins.services.pressure import pressure_check_record_in
from tests.factories.dosing import NOW
from tests.factories.monitoring import check_entry, home_patient, open_slot
from tests.support.kept import kept


@kept
def slot():
    return open_slot(home_patient()[1])


def record(case, slot, *texts, key="k"):
    by, entry = slot.patient.user, check_entry(*texts)
    return pressure_check_record_in(case, slot, entry, by=by, idempotency_key=key)


def test_no_limit_in_days_and_no_alert_looks_further_back():
    days = [each for each in fields(CheckPolicy) if each.metadata.get("unit") == "d"]
    assert days
    assert all(timedelta(days=each.metadata["high"]) <= LOOK_BACK for each in days)
    assert READ_BACK <= LOOK_BACK


def told(checks):
    """The rows, whatever order a database keeps the keys of their findings in."""
    return [(check._replace(findings_text=""), check.findings) for check in checks]


@pytest.mark.parametrize(
    ("text", "is_told"), [("124/78", False), ("168/104", True)], ids=["go", "held"]
)
def test_the_text_of_the_findings_says_whether_the_clinic_hears_of_them(slot, text, is_told):
    record(PatientCase(slot.patient, NOW), slot, text, text)
    [check] = PatientCase(slot.patient, NOW).checks
    actions = {item["action"] for item in check.findings}
    assert check.may_have("routine_review", "same_day", "emergency_now") is is_told
    assert all(check.may_have(action) for action in actions)
    assert not check.may_have("nothing_of_the_kind")


@pytest.mark.parametrize("text", ["124/78", "168/104"], ids=["go", "held"])
def test_a_check_is_known_as_if_it_had_been_read(slot, text):
    case = PatientCase(slot.patient, NOW)
    assert case.checks == []
    record(case, slot, text, text)
    fresh = PatientCase(slot.patient, NOW)
    assert (told(case.checks), case.holds) == (told(fresh.checks), fresh.holds)
    assert case.checks[0].mean.systolic == latest_pressure(slot.patient).mean_systolic


def test_an_old_check_sent_again_is_the_same_row(slot):
    first = record(PatientCase(slot.patient, NOW), slot)
    later = NOW + timedelta(days=90)
    again = pressure_check_record(
        patient=slot.patient,
        slot=open_slot(slot.plan, later),
        by=slot.patient.user,
        now=later,
        entry=check_entry(),
        idempotency_key="k",
    )
    assert again == first


def test_the_checks_of_a_dose_are_read_whole_only_if_there_are_any(slot, django_assert_num_queries):
    case = PatientCase(slot.patient, NOW)
    assert check_history(case, slot).first is None
    with django_assert_num_queries(1):
        check_history(case, slot)
