"""Two phones, two tabs, beat and a nurse at the same moment: one record, one alert, one truth."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from dosing.choices import Outcome
from dosing.models import Clearance, DoseLog, Hold, IncreasePermit
from dosing.selectors import calendar_by_token
from dosing.services import calendar_make
from ketaclinic.errors import Refused
from ketaclinic.reminders.models import Reminder
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import alert_resolve, refresh_patient, summaries_look
from monitoring.checkins.models import CheckIn, PressureCheck, SafetyScreen, SideEffectReport
from monitoring.patient.services import (
    asq_submit,
    check_submit,
    checkin_submit,
    dose_change_submit,
    dose_submit,
    side_effects_submit,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW
from tests.factories.monitoring import (
    asq_answers,
    check_entry,
    checkin_entry,
    home_patient,
    open_slot,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONNECTIONS = 6
BLOOD = "symptom_haematuria"


def together(*functions):
    """Run the functions at the same moment on connections of their own; a refusal is a result."""
    barrier = threading.Barrier(len(functions))

    def run(function):
        try:
            barrier.wait(timeout=20)
            return function()
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result() for future in [pool.submit(run, each) for each in functions]]


@pytest.fixture
def slot():
    return open_slot(home_patient()[1])


def check(slot, *texts, key="k"):
    return lambda: check_submit(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=NOW,
        entry=check_entry(*texts),
        idempotency_key=key,
    )


def dose(slot, key="k"):
    return lambda: dose_submit(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=NOW,
        outcome=Outcome.TAKEN,
        amount_ug=25_000,
        taken_at=NOW,
        idempotency_key=key,
    )


def tell(slot, key="k", grade=3):
    return lambda: side_effects_submit(
        patient=slot.patient,
        by=slot.patient.user,
        now=NOW,
        grades={"headache": grade},
        pain=5,
        idempotency_key=key,
    )


def check_in(slot, key="k"):
    """The first one, a week after the plan began."""
    return lambda: checkin_submit(
        patient=slot.patient,
        by=slot.patient.user,
        now=NOW + timedelta(days=6),
        entry=checkin_entry(grades={"haematuria": 2}),
        idempotency_key=key,
    )


def screen(slot, key="k"):
    return lambda: asq_submit(
        patient=slot.patient,
        by=slot.patient.user,
        now=NOW,
        answers=asq_answers(asq_1="yes", asq_5="no"),
        idempotency_key=key,
    )


@pytest.mark.parametrize(
    ("send", "model"),
    [
        (check, PressureCheck),
        (dose, DoseLog),
        (tell, SideEffectReport),
        (check_in, CheckIn),
        (screen, SafetyScreen),
    ],
    ids=["check", "dose", "side effects", "check-in", "safety questions"],
)
def test_one_submission_sent_many_times_at_once_is_one_record(slot, send, model):
    results = together(*[send(slot)] * CONNECTIONS)
    assert model.objects.count() == 1
    assert len({row.pk for row in results}) == 1
    assert PatientSummary.objects.count() == 1


def test_one_report_corrected_many_times_at_once_is_corrected_once(slot):
    log = dose(slot)()

    def correct(key):
        return lambda: dose_change_submit(
            log=log,
            by=slot.patient.user,
            now=NOW,
            outcome=Outcome.VOMITED,
            amount_ug=None,
            taken_at=NOW,
            idempotency_key=key,
            note="It came up.",
        )

    results = together(*[correct(f"key-{count}") for count in range(8)])
    assert results.count("AlreadyCorrected") == 7
    assert DoseLog.objects.in_force().count() == 1


def test_many_tabs_give_one_check_in_for_its_day(slot):
    results = together(*[check_in(slot, f"key-{count}") for count in range(8)])
    assert results.count("CheckInNotOpen") == 7
    assert CheckIn.objects.count() == SideEffectReport.objects.count() == 1
    assert Hold.objects.standing().count() == Alert.objects.filter(rule_key=BLOOD).count() == 1
    assert Reminder.objects.filter(purpose="checkin_weekly", status="due").count() == 2


def test_two_tabs_make_one_calendar_address(slot):
    patient = slot.patient
    make = lambda: calendar_make(patient=patient, by=patient.user, now=NOW)  # noqa: E731
    tokens = together(*[make] * 8)
    assert [bool(calendar_by_token(token)) for token in tokens].count(True) == 1


def test_two_checks_at_once_never_let_a_dose_through_beside_a_hold(slot):
    together(check(slot, key="low"), check(slot, "168/104", "168/104", key="high"))
    assert PressureCheck.objects.count() == 2
    assert Hold.objects.filter(closed_at=None).count() == 1
    assert Clearance.objects.filter(voided_at=None).count() == 0


def test_beat_and_submissions_at_once_make_each_alert_once(slot):
    later = NOW + timedelta(hours=3)
    looks = [lambda: summaries_look(now=later)] * 3
    # A grade that holds no dose: a held dose is not missed, so the order would decide what is due.
    together(*looks, tell(slot, grade=2), lambda: refresh_patient(slot.patient, now=later))
    refresh_patient(slot.patient, now=later)
    keys = sorted(Alert.objects.values_list("rule_key", flat=True))
    assert keys == ["missed_dose", "symptom_headache"]
    assert PatientSummary.objects.count() == 1


def test_two_refreshes_at_once_grant_one_permit(slot):
    check(slot)()
    IncreasePermit.objects.all().update(withdrawn_at=NOW, withdraw_reason="test")
    together(*[lambda: refresh_patient(slot.patient, now=NOW)] * CONNECTIONS)
    assert IncreasePermit.objects.filter(withdrawn_at=None).count() == 1


def test_two_nurses_resolve_one_alert_and_one_is_told(slot):
    tell(slot)()
    alert = Alert.objects.get()
    nurses = [user_of("nurse"), user_of("prescriber")]

    def resolve(by):
        return lambda: alert_resolve(alert=alert, by=by, now=NOW, note=f"By {by.pk}.")

    results = together(*[resolve(by) for by in nurses])
    assert results.count("AlreadyResolved") == 1
    alert.refresh_from_db()
    assert alert.resolution_note == f"By {alert.resolved_by_id}."
