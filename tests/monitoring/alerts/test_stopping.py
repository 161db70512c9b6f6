"""Stopping as recorded facts: what opens the decision, what ends its support, what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dosing.services import hold_close
from intake.choices import Instrument
from intake.models import InstrumentResponse
from monitoring.alerts.models import Alert
from monitoring.alerts.services import alert_resolve, refresh_patient
from monitoring.clinic.services import plan_pause
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, DoseLogFactory, DosingPlanFactory, dosing_patient
from tests.factories.monitoring import open_slot

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RULES = ("taper_or_restart", "restart_needed", "benefit_review")


@pytest.fixture
def nurse():
    return user_of("nurse")


def planned(days, **changes):
    """A patient whose plan began so many days ago."""
    began = NOW - days * DAY
    patient = dosing_patient(now=began - 20 * DAY)
    times = {"signed_at": began, "effective_at": began, "starts_on": began.date()}
    return DosingPlanFactory(patient=patient, **times, **changes)


def dosed(plan, first, last=0):
    """One dose a day, from `first` days ago to `last` days ago."""
    for day in range(last, first + 1):
        at = NOW - day * DAY - timedelta(hours=2)
        DoseLogFactory(slot=open_slot(plan, at), taken_at=at, recorded_at=at)
    return plan


def found(patient, now=NOW):
    refresh_patient(patient, now=now)
    alerts = Alert.objects.filter(patient=patient, rule_key__in=RULES).order_by("pk")
    return [(alert.rule_key, alert.is_supported) for alert in alerts]


@pytest.mark.parametrize(
    ("first", "expected"),
    [pytest.param(20, [], id="21 days"), pytest.param(21, [("taper_or_restart", True)], id="22")],
)
def test_a_hold_after_more_than_three_weeks_asks_for_a_decision(nurse, first, expected):
    patient = dosed(planned(30), first).patient
    hold = plan_pause(patient=patient, by=nurse, now=NOW, reason="Liver test is high.")
    assert found(patient) == expected
    assert found(patient) == expected
    assert [alert.fact_key for alert in Alert.objects.filter(rule_key="taper_or_restart")] == [
        f"hold:{hold.pk}"
    ] * len(expected)


def test_a_closed_hold_takes_the_support_and_a_person_ends_it(nurse):
    patient = dosed(planned(30), 21).patient
    hold = plan_pause(patient=patient, by=nurse, now=NOW, reason="Liver test is high.")
    hold_close(hold=hold, by=nurse, now=NOW + timedelta(hours=2), note="Repeat is normal.")
    assert found(patient, NOW + timedelta(hours=2)) == [("taper_or_restart", False)]


def test_a_resolved_decision_is_not_asked_again_for_the_same_hold(nurse):
    patient = dosed(planned(30), 21).patient
    plan_pause(patient=patient, by=nurse, now=NOW, reason="Liver test is high.")
    alert_resolve(alert=Alert.objects.get(), by=nurse, now=NOW, note="Taper made.")
    refresh_patient(patient, now=NOW + 20 * DAY)
    assert not Alert.objects.open().filter(rule_key="taper_or_restart").exists()


def test_after_a_week_without_a_dose_a_new_step_is_asked_for():
    plan = dosed(planned(30), first=12, last=8)
    assert found(plan.patient) == [("restart_needed", True)]
    later = {"version": 2, "supersedes": plan, "signed_at": NOW, "effective_at": NOW}
    DosingPlanFactory(patient=plan.patient, dose_ug=25_000, **later)
    assert found(plan.patient, NOW + timedelta(minutes=1)) == [("restart_needed", False)]


@pytest.mark.parametrize(
    ("days", "scores", "expected"),
    [
        pytest.param(89, (), [], id="89 days"),
        pytest.param(90, (), [("benefit_review", True)], id="90 days, no score since"),
        pytest.param(90, ("5.0",), [("benefit_review", True)], id="too little better"),
        pytest.param(90, ("4.0",), [], id="a known benefit"),
        pytest.param(90, ("4.0", "6.5"), [("benefit_review", True)], id="a benefit that went"),
    ],
)
def test_after_90_days_without_a_known_benefit_the_plan_is_reviewed(days, scores, expected):
    patient = planned(days).patient
    for number, score in enumerate(scores):
        InstrumentResponse.objects.create(
            patient=patient,
            instrument=Instrument.PEG,
            version="2009-en",
            answers={},
            score=Decimal(score),
            answered_at=NOW - (20 - number) * DAY,
            recorded_by=patient.user,
        )
    assert [each for each in found(patient) if each[0] == "benefit_review"] == expected


def test_a_plan_that_goes_on_from_another_counts_from_the_first(nurse):
    """A review that was done asks again after the next 90 days, not before."""
    plan = planned(100)
    refresh_patient(plan.patient, now=NOW)
    alert = Alert.objects.get(rule_key="benefit_review")
    assert alert.sentence == "90 days on the plan, and no benefit is known"
    alert_resolve(alert=alert, by=nurse, now=NOW, note="Sleeps better; go on.")
    refresh_patient(plan.patient, now=NOW + 79 * DAY)
    refresh_patient(plan.patient, now=NOW + 80 * DAY)
    assert Alert.objects.filter(rule_key="benefit_review").count() == 2
