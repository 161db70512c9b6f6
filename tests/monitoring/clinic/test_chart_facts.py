"""The chart's facts: the right patient, the right stretch, and the version that counts."""

from datetime import timedelta

import pytest

from dosing.models import DosingPlan, Journey
from monitoring.alerts.services import alert_resolve
from monitoring.checkins.services import pain_record
from monitoring.clinic.presenters.chart import chart_timeline, last_facts
from monitoring.clinic.presenters.timeline import Kind
from monitoring.clinic.selectors import SignedPlan, chart_facts
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, dosing_patient, signed_plan, terms
from tests.factories.monitoring import home_patient, open_slot, taken_before

DAY = timedelta(days=1)


def facts_of(patient, days=14):
    return chart_facts(patient, now=NOW, days=days)


@pytest.mark.parametrize(
    ("effective", "over", "counts"),
    [
        pytest.param(NOW, None, True, id="from this moment on"),
        pytest.param(NOW + timedelta(seconds=1), None, False, id="not yet"),
        pytest.param(NOW - DAY, NOW + timedelta(seconds=1), True, id="until the next moment"),
        pytest.param(NOW - DAY, NOW, False, id="over now"),
    ],
)
def test_the_version_that_counts(effective, over, counts):
    signed = SignedPlan(DosingPlan(effective_at=effective), over_at=over, stopped_at=None)
    assert signed.counts_at(NOW) is counts


def test_a_superseded_version_stays_in_the_history(db, clock):
    patient = dosing_patient()
    signed_plan(patient, now=NOW - timedelta(minutes=9))
    lower = signed_plan(patient, terms(dose_ug=20_000, strength_ug=20_000))
    facts = facts_of(patient)
    assert [signed.plan.version for signed in facts.plans] == [2, 1]
    assert facts.plan == lower
    assert facts.plans[1].stopped_at is None


def test_without_a_plan_policys_own_limits_are_shown(db, clock):
    facts = facts_of(dosing_patient())
    assert facts.plan is None
    assert (facts.limits.raised_systolic, facts.limits.raised_diastolic) == (140, 90)


def test_the_patients_own_limit_moves_the_line(db, clock):
    patient = dosing_patient()
    signed_plan(patient, terms(hold_systolic=150))
    assert facts_of(patient).limits.raised_systolic == 150


def test_resolved_alerts_are_apart_from_open_ones(worried, clock):
    alert = worried.alerts.get()
    assert (facts_of(worried).alerts, facts_of(worried).resolved) == ([alert], [])
    alert_resolve(alert=alert, by=UserFactory(nurse=True), now=clock, note="Wrong cuff.")
    assert (facts_of(worried).alerts, facts_of(worried).resolved) == ([], [alert])


def test_another_patients_facts_are_never_among_them(worried, calm):
    facts = facts_of(calm)
    assert facts.checks == facts.alerts == facts.holds == facts.logs == []


@pytest.mark.parametrize(
    ("hours", "is_shown"), [(24 * 14 - 1, True), (24 * 14 + 1, False)], ids=["inside", "outside"]
)
def test_only_the_asked_days_are_read(db, clock, hours, is_shown):
    patient, plan = home_patient()
    taken_before(plan, hours=hours)
    assert bool(facts_of(patient).logs) is is_shown


def test_a_dose_that_nobody_reported_is_drawn_as_missed(db, clock):
    patient, plan = home_patient()
    slot = open_slot(plan, NOW - timedelta(hours=5))
    line = chart_timeline(facts_of(patient), "America/New_York")
    (missed,) = line.of(Kind.DOSE)
    assert (missed.at, missed.word) == (slot.due_at, "Nothing reported")


@pytest.mark.parametrize(("zone", "shown"), [("America/Los_Angeles", 1), ("America/Detroit", 0)])
def test_a_move_to_another_zone_stands_on_the_line(db, clock, zone, shown):
    """Detroit was answered with "keep home times": nothing moved."""
    patient, _ = home_patient()
    answer = "move" if shown else "keep"
    Journey.objects.create(
        patient=patient,
        from_zone="America/New_York",
        to_zone=zone,
        answer=answer,
        answered_by=patient.user,
        answered_at=NOW - DAY,
    )
    facts = facts_of(patient)
    assert [move.at for move in facts.moves] == [NOW - DAY] * shown
    assert (facts.pains, facts.missed) == ([], [])
    assert chart_facts(patient, now=NOW + 20 * DAY, days=14).moves == []


def test_the_last_of_each_kind_in_words(worried, clock):
    pain_record(
        patient=worried,
        by=worried.user,
        now=clock - timedelta(hours=3),
        score=6,
        idempotency_key="p",
    )
    line = chart_timeline(facts_of(worried), "America/New_York")
    assert dict(last_facts(line, NOW)) == {
        "Blood pressure": "167/103, 0 min ago",
        "Dose": "none in this time",
        "Pain": "6/10, 3 h ago",
        "Doses not taken": "0",
    }
