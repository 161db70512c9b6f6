"""The summary row: what the worklist shows, and that it always equals a rebuild."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketaclinic.accounts.services import user_settings_change
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import alert_acknowledge, alert_resolve, refresh_patient
from monitoring.checkins.services import (
    pain_record,
    pressure_check_record,
    side_effects_record,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import (
    NOW,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    dosing_patient,
    signed_plan,
)
from tests.factories.monitoring import check_entry, home_patient, open_slot, taken_before
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def plan():
    return home_patient()[1]


def check(plan, *texts, at=NOW, key="c1"):
    return pressure_check_record(
        patient=plan.patient,
        slot=open_slot(plan, at),
        by=plan.patient.user,
        now=at,
        entry=check_entry(*texts),
        idempotency_key=key,
    )


def refresh(plan, **later):
    return refresh_patient(plan.patient, now=NOW + timedelta(**later))


def test_a_quiet_patient(plan):
    summary = refresh(plan)
    assert (summary.worst_severity, summary.severity_rank, summary.why) == ("", 9, "")
    assert (summary.waiting_since, summary.due_at, summary.open_hold_count) == (None, None, 0)
    assert (summary.last_bp_at, summary.pain_now, summary.last_dose_at) == (None, None, None)
    assert summary.pain_baseline == Decimal("6.7")


def test_the_worst_alert_says_why(plan):
    check(plan, "182/100", "182/100")
    side_effects_record(
        patient=plan.patient,
        by=plan.patient.user,
        now=NOW,
        grades={"nausea": 2},
        idempotency_key="r",
    )
    summary = refresh(plan, minutes=3)
    assert (summary.worst_severity, summary.severity_rank) == ("same_day", 1)
    assert (summary.same_day_count, summary.routine_count, summary.emergency_count) == (1, 1, 0)
    assert summary.why.startswith("Blood pressure very high")
    assert summary.waiting_since == NOW + timedelta(minutes=3)
    assert summary.due_at == NOW + timedelta(minutes=18)
    assert (summary.has_plan_hold, summary.open_hold_count) == (True, 1)
    assert "very high" in summary.hold_sentence


def test_pressure_pain_and_doses(plan):
    last = taken_before(plan, hours=6)
    check(plan, "124/78", "121/76")
    pain_record(patient=plan.patient, by=plan.patient.user, now=NOW, score=4, idempotency_key="p")
    summary = refresh(plan)
    assert (summary.last_systolic, summary.last_diastolic) == (Decimal("122.5"), Decimal(77))
    assert (summary.last_bp_at, summary.pain_now, summary.pain_at) == (NOW, 4, NOW)
    assert (summary.last_dose_at, summary.last_dose_ug) == (last.taken_at, 25_000)
    assert (summary.next_dose_at, summary.next_dose_ug) == (NOW, 25_000)


def test_acknowledging_stops_the_clock_and_not_the_alert(plan):
    check(plan, "168/104", "168/104")
    refresh(plan)
    alert_acknowledge(alert=Alert.objects.get(), by=user_of("nurse"), now=NOW)
    summary = PatientSummary.objects.get()
    assert (summary.unacknowledged_count, summary.due_at) == (0, None)
    assert summary.same_day_count == 1


def test_resolving_empties_the_row(plan):
    check(plan, "168/104", "168/104")
    refresh(plan)
    alert_resolve(alert=Alert.objects.get(), by=user_of("nurse"), now=NOW, note="Called.")
    summary = PatientSummary.objects.get()
    assert (summary.worst_severity, summary.same_day_count, summary.why) == ("", 0, "")
    assert summary.has_plan_hold


def test_a_hold_of_one_dose_ends_with_its_dose(plan):
    slot = open_slot(plan)
    HoldFactory(patient=plan.patient, key="bp_raised", scope="slot", slot=slot)
    assert refresh(plan, minutes=119).open_hold_count == 1
    assert refresh(plan, minutes=120).open_hold_count == 0


@pytest.mark.parametrize(
    ("build", "look"),
    [
        pytest.param(lambda plan: None, timedelta(days=1), id="once a day"),
        pytest.param(lambda plan: open_slot(plan), timedelta(hours=2), id="a window closes"),
    ],
)
def test_when_time_must_look_again(plan, build, look):
    build(plan)
    assert refresh(plan).next_look_at == NOW + look


def test_time_looks_when_silence_would_begin():
    began = NOW - timedelta(hours=71)
    plan = DosingPlanFactory(signed_at=began, effective_at=began)
    assert refresh(plan).next_look_at == NOW + timedelta(hours=1)


def test_nobody_looks_again_at_a_patient_who_is_not_active():
    patient = dosing_patient(submitted=True)
    assert refresh_patient(patient, now=NOW).next_look_at is None


def rebuilt(patient, now):
    """The row as it would be written from nothing."""
    PatientSummary.objects.filter(patient=patient).delete()
    return without_pk(refresh_patient(patient, now=now))


def without_pk(summary):
    return {
        k: v
        for k, v in model_to_dict(PatientSummary.objects.get(pk=summary.pk)).items()
        if k != "id"
    }


def do_check(plan, number, at):
    texts = [("124/78", "122/76"), ("145/85", "146/86"), ("168/104", "166/102")][number % 3]
    check(plan, *texts, at=at, key=f"c{number}")


def do_tell(plan, number, at):
    side_effects_record(
        patient=plan.patient,
        by=plan.patient.user,
        now=at,
        grades={"nausea": number % 3},
        idempotency_key=f"r{number}",
    )


def do_pain(plan, number, at):
    pain_record(
        patient=plan.patient,
        by=plan.patient.user,
        now=at,
        score=number % 11,
        idempotency_key=f"p{number}",
    )


def do_dose(plan, number, at):
    marks = ["extra"] if number % 4 == 3 else []
    DoseLogFactory(slot=open_slot(plan, at), marks=marks)


def do_resolve(plan, number, at):
    alert = Alert.objects.open().filter(patient=plan.patient).first()
    if alert:
        alert_resolve(alert=alert, by=user_of("nurse"), now=at, note="Done.")


DEEDS = st.lists(st.sampled_from([do_check, do_tell, do_pain, do_dose, do_resolve]), max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_the_row_always_equals_a_rebuild(deeds):
    plan = home_patient()[1]
    now = NOW
    for number, deed in enumerate(deeds):
        now = NOW + timedelta(hours=7 * number)
        deed(plan, number, now)
        refresh_patient(plan.patient, now=now)
    kept = without_pk(refresh_patient(plan.patient, now=now))
    assert rebuilt(plan.patient, now) == kept


def test_it_follows_the_clock_of_a_patient_who_moves():
    plan = signed_plan(dosing_patient())
    user, before = plan.patient.user, refresh_patient(plan.patient, now=NOW).next_dose_at
    user_settings_change(
        user=user, full_name="R", language="en-us", time_zone="America/Los_Angeles", now=NOW
    )
    assert PatientSummary.objects.get().next_dose_at == before + timedelta(hours=3)


def test_moving_makes_no_summary_where_there_was_none():
    user = signed_plan(dosing_patient()).patient.user
    user_settings_change(
        user=user, full_name="R", language="en-us", time_zone="America/Los_Angeles", now=NOW
    )
    assert not PatientSummary.objects.exists()
