"""Clearances and permits: what lets a dose or an increase through, and what ends that."""

from datetime import timedelta

import pytest

from dosing.choices import HoldScope, Outcome, Place
from dosing.models import Clearance, IncreasePermit
from dosing.selectors import dose_blockers, open_clearance, open_permit
from dosing.services import (
    ClearanceRefused,
    LimitsChanged,
    PermitRefused,
    WrongSlot,
    clearance_grant,
    clearances_void_all,
    dose_record,
    hold_place,
    permit_grant,
    permit_withdraw,
)
from intake.choices import PatientState
from ketaclinic.audit.models import AuditEvent
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.policies.services import policy_propose, policy_publish
from tests.factories.accounts import user_of
from tests.factories.dosing import (
    ClearanceFactory,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
    dosing_patient,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def place(patient, now, **changes):
    ordinary = {
        "key": "bp_high",
        "scope": HoldScope.PLAN,
        "sentence": "Your reading was high.",
        "by": None,
        "policy_version": policy_in_force().version,
    }
    return hold_place(patient=patient, now=now, **(ordinary | changes))


def grant(slot, now, **changes):
    ordinary = {"policy_version": policy_in_force().version, "source": "check:1"}
    return clearance_grant(patient=slot.patient, slot=slot, now=now, **(ordinary | changes))


def count(verb):
    return AuditEvent.objects.filter(verb=verb).count()


class TestClearance:
    def test_it_lets_the_dose_through_for_half_an_hour(self, slot, now):
        clearance = grant(slot, now)
        assert dose_blockers(slot.patient, slot, now) == []
        assert clearance.expires_at == now + 30 * MINUTE
        assert count("dosing.clearance_granted") == 1

    def test_never_past_the_end_of_the_window(self, slot, now):
        near = slot.window_closes_at - 10 * MINUTE
        assert grant(slot, near).expires_at == slot.window_closes_at

    def test_the_same_check_again_is_the_same_clearance(self, slot, now):
        assert grant(slot, now) == grant(slot, now + MINUTE)
        assert Clearance.objects.count() == 1

    def test_a_new_check_replaces_the_old(self, slot, now):
        old = grant(slot, now)
        new = grant(slot, now + 20 * MINUTE, source="check:2")
        old.refresh_from_db()
        assert old.void_reason == "replaced"
        assert open_clearance(slot, now + 40 * MINUTE) == new

    @pytest.mark.parametrize(
        ("minutes", "key"),
        [
            pytest.param(-61, "not_open_yet", id="before the window"),
            pytest.param(120, "window_closed", id="as the window closes"),
        ],
    )
    def test_outside_the_window_there_is_none(self, slot, now, minutes, key):
        with pytest.raises(ClearanceRefused) as refusal:
            grant(slot, now + minutes * MINUTE)
        assert [blocker.key for blocker in refusal.value.blockers] == [key]
        assert not Clearance.objects.exists()

    def test_under_a_hold_there_is_none(self, slot, now):
        place(slot.patient, now)
        with pytest.raises(ClearanceRefused) as refusal:
            grant(slot, now)
        assert refusal.value.blockers[0].key == "hold:bp_high"
        assert not Clearance.objects.exists()

    def test_an_approved_patient_is_cleared_at_the_clinic_only(self, now):
        plan = DosingPlanFactory(patient=dosing_patient(state=PatientState.APPROVED))
        with pytest.raises(ClearanceRefused):
            grant(ScheduledDoseFactory(plan=plan), now)
        later = now + 30 * MINUTE
        assert grant(ScheduledDoseFactory(plan=plan, at=later, place=Place.CLINIC), now)

    def test_limits_that_changed_meanwhile_ask_for_a_new_check(self, slot, now):
        judged_by = policy_in_force().version
        publish_shorter_clearance(now)
        with pytest.raises(LimitsChanged):
            grant(slot, now, policy_version=judged_by)
        assert not Clearance.objects.exists()

    def test_the_dose_of_somebody_else_is_refused(self, slot, patient, now):
        other = ScheduledDoseFactory()
        with pytest.raises(WrongSlot):
            clearance_grant(
                patient=patient,
                slot=other,
                now=now,
                policy_version=policy_in_force().version,
                source="check:1",
            )


def publish_shorter_clearance(now):
    changes = {"dosing": {"clearance_minutes": 15}}
    asked = policy_propose(
        by=user_of("prescriber"), changes=changes, reason="Closer watch.", now=now
    )
    return policy_publish(proposal=asked, by=user_of("medical_director"), now=now)


class TestPublish:
    def test_publishing_voids_what_the_old_limits_let_through(self, slot, now):
        clearance = ClearanceFactory(slot=slot)
        permit = IncreasePermitFactory(patient=slot.patient)
        publish_shorter_clearance(now)
        clearance.refresh_from_db()
        permit.refresh_from_db()
        assert clearance.void_reason == permit.withdraw_reason == "policy_published"

    def test_new_limits_are_obeyed(self, slot, now):
        publish_shorter_clearance(now)
        assert grant(slot, now).expires_at == now + 15 * MINUTE

    def test_a_second_time_changes_nothing(self, slot, now):
        ClearanceFactory(slot=slot)
        assert clearances_void_all(now=now) == 1
        assert clearances_void_all(now=now) == 0


class TestPermit:
    def granted(self, patient, now):
        version = policy_in_force().version
        return permit_grant(patient=patient, now=now, policy_version=version)

    def test_it_lasts_a_day(self, patient, now):
        permit = self.granted(patient, now)
        assert permit.expires_at == now + timedelta(hours=24)
        assert open_permit(patient, permit.expires_at - MINUTE) == permit
        assert open_permit(patient, permit.expires_at) is None

    def test_an_open_one_is_returned(self, patient, now):
        assert self.granted(patient, now) == self.granted(patient, now + MINUTE)
        assert IncreasePermit.objects.count() == count("dosing.permit_granted") == 1

    def test_an_expired_one_gives_way(self, patient, now):
        self.granted(patient, now)
        later = now + timedelta(hours=24)
        assert self.granted(patient, later).granted_at == later
        assert IncreasePermit.objects.filter(withdraw_reason="expired").count() == 1

    def test_under_a_hold_there_is_none(self, patient, now):
        HoldFactory(patient=patient)
        with pytest.raises(PermitRefused):
            self.granted(patient, now)
        assert not IncreasePermit.objects.exists()

    def test_by_limits_that_changed_there_is_none(self, patient, now):
        judged_by = policy_in_force().version
        publish_shorter_clearance(now)
        with pytest.raises(LimitsChanged):
            permit_grant(patient=patient, now=now, policy_version=judged_by)

    def test_it_is_withdrawn_once(self, patient, now):
        self.granted(patient, now)
        assert permit_withdraw(patient=patient, now=now, reason="alert_open") is True
        assert permit_withdraw(patient=patient, now=now, reason="alert_open") is False
        assert count("dosing.permit_withdrawn") == 1


def test_a_clearance_is_used_up_by_the_dose(slot, now):
    clearance = grant(slot, now)
    dose_record(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=now,
        outcome=Outcome.TAKEN,
        amount_ug=25_000,
        taken_at=now,
        idempotency_key="a",
    )
    clearance.refresh_from_db()
    assert clearance.used_at == now
