"""A change of the medicine list with all that follows: hold, alert, permit, and its end."""

from datetime import timedelta

import pytest

from dosing.models import Clearance, Hold, IncreasePermit
from dosing.selectors import dose_blockers, open_permit
from intake.models import Medicine, MedicineChange
from intake.services.errors import AnswerRefused
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import (
    alert_resolve,
    medicine_add_submit,
    medicine_change_submit,
    medicine_review_submit,
    medicine_stop_submit,
    medicine_strike_out_submit,
    refresh_patient,
)
from monitoring.patient.services import check_submit
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, TODAY
from tests.factories.intake import PatientFactory
from tests.factories.monitoring import check_entry, home_patient, open_slot
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def slot():
    return open_slot(home_patient()[1])


@kept
def patient(slot):
    """In care, with a check in range: a clearance and a permit are open."""
    check_submit(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=NOW,
        entry=check_entry(),
        idempotency_key="check",
    )
    assert open_permit(slot.patient, NOW)
    assert Clearance.objects.get().voided_at is None
    return slot.patient


def add(patient, name, **later):
    return medicine_add_submit(
        patient=patient, by=patient.user, now=NOW + timedelta(**later), name=name
    )


def alerts():
    return list(Alert.objects.values_list("rule_key", "severity"))


def test_what_blocks_holds_every_dose_at_once(patient, slot):
    add(patient, "theophylline")
    hold = Hold.objects.get()
    assert (hold.key, hold.scope, hold.closed_at) == ("medicine_block", "plan", None)
    assert Clearance.objects.get().voided_at == NOW
    assert open_permit(patient, NOW) is None
    assert alerts() == [("medicine_block", "same_day")]
    keys = {blocker.key for blocker in dose_blockers(patient, slot, NOW)}
    assert {"medicine_block", "hold:medicine_block"} <= keys
    assert PatientSummary.objects.get(patient=patient).has_plan_hold


def test_a_major_one_is_seen_the_same_day_and_takes_the_permit(patient):
    add(patient, "morphine")
    assert alerts() == [("medicine_major", "same_day")]
    assert IncreasePermit.objects.get().withdraw_reason != ""
    assert open_permit(patient, NOW) is None
    assert not Hold.objects.exists()
    assert Clearance.objects.get().voided_at is None


@pytest.mark.parametrize("name", ["clarithromycin", "erythromycin", "itraconazole", "Plavix"])
def test_what_raises_the_level_stops_increases(patient, name):
    add(patient, name)
    assert alerts() == [("inhibitor_started", "same_day")]
    assert open_permit(patient, NOW) is None


@pytest.mark.parametrize("name", ["carbamazepine", "St John's wort"])
def test_stopping_what_lowers_the_level_is_seen_the_same_day(patient, name):
    line = add(patient, name).medicine
    Alert.objects.all().delete()
    medicine_stop_submit(medicine=line, by=patient.user, now=NOW, stopped_on=TODAY)
    assert ("inducer_stopped", "same_day") in alerts()
    assert open_permit(patient, NOW) is None


@pytest.mark.parametrize("name", ["gabapentin", "metformin"])
def test_what_is_moderate_or_unknown_goes_to_a_person(patient, name):
    add(patient, name)
    assert alerts() == [("medicine_review", "routine")]


def test_what_is_only_to_know_changes_nothing(patient):
    add(patient, "lisinopril")
    assert (alerts(), Hold.objects.count()) == ([], 0)
    assert open_permit(patient, NOW)


def test_another_dose_and_a_struck_out_line_are_changes_too(patient):
    line = add(patient, "morphine").medicine
    medicine_change_submit(medicine=line, by=patient.user, now=NOW, dose="30 mg")
    medicine_strike_out_submit(medicine=line, by=patient.user, now=NOW)
    assert [rule for rule, _severity in alerts()] == ["medicine_major"] * 3


def test_the_same_line_twice_raises_one_alert(patient):
    add(patient, "morphine")
    add(patient, "morphine", minutes=1)
    refresh_patient(patient, now=NOW + timedelta(minutes=2))
    assert alerts() == [("medicine_major", "same_day")]


def test_a_refusal_leaves_nothing_behind(patient):
    with pytest.raises(AnswerRefused):
        add(patient, "  ")
    assert (Medicine.objects.count(), alerts()) == (0, [])


def test_a_resolved_alert_does_not_give_the_permit_back(patient):
    add(patient, "morphine")
    alert_resolve(alert=Alert.objects.get(), by=user_of("nurse"), now=NOW, note="Called her.")
    assert open_permit(patient, NOW) is None
    change = MedicineChange.objects.get()
    medicine_review_submit(
        change=change, by=user_of("prescriber"), now=NOW, note="Low dose, helper is there."
    )
    assert open_permit(patient, NOW)


def test_a_review_says_that_the_facts_are_gone_and_a_person_closes(patient):
    change = add(patient, "theophylline")
    medicine_review_submit(
        change=change, by=user_of("medical_director"), now=NOW, note="Never taken."
    )
    alert = Alert.objects.get()
    assert (alert.is_supported, alert.resolved_at) == (False, None)
    assert Hold.objects.get().closed_at is None


def test_an_applicant_has_no_alert_yet():
    patient = PatientFactory(submitted=True)
    add(patient, "theophylline")
    assert MedicineChange.objects.get().needs_review
    assert (alerts(), Hold.objects.count()) == ([], 0)
    assert not PatientSummary.objects.exists()


def test_a_draft_is_read_with_its_application():
    patient = PatientFactory(draft=True)
    assert not add(patient, "theophylline").needs_review
