"""Holds: what stops doses, what ends with them, and who lets them go on."""

from datetime import timedelta

import pytest

from dosing.choices import HoldScope
from dosing.models import Hold, IncreasePermit
from dosing.selectors import open_clearance, open_holds, open_permit
from dosing.services import (
    NoteNeeded,
    WrongSlot,
    hold_close,
    hold_place,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import user_of
from tests.factories.dosing import (
    ClearanceFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
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


def count(verb):
    return AuditEvent.objects.filter(verb=verb).count()


class TestHold:
    def test_it_stands(self, slot, now):
        hold = place(slot.patient, now)
        assert list(open_holds(slot.patient)) == [hold]
        assert (hold.placed_at, hold.placed_by, hold.closed_at) == (now, None, None)
        assert count("dosing.hold_placed") == 1

    def test_twice_is_one(self, slot, now):
        assert place(slot.patient, now) == place(slot.patient, now + MINUTE, sentence="Again.")
        assert Hold.objects.count() == count("dosing.hold_placed") == 1

    def test_another_reason_is_another_hold(self, slot, now):
        place(slot.patient, now)
        place(slot.patient, now, key="predose_mood")
        assert open_holds(slot.patient).count() == 2

    def test_a_hold_on_the_plan_voids_every_clearance(self, slot, now):
        clearance = ClearanceFactory(slot=slot)
        place(slot.patient, now)
        clearance.refresh_from_db()
        assert (clearance.voided_at, clearance.void_reason) == (now, "hold_placed")
        assert open_clearance(slot, now) is None

    def test_a_hold_on_one_dose_leaves_the_others(self, slot, now):
        other = ScheduledDoseFactory(plan=slot.plan, at=now + 30 * MINUTE)
        mine, theirs = ClearanceFactory(slot=slot), ClearanceFactory(slot=other)
        place(slot.patient, now, scope=HoldScope.SLOT, slot=slot, key="bp_raised")
        assert open_clearance(slot, now) is None
        assert open_clearance(other, now) == theirs
        assert mine != theirs

    def test_it_withdraws_the_permit(self, slot, now):
        IncreasePermitFactory(patient=slot.patient)
        place(slot.patient, now, scope=HoldScope.SLOT, slot=slot)
        assert open_permit(slot.patient, now) is None
        assert IncreasePermit.objects.get().withdraw_reason == "hold_placed"

    def test_it_ends_with_its_dose(self, slot, now):
        place(slot.patient, now, scope=HoldScope.SLOT, slot=slot)
        closes = slot.window_closes_at
        assert open_holds(slot.patient, closes - MINUTE).exists()
        assert not open_holds(slot.patient, closes).exists()

    def test_a_hold_on_a_dose_names_it(self, slot, now):
        with pytest.raises(ValueError, match="slot hold"):
            place(slot.patient, now, scope=HoldScope.SLOT)
        with pytest.raises(ValueError, match="plan hold"):
            place(slot.patient, now, slot=slot)
        assert not Hold.objects.exists()

    def test_the_dose_of_somebody_else_is_refused(self, slot, now):
        other = ScheduledDoseFactory()
        with pytest.raises(WrongSlot):
            place(slot.patient, now, scope=HoldScope.SLOT, slot=other)
        assert not Hold.objects.exists()


class TestClose:
    @pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director"])
    def test_who_may(self, patient, now, role):
        hold, by = HoldFactory(patient=patient), user_of(role)
        closed = hold_close(hold=hold, by=by, now=now, note=" Reading normal in the clinic. ")
        assert (closed.closed_at, closed.closed_by) == (now, by)
        assert closed.close_note == "Reading normal in the clinic."
        assert count("dosing.hold_closed") == 1
        assert not open_holds(patient).exists()

    @pytest.mark.parametrize("role", ["patient", "editor", "manager"])
    def test_who_may_not(self, patient, now, role):
        hold = HoldFactory(patient=patient)
        with pytest.raises(AccessRefused):
            hold_close(hold=hold, by=user_of(role), now=now, note="Fine.")
        assert open_holds(patient).exists()

    def test_a_note_is_needed(self, patient, nurse, now):
        hold = HoldFactory(patient=patient)
        with pytest.raises(NoteNeeded) as refusal:
            hold_close(hold=hold, by=nurse, now=now, note=" ")
        assert refusal.value.field == "note"
        assert open_holds(patient).exists()

    def test_twice_keeps_the_first_note(self, patient, nurse, now):
        hold = HoldFactory(patient=patient)
        hold_close(hold=hold, by=nurse, now=now, note="First.")
        again = hold_close(hold=hold, by=nurse, now=now + MINUTE, note="Second.")
        assert (again.close_note, again.closed_at) == ("First.", now)
        assert count("dosing.hold_closed") == 1

    def test_the_same_reason_can_hold_again(self, patient, nurse, now):
        first = HoldFactory(patient=patient)
        hold_close(hold=first, by=nurse, now=now, note="Fine.")
        assert place(patient, now + MINUTE) != first
