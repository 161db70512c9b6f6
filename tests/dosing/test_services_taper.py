"""A taper: signed once, obeyed to its end by itself, replaced or stopped like any plan."""

from datetime import timedelta

import pytest

from dosing.choices import PlanChange, PlanEndKind
from dosing.models import DosingPlan, PlanEnd, ScheduledDose
from dosing.rules.taper import TaperAsked
from dosing.selectors import plan_in_force, taper_proposed
from dosing.services import (
    NoteNeeded,
    PlanOverLimit,
    SigningRefused,
    TaperChanged,
    TaperNotPossible,
    plan_draft_save,
    plan_sign,
    plan_stop,
    plan_taper,
    slots_extend,
)
from intake.choices import PatientState
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, TODAY, HoldFactory, signed_plan, solution, terms
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
ASKED = TaperAsked(TOMORROW, percent=25, days=7)
REASON = "Your pain did not get better, so we are stopping step by step."


@kept
def running(patient):
    """32 mg three times a day as a liquid, which falls to 24, 16 and 8 mg."""
    return signed_plan(patient, solution(dose_ug=32_000, limits_reason="As before."))


def taper(patient, by, asked=ASKED, *, now=NOW, seen=None, reason=REASON):
    fingerprint = seen or taper_proposed(patient, now, asked).fingerprint
    return plan_taper(patient=patient, by=by, now=now, asked=asked, seen=fingerprint, reason=reason)


def offered(day):
    """The amounts that are offered on a calendar day."""
    slots = ScheduledDose.objects.offered().filter(local_date=day)
    return sorted(slots.values_list("dose_ug", flat=True))


def events():
    return AuditEvent.objects.count()


class TestSigned:
    def test_each_step_is_a_version_that_says_why(self, running, patient, prescriber):
        plans = taper(patient, prescriber)
        assert [plan.dose_ug for plan in plans] == [24_000, 16_000, 8_000]
        assert [plan.version for plan in plans] == [2, 3, 4]
        assert {plan.change for plan in plans} == {PlanChange.DECREASE}
        assert {plan.signed_by for plan in plans} == {prescriber}
        assert all(plan.change_reason == REASON for plan in plans)
        assert all(plan.instructions == running.instructions for plan in plans)
        assert all(plan.limits_reason == REASON for plan in plans)
        event = AuditEvent.objects.get(verb="dosing.taper_signed")
        assert event.details == {"versions": [2, 3, 4]}
        assert AuditEvent.objects.filter(verb="dosing.plan_signed").count() == 4

    def test_each_falling_step_takes_effect_by_itself(self, running, patient, prescriber):
        """Only the nightly run acts: what is offered, and what is in force, day after day."""
        taper(patient, prescriber)
        expected = {0: 32_000, 1: 24_000, 7: 24_000, 8: 16_000, 14: 16_000, 15: 8_000, 21: 8_000}
        for day in range(23):
            now = NOW + day * DAY
            slots_extend(now=now)
            plan = plan_in_force(patient, now)
            if day in expected:
                assert plan.dose_ug == expected[day]
                assert set(offered(TODAY + day * DAY)) == {expected[day]}
                assert len(offered(TODAY + day * DAY)) in (2, 3)
        assert plan is None
        assert offered(TODAY + 22 * DAY) == []
        last = DosingPlan.objects.order_by("-version").first()
        assert last.ends.get().kind == PlanEndKind.COMPLETED
        assert not ScheduledDose.objects.offered().filter(local_date__gt=TODAY + 21 * DAY).exists()

    def test_steps_longer_than_the_horizon_are_laid_out_too(self, running, patient, prescriber):
        taper(patient, prescriber, TaperAsked(TOMORROW, percent=50, days=28))
        for day in range(0, 30, 2):
            slots_extend(now=NOW + day * DAY)
        assert offered(TOMORROW + 27 * DAY) == [16_000] * 3
        assert offered(TOMORROW + 28 * DAY) == []

    def test_it_can_be_signed_under_a_hold(self, running, patient, prescriber):
        HoldFactory(patient=patient)
        assert len(taper(patient, prescriber)) == 3

    def test_a_new_plan_replaces_what_is_left_of_it(self, running, patient, prescriber):
        taper(patient, prescriber)
        later = NOW + 9 * DAY
        lower = solution(dose_ug=15_000, starts_on=later.date())
        plan_draft_save(patient=patient, by=prescriber, now=later, terms=lower)
        plan_sign(patient=patient, by=prescriber, now=later)
        for day in range(9, 30):
            slots_extend(now=NOW + day * DAY)
        assert set(offered(TODAY + 16 * DAY)) == {15_000}
        assert plan_in_force(patient, NOW + 25 * DAY).dose_ug == 15_000

    def test_stopping_ends_every_step_to_come(self, running, patient, prescriber):
        taper(patient, prescriber)
        later = NOW + 9 * DAY
        plan_stop(patient=patient, by=prescriber, now=later, reason="Rash.", without_taper=True)
        assert plan_in_force(patient, NOW + 16 * DAY) is None
        assert not ScheduledDose.objects.offered().filter(due_at__gt=later).exists()


class TestRefused:
    def refused(self, error, patient, by, **changes):
        before = events()
        with pytest.raises(error) as refusal:
            taper(patient, by, **changes)
        assert DosingPlan.objects.filter(patient=patient).count() <= 1
        assert not PlanEnd.objects.exists()
        assert events() == before
        return refusal.value

    def test_without_a_reason(self, running, patient, prescriber):
        assert self.refused(NoteNeeded, patient, prescriber, reason=" ").field == "reason"

    def test_without_a_plan(self, patient, prescriber):
        self.refused(TaperNotPossible, patient, prescriber)

    def test_of_what_cannot_be_made_smaller(self, patient, prescriber):
        signed_plan(patient, terms(times_of_day=("08:00",)))
        self.refused(TaperNotPossible, patient, prescriber)

    def test_with_other_steps_than_those_that_were_read(self, running, patient, prescriber):
        seen = taper_proposed(patient, NOW, TaperAsked(TOMORROW, 20, 7)).fingerprint
        self.refused(TaperChanged, patient, prescriber, seen=seen)

    def test_longer_than_a_plan_can_be_signed_ahead(self, running, patient, prescriber):
        self.refused(PlanOverLimit, patient, prescriber, asked=TaperAsked(TOMORROW, 10, 28))

    def test_beginning_in_the_past(self, running, patient, prescriber):
        self.refused(PlanOverLimit, patient, prescriber, asked=TaperAsked(TODAY - DAY, 25, 7))

    def test_of_somebody_who_left_the_programme(self, running, patient, prescriber):
        patient.state = PatientState.DISCHARGED
        patient.save(update_fields=["state"])
        self.refused(SigningRefused, patient, prescriber)

    @pytest.mark.parametrize("role", ["nurse", "manager", "patient"])
    def test_by_anybody_but_a_prescriber(self, running, patient, role):
        self.refused(AccessRefused, patient, user_of(role))

    def test_a_second_time(self, running, patient, prescriber):
        seen = taper_proposed(patient, NOW, ASKED).fingerprint
        taper(patient, prescriber, seen=seen)
        before = events()
        with pytest.raises(TaperChanged):
            taper(patient, prescriber, seen=seen)
        assert DosingPlan.objects.count() == 4
        assert events() == before
