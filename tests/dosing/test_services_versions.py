"""Supersede, sign for a later day, stop: what becomes of the version before."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from dosing.choices import CancelReason, PlanChange, PlanEndKind
from dosing.models import PlanEnd, ScheduledDose
from dosing.selectors import plan_in_force, plans_coming
from dosing.services import (
    NoPlanToStop,
    NoteNeeded,
    plan_stop,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.dosing import (
    TODAY,
    ClearanceFactory,
    DoseLogFactory,
    ScheduledDoseFactory,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


class TestSupersede:
    def test_the_old_version_ends_and_its_open_doses_are_cancelled(self, patient, prescriber, now):
        old = signed_plan(patient)
        new = signed_plan(patient, terms(instructions="With water."))
        assert plan_in_force(patient, now) == new
        end = PlanEnd.objects.get()
        assert (end.plan, end.kind, end.superseded_by) == (old, PlanEndKind.SUPERSEDED, new)
        left = old.slots.filter(cancelled_at=None)
        assert not left.exists()
        reasons = set(old.slots.values_list("cancel_reason", flat=True))
        assert reasons == {CancelReason.PLAN_SUPERSEDED}
        assert new.supersedes == old

    def test_a_reported_dose_stays(self, patient, prescriber, now):
        old = signed_plan(patient)
        reported = old.slots.first()
        DoseLogFactory(slot=reported, taken_at=now)
        signed_plan(patient, terms(instructions="With water."))
        reported.refresh_from_db()
        assert reported.cancelled_at is None

    def test_the_first_new_dose_keeps_away_from_the_last_one_taken(self, patient, now):
        old = signed_plan(patient)
        DoseLogFactory(slot=old.slots.first(), taken_at=now - timedelta(minutes=5))
        new = signed_plan(patient, terms(times_of_day=("12:00", "18:00")))
        first, second = new.slots.all()[:2]
        assert first.due_at == now - timedelta(minutes=5) + timedelta(hours=4)
        assert second.local_time == time(18)
        assert second.due_at == second.nominal_at

    def test_what_let_an_old_dose_through_is_void_and_its_reminders_go(self, patient, now):
        old = signed_plan(patient)
        slot = old.slots.first()
        clearance = ClearanceFactory(slot=slot)
        signed_plan(patient, terms(instructions="With water."))
        clearance.refresh_from_db()
        assert clearance.void_reason == CancelReason.PLAN_SUPERSEDED
        statuses = Reminder.objects.filter(subject_id=str(slot.public_id))
        assert set(statuses.values_list("status", flat=True)) == {"cancelled"}

    def test_an_old_dose_that_is_open_now_is_not_offered_at_the_old_amount(self, plan, now):
        slot = ScheduledDoseFactory(plan=plan, at=now - timedelta(minutes=30))
        signed_plan(plan.patient, terms(strength_ug=5_000, dose_ug=5_000))
        slot.refresh_from_db()
        assert slot.cancelled_at == now


class TestFromALaterDay:
    """A version signed today for Monday next leaves today's plan alone until then."""

    NEXT = TODAY + 20 * DAY
    MIDNIGHT = datetime.fromisoformat("2026-06-21T04:00+00:00")

    @pytest.fixture
    def versions(self, patient):
        old = signed_plan(patient)
        return old, signed_plan(patient, terms(starts_on=self.NEXT, times_of_day=("09:00",)))

    def test_it_takes_effect_as_its_day_begins(self, patient, versions, now):
        old, new = versions
        assert new.effective_at == self.MIDNIGHT
        assert plan_in_force(patient, now) == old
        assert plans_coming(patient, now) == [new]
        assert plan_in_force(patient, self.MIDNIGHT - timedelta(seconds=1)) == old
        assert plan_in_force(patient, self.MIDNIGHT) == new

    def test_the_old_doses_reach_up_to_it_and_no_further(self, versions):
        old, new = versions
        days = set(old.slots.filter(cancelled_at=None).values_list("local_date", flat=True))
        assert max(days) == self.NEXT - DAY
        assert len(days) == 20
        assert min(new.slots.values_list("local_date", flat=True)) == self.NEXT

    def test_stopping_ends_both(self, patient, versions, prescriber, now):
        plan_stop(patient=patient, by=prescriber, now=now, reason="Asked to stop.")
        assert plan_in_force(patient, now) is None
        assert plan_in_force(patient, self.MIDNIGHT + DAY) is None
        assert not ScheduledDose.objects.filter(cancelled_at=None).exists()

    def test_a_third_version_replaces_both(self, patient, versions, now):
        third = signed_plan(patient, terms(instructions="At once."))
        assert plan_in_force(patient, now) == third
        assert plan_in_force(patient, self.MIDNIGHT + DAY) == third
        assert plans_coming(patient, now) == []


class TestStop:
    def test_it_ends_the_plan_with_who_when_why(self, patient, prescriber, now):
        plan = signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason=" No benefit. ")
        end = PlanEnd.objects.get()
        assert (end.plan, end.kind, end.by, end.reason) == (
            plan,
            PlanEndKind.STOPPED,
            prescriber,
            "No benefit.",
        )
        assert set(plan.slots.values_list("cancel_reason", flat=True)) == {
            CancelReason.PLAN_STOPPED
        }
        assert "dosing.plan_stopped" in verbs()

    def test_twice_is_refused(self, patient, prescriber, now):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        with pytest.raises(NoPlanToStop):
            plan_stop(patient=patient, by=prescriber, now=now, reason="Again.")
        assert PlanEnd.objects.count() == 1

    def test_without_a_reason_nothing_stops(self, patient, prescriber, now):
        plan = signed_plan(patient)
        with pytest.raises(NoteNeeded):
            plan_stop(patient=patient, by=prescriber, now=now, reason="  ")
        assert plan_in_force(patient, now) == plan

    def test_a_nurse_cannot(self, patient, nurse, now):
        signed_plan(patient)
        with pytest.raises(AccessRefused):
            plan_stop(patient=patient, by=nurse, now=now, reason="No benefit.")
        assert not PlanEnd.objects.exists()

    def test_after_it_a_new_plan_is_a_new_start(self, patient, prescriber, now):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        again = signed_plan(patient, replace(terms(), instructions="Again."), now=now + DAY / 24)
        assert (again.version, again.change) == (2, PlanChange.START)
