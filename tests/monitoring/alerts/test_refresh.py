"""refresh_patient: alerts from recorded facts, the permit, and that twice changes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from dosing.models import IncreasePermit
from dosing.services import hold_close, plan_stop
from intake.choices import PatientState
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import alert_resolve, refresh_patient
from monitoring.checkins.services import pressure_check_record, side_effects_record
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, DoseLogFactory, HoldFactory
from tests.factories.monitoring import check_entry, home_patient, open_slot, taken_before
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def plan():
    return home_patient()[1]


def check(plan, *texts, at=NOW, key="c1", **changes):
    return pressure_check_record(
        patient=plan.patient,
        slot=open_slot(plan, at),
        by=plan.patient.user,
        now=at,
        entry=check_entry(*texts, **changes),
        idempotency_key=key,
    )


def tell(plan, at=NOW, key="r1", **grades):
    return side_effects_record(
        patient=plan.patient, by=plan.patient.user, now=at, grades=grades, idempotency_key=key
    )


def refresh(plan, **later):
    return refresh_patient(plan.patient, now=NOW + timedelta(**later))


def keys():
    return sorted(Alert.objects.values_list("rule_key", flat=True))


def resolve(alert, **later):
    return alert_resolve(
        alert=alert, by=user_of("nurse"), now=NOW + timedelta(**later), note="Spoke to her."
    )


def test_a_high_pressure_becomes_an_alert_that_explains_itself(plan):
    row = check(plan, "168/104", "168/104")
    refresh(plan, minutes=1)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.fact_key) == ("bp_high", f"check:{row.public_id}")
    assert alert.sentence == "Blood pressure high: 168/104, limit 160/100"
    assert alert.facts[0] == {"label": "Value", "value": "168/104"}
    assert alert.due_at == NOW + timedelta(minutes=241)
    assert (alert.fact_at, alert.policy_version) == (NOW, row.policy_version)
    assert AuditEvent.objects.filter(verb="alerts.alert_opened").count() == 1


@pytest.mark.parametrize(
    ("texts", "answers", "minutes"),
    [
        pytest.param(("182/100", "184/100"), {}, 15, id="very high"),
        pytest.param(("124/78", "122/76"), {"predose_mood": True}, 15, id="self-harm"),
        pytest.param(("124/78", "122/76"), {"predose_chest": True}, 15, id="emergency"),
        pytest.param(("168/104", "168/104"), {}, 240, id="high"),
    ],
)
def test_how_soon_it_must_be_acknowledged(plan, texts, answers, minutes):
    entry = check_entry()
    check(plan, *texts, answers={**entry.answers, **answers})
    refresh(plan)
    assert Alert.objects.first().due_at == NOW + timedelta(minutes=minutes)


def snapshot():
    alerts = [model_to_dict(alert) for alert in Alert.objects.order_by("pk")]
    return alerts, [model_to_dict(row) for row in PatientSummary.objects.all()]


def test_running_it_twice_changes_nothing(plan):
    check(plan, "168/104", "168/104")
    tell(plan, nausea=2)
    refresh(plan)
    before, events = snapshot(), AuditEvent.objects.count()
    refresh(plan)
    assert snapshot() == before
    assert AuditEvent.objects.count() == events


def test_a_resolved_alert_has_used_up_its_fact(plan):
    check(plan, "168/104", "168/104")
    refresh(plan)
    resolve(Alert.objects.get())
    refresh(plan, hours=1)
    assert Alert.objects.open().count() == 0
    assert keys() == ["bp_high"]


def test_only_a_new_fact_opens_it_again(plan):
    check(plan, "168/104", "168/104")
    refresh(plan)
    resolve(Alert.objects.get())
    check(plan, "166/104", "166/104", at=NOW + timedelta(hours=6), key="c2")
    refresh(plan, hours=6)
    assert Alert.objects.open().count() == 1
    assert keys() == ["bp_high", "bp_high"]


def test_a_missed_dose_that_is_reported_later_is_no_longer_supported(plan):
    slot = open_slot(plan)
    taken_before(plan, hours=6)
    refresh(plan, hours=2)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.is_supported) == ("missed_dose", True)
    DoseLogFactory(slot=slot, recorded_at=NOW + timedelta(hours=3))
    refresh(plan, hours=3)
    alert.refresh_from_db()
    assert (alert.is_supported, alert.resolved_at) == (False, None)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_dose_is_missed_from_the_end_of_its_window(plan, seconds):
    open_slot(plan)
    refresh(plan, hours=2, seconds=seconds)
    assert keys() == ([] if seconds else ["missed_dose"])


def test_a_dose_on_hold_is_not_missed(plan):
    open_slot(plan)
    HoldFactory(patient=plan.patient)
    refresh(plan, hours=5)
    assert keys() == []


def test_a_hold_that_was_closed_before_the_window_excuses_nothing(plan):
    slot = open_slot(plan)
    closed_at = slot.window_opens_at
    hold = HoldFactory(patient=plan.patient, placed_at=closed_at - timedelta(hours=9))
    hold_close(hold=hold, by=user_of("nurse"), now=closed_at, note="Fine again.")
    refresh(plan, hours=3)
    assert keys() == ["missed_dose"]


def test_silence_opens_once_and_ends_with_the_next_word(plan):
    taken_before(plan, hours=12)
    for hours in (-6, 0):
        open_slot(plan, NOW + timedelta(hours=hours))
    refresh(plan, hours=2)
    assert keys() == ["missed_dose", "missed_dose", "silence"]
    tell(plan, at=NOW + timedelta(hours=3))
    refresh(plan, hours=3)
    assert not Alert.objects.get(rule_key="silence").is_supported


def test_nobody_is_missed_before_they_are_active(plan):
    patient = plan.patient
    open_slot(plan)
    type(patient).objects.filter(pk=patient.pk).update(state=PatientState.PAUSED)
    refresh(plan, hours=3)
    assert keys() == []


def test_pausing_a_patient_takes_no_alert_back(plan):
    open_slot(plan)
    refresh(plan, hours=3)
    type(plan.patient).objects.update(state=PatientState.PAUSED)
    refresh(plan, hours=4)
    assert Alert.objects.get().is_supported


def test_three_days_of_nausea_are_a_pattern(plan):
    for day in (2, 1, 0):
        tell(plan, at=NOW - timedelta(days=day), key=f"r{day}", nausea=2)
    refresh(plan)
    pattern = Alert.objects.get(rule_key="symptom_pattern")
    assert pattern.sentence == "Nausea at grade 2 or more on 3 of 7 days"
    assert keys() == ["symptom_nausea"] * 3 + ["symptom_pattern"]


@pytest.mark.parametrize("mark", ["extra", "early", "uncleared", "on_hold"])
def test_a_dose_that_was_taken_otherwise_is_told(plan, mark):
    DoseLogFactory(slot=open_slot(plan), marks=[mark])
    refresh(plan)
    assert keys() == [f"dose_{mark}"]


# --- the permit to increase ---


def permits():
    return IncreasePermit.objects.filter(withdrawn_at=None)


def test_a_recent_pressure_and_nothing_open_permit_an_increase(plan):
    check(plan)
    refresh(plan)
    refresh(plan)
    assert permits().count() == 1


def test_without_a_pressure_nothing_may_go_up(plan):
    refresh(plan)
    assert permits().count() == 0


def test_an_alert_withdraws_the_permit_and_its_end_brings_it_back(plan):
    check(plan)
    refresh(plan)
    tell(plan, nausea=2)
    refresh(plan, minutes=1)
    assert permits().count() == 0
    resolve(Alert.objects.get(), minutes=2)
    assert permits().count() == 1


def test_a_permit_ends_by_an_alert_also_after_the_plan_was_stopped(plan):
    """A new plan may be an increase over the one that was stopped."""
    check(plan)
    refresh(plan)
    by = user_of("prescriber")
    plan_stop(patient=plan.patient, by=by, now=NOW + timedelta(minutes=1), reason="Rash.")
    refresh(plan, minutes=2)
    assert permits().count() == 1
    tell(plan, at=NOW + timedelta(minutes=3), nausea=2)
    refresh(plan, minutes=4)
    assert permits().count() == 0
    resolve(Alert.objects.get(), minutes=5)
    assert permits().count() == 0


@pytest.mark.parametrize(("days", "count"), [(7, 1), (8, 0)])
def test_a_pressure_grows_old(plan, days, count):
    check(plan)
    DoseLogFactory(slot=plan.slots.get())
    tell(plan, at=NOW + timedelta(days=days), nausea=0)
    refresh(plan, days=days)
    assert permits().count() == count


# --- cost ---


def cost(plan):
    with CaptureQueriesContext(connection) as queries:
        refresh(plan, minutes=5)
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_record(plan):
    check(plan)
    tell(plan, dry_mouth=1)
    taken_before(plan)
    refresh(plan)
    few = cost(plan)
    for day in range(2, 13):
        DoseLogFactory(slot=open_slot(plan, NOW - timedelta(days=day)))
        tell(plan, at=NOW - timedelta(days=day), key=f"r{day}", dry_mouth=1)
    assert cost(plan) == few
    assert few <= 30
