"""What is told of supply reaches the clinic in the same transaction."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dosing.choices import Outcome, SupplyKind
from dosing.models import Hold, SupplyEntry
from dosing.selectors.supply import ledger_rows
from dosing.services import dose_correct
from dosing.services.supply import Dispensing, EntryNotReadable, SupplyReport
from intake.choices import PatientState
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import (
    refresh_patient,
    supply_correct_submit,
    supply_dispense_submit,
    supply_report_submit,
)
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, TODAY, DoseLogFactory, dosing_patient
from tests.factories.monitoring import home_patient, open_slot, taken_before
from tests.factories.supply import (
    CAPSULE,
    USE_UNTIL,
    DispensingFactory,
    PrescriptionFactory,
)
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def plan():
    return home_patient()[1]


@pytest.fixture
def nurse():
    return UserFactory(nurse=True)


@pytest.fixture
def stocked(plan):
    """30 capsules were dispensed yesterday; the plan asks for three a day."""
    DispensingFactory(patient=plan.patient, count=30)
    return plan.patient


def told(patient, *counts, key="told-1", now=NOW, kind=SupplyKind.COUNTED, product=CAPSULE):
    reports = [
        SupplyReport(kind, product, None if n is None else n * 25_000, now.date()) for n in counts
    ]
    return supply_report_submit(
        patient=patient, by=patient.user, now=now, reports=reports, idempotency_key=key
    )


def open_rules():
    return list(Alert.objects.open().order_by("pk").values_list("rule_key", flat=True))


def test_a_count_that_agrees_raises_nothing(stocked):
    told(stocked, 30)
    assert open_rules() == []


def test_a_count_that_lacks_some_is_a_variance_in_words(stocked):
    told(stocked, 27)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.severity) == ("supply_variance", "same_day")
    assert alert.sentence == "By our record 30 capsules (750 mg), counted 27 capsules"
    assert PatientSummary.objects.get().why == alert.sentence
    assert not Hold.objects.exists()


def test_sent_twice_it_is_one_row_and_one_alert(stocked):
    assert told(stocked, 27) == told(stocked, 27, now=NOW + DAY)
    assert Alert.objects.count() == 1
    assert SupplyEntry.objects.filter(kind="counted").count() == 1


def test_several_lines_are_written_together_or_not_at_all(stocked):
    with pytest.raises(EntryNotReadable):
        told(stocked, 27, None)
    assert not SupplyEntry.objects.filter(kind="counted").exists()
    assert open_rules() == []


def test_a_dose_told_late_takes_the_ground_from_a_variance(plan, stocked):
    told(stocked, 29)
    log = DoseLogFactory(slot=open_slot(plan, NOW - timedelta(hours=2)), recorded_at=NOW)
    refresh_patient(stocked, now=NOW)
    assert not Alert.objects.get(rule_key="supply_variance").is_supported
    dose_correct(
        log=log,
        by=stocked.user,
        now=NOW,
        outcome=Outcome.NOT_TAKEN,
        amount_ug=None,
        taken_at=None,
        idempotency_key="not-after-all",
        note="I mixed up the days.",
    )
    refresh_patient(stocked, now=NOW)
    assert Alert.objects.get(rule_key="supply_variance").is_supported


@pytest.mark.parametrize(
    ("kind", "rule", "severity"),
    [
        ("lost", "lost_stolen_shared", "same_day"),
        ("shared", "lost_stolen_shared", "same_day"),
        ("child_or_pet", "child_or_pet_exposed", "emergency"),
    ],
)
def test_what_is_lost_holds_every_dose_and_is_seen(stocked, kind, rule, severity):
    told(stocked, None, kind=kind)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.severity) == (rule, severity)
    assert "nobody knows how much" in alert.sentence
    assert PatientSummary.objects.get().has_plan_hold


@pytest.mark.parametrize("kind", ["wasted", "returned"])
def test_what_is_spoilt_or_returned_is_only_recorded(stocked, kind):
    told(stocked, 3, kind=kind)
    assert open_rules() == []


def test_the_supply_that_runs_out_is_told_once_and_ends_with_the_next_one(plan, nurse):
    """12 capsules of yesterday last until Friday at 14:00, within the five days."""
    patient = plan.patient
    DispensingFactory(patient=patient, count=12)
    refresh_patient(patient, now=NOW)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.severity) == ("supply_run_out", "routine")
    assert alert.sentence == "What is on hand lasts until Friday, June 5"
    refresh_patient(patient, now=NOW + timedelta(hours=1))
    assert Alert.objects.count() == 1
    given = Dispensing(CAPSULE, 42 * 25_000, TODAY, "B-2", USE_UNTIL, "Elm Street", note="Agreed.")
    supply_dispense_submit(
        patient=patient, by=nurse, now=NOW, dispensing=given, idempotency_key="fill-2"
    )
    alert.refresh_from_db()
    assert not alert.is_supported


@pytest.mark.parametrize(
    ("early", "is_told"),
    [
        pytest.param(timedelta(0), True, id="five days before the dose that is not covered"),
        pytest.param(timedelta.resolution, False, id="just before that"),
    ],
)
def test_the_end_of_the_supply_is_told_from_five_days_before_it(plan, early, is_told):
    """At 14:00 fifteen capsules cover the doses up to 8:00 in five days."""
    DispensingFactory(patient=plan.patient, count=15)
    refresh_patient(plan.patient, now=NOW + timedelta(hours=4) - early)
    assert ("supply_run_out" in open_rules()) is is_told


def test_an_early_refill_is_seen_by_the_clinic(plan, nurse):
    patient, paper = plan.patient, PrescriptionFactory(patient=plan.patient)
    DispensingFactory(patient=patient, prescription=paper, count=42)
    given = Dispensing(
        CAPSULE, 42 * 25_000, TODAY, "B-2", USE_UNTIL, "Elm Street", paper, note="Travels."
    )
    supply_dispense_submit(
        patient=patient, by=nurse, now=NOW, dispensing=given, idempotency_key="fill-2"
    )
    assert open_rules() == ["supply_early_refill"]


def test_a_supply_past_its_date_is_seen_the_same_day(plan):
    DispensingFactory(patient=plan.patient, count=60, beyond_use_on=TODAY - DAY)
    refresh_patient(plan.patient, now=NOW)
    assert Alert.objects.get().severity == "same_day"
    assert open_rules() == ["supply_past_use"]


def test_a_correction_takes_back_what_it_raised(stocked, nurse):
    (entry,) = told(stocked, 27)
    supply_correct_submit(
        entry=entry, by=nurse, now=NOW, amount_ug=750_000, note="Recounted.", idempotency_key="f"
    )
    assert not Alert.objects.get().is_supported


def test_time_raises_nothing_for_somebody_who_is_not_in_treatment():
    patient = dosing_patient(state=PatientState.PAUSED)
    DispensingFactory(patient=patient, count=1, beyond_use_on=TODAY - DAY)
    refresh_patient(patient, now=NOW)
    assert open_rules() == []


def test_somebody_who_was_discharged_is_still_heard():
    patient = home_patient()[0]
    DispensingFactory(patient=patient, count=30)
    patient.state = PatientState.DISCHARGED
    patient.save()
    told(patient, None, kind="lost")
    assert open_rules() == ["lost_stolen_shared"]


def test_supply_costs_one_query_and_having_none_costs_none(plan, stocked, monkeypatch):
    asked_of = []

    def rows_of(patient):
        asked_of.append(patient)
        return ledger_rows(patient)

    monkeypatch.setattr("dosing.selectors.supply.state.ledger_rows", rows_of)
    bare = home_patient()[1]
    for each in (plan, bare):
        taken_before(each, hours=20)
        refresh_patient(each.patient, now=NOW)
    asked_of.clear()
    costs = []
    for each in (plan, bare):
        with CaptureQueriesContext(connection) as asked:
            refresh_patient(each.patient, now=NOW)
        costs.append(len(asked))
    assert costs[0] == costs[1] + 1
    assert asked_of == [plan.patient]


def test_the_very_first_row_is_seen_at_once(plan):
    told(plan.patient, None, kind="lost")
    assert open_rules() == ["lost_stolen_shared"]
