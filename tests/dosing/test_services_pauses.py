"""A clinician holds a plan, lets it go on, stops it; and what a gap without doses means."""

from datetime import timedelta

import pytest

from dosing.choices import Outcome
from dosing.models import Hold, PlanEnd
from dosing.rules.taper import TaperAsked
from dosing.selectors import (
    dose_blockers,
    last_taken,
    open_clearance,
    plan_in_force,
    taper_proposed,
)
from dosing.services import (
    AlreadyHeld,
    ClearanceRefused,
    NoPlanToHold,
    NoteNeeded,
    TaperFirst,
    clearance_grant,
    dose_correct,
    hold_close,
    plan_hold,
    plan_sign,
    plan_stop,
    plan_taper,
)
from dosing.services.plans import plan_draft_save
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import (
    NOW,
    ClearanceFactory,
    DoseLogFactory,
    DosingPlanFactory,
    ScheduledDoseFactory,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
REASON = "Your liver test was high. We will call you."


def events():
    return AuditEvent.objects.count()


def dosed(plan, *days):
    for day in days:
        at = NOW - day * DAY
        DoseLogFactory(slot=ScheduledDoseFactory(plan=plan, at=at), taken_at=at, recorded_at=at)


def keys(slot, now=NOW):
    return [each.key for each in dose_blockers(slot.patient, slot, now)]


class TestHolding:
    def test_it_stops_every_dose_and_says_why(self, slot, nurse):
        ClearanceFactory(slot=slot)
        hold = plan_hold(patient=slot.patient, by=nurse, now=NOW, reason=f" {REASON} ")
        assert (hold.placed_by, hold.placed_at, hold.sentence) == (nurse, NOW, REASON)
        assert open_clearance(slot, NOW) is None
        assert "hold:clinic_hold" in keys(slot)
        event = AuditEvent.objects.get(verb="dosing.hold_placed")
        assert (event.actor, event.details["key"]) == (nurse, "clinic_hold")

    def test_again_by_the_same_person_is_the_same_hold(self, slot, nurse):
        first = plan_hold(patient=slot.patient, by=nurse, now=NOW, reason=REASON)
        before = events()
        assert plan_hold(patient=slot.patient, by=nurse, now=NOW + HOUR, reason="Again.") == first
        assert events() == before

    def test_another_person_is_told_that_it_stands(self, slot, nurse, prescriber):
        plan_hold(patient=slot.patient, by=nurse, now=NOW, reason=REASON)
        with pytest.raises(AlreadyHeld):
            plan_hold(patient=slot.patient, by=prescriber, now=NOW, reason="Mine.")
        assert Hold.objects.get().placed_by == nurse

    @pytest.mark.parametrize(
        ("role", "reason", "error"),
        [
            pytest.param("nurse", "  ", NoteNeeded, id="no reason"),
            pytest.param("manager", REASON, AccessRefused, id="a manager"),
            pytest.param("patient", REASON, AccessRefused, id="a patient"),
        ],
    )
    def test_a_refusal_writes_nothing(self, slot, role, reason, error):
        by, before = user_of(role), events()
        with pytest.raises(error):
            plan_hold(patient=slot.patient, by=by, now=NOW, reason=reason)
        assert not Hold.objects.exists()
        assert events() == before

    def test_without_a_plan_there_is_nothing_to_hold(self, patient, nurse):
        with pytest.raises(NoPlanToHold):
            plan_hold(patient=patient, by=nurse, now=NOW, reason=REASON)

    def test_closing_it_lets_doses_go_on(self, slot, nurse):
        dosed(slot.plan, 1)
        hold = plan_hold(patient=slot.patient, by=nurse, now=NOW, reason=REASON)
        hold_close(hold=hold, by=nurse, now=NOW, note="Repeat is normal.")
        assert keys(slot) == ["clearance_missing"]


class TestAfterAGap:
    @pytest.fixture
    def slot(self, patient):
        began = NOW - 30 * DAY
        times = {"signed_at": began, "effective_at": began, "starts_on": began.date()}
        return ScheduledDoseFactory(plan=DosingPlanFactory(patient=patient, **times))

    @pytest.mark.parametrize(
        ("days", "is_blocked"),
        [pytest.param(7, False, id="seven days"), pytest.param(8, True, id="eight days")],
    )
    def test_a_closed_hold_does_not_lift_it(self, slot, nurse, days, is_blocked):
        dosed(slot.plan, days)
        hold = plan_hold(patient=slot.patient, by=nurse, now=NOW, reason=REASON)
        hold_close(hold=hold, by=nurse, now=NOW, note="Repeat is normal.")
        assert ("restart_needed" in keys(slot)) is is_blocked

    def test_no_check_clears_it(self, slot):
        dosed(slot.plan, 8)
        with pytest.raises(ClearanceRefused) as refusal:
            clearance_grant(
                patient=slot.patient, slot=slot, now=NOW, source="check:1",
                policy_version=policy_in_force().version,
            )  # fmt: skip
        sentence = refusal.value.blockers[0].sentence
        assert sentence.startswith("You have had no dose for 8 days.")

    def test_a_dose_of_long_ago_counts_too(self, slot):
        dosed(slot.plan, 29)
        late = ScheduledDoseFactory(plan=slot.plan, at=NOW + 10 * DAY)
        assert "restart_needed" in keys(late, NOW + 10 * DAY)

    def test_a_new_signed_step_lifts_it(self, slot, prescriber):
        dosed(slot.plan, 8)
        lower = terms(strength_ug=5_000, dose_ug=20_000, times_of_day=("10:00", "20:00"))
        plan_draft_save(patient=slot.patient, by=prescriber, now=NOW, terms=lower)
        plan = plan_sign(patient=slot.patient, by=prescriber, now=NOW)
        assert keys(plan.slots.first()) == ["clearance_missing"]

    def test_a_taper_signed_before_the_gap_does_not_lift_it(self, patient, prescriber):
        """Its later steps take effect by themselves, and nobody judged them as a restart."""
        signed_plan(patient, terms(strength_ug=5_000))
        asked = TaperAsked((NOW + DAY).date(), percent=25, days=7)
        seen = taper_proposed(patient, NOW, asked).fingerprint
        dosed(plan_in_force(patient, NOW), 0)
        plan_taper(
            patient=patient, by=prescriber, now=NOW, asked=asked, seen=seen, reason="No benefit."
        )
        late = NOW + 15 * DAY
        step = plan_in_force(patient, late)
        assert step.version == 4
        assert "restart_needed" in keys(ScheduledDoseFactory(plan=step, at=late), late)

    def test_a_step_signed_on_a_report_that_was_wrong_does_not_lift_it(self, slot, prescriber):
        dosed(slot.plan, 12, 1)
        lower = terms(strength_ug=5_000, dose_ug=20_000)
        plan_draft_save(patient=slot.patient, by=prescriber, now=NOW, terms=lower)
        plan = plan_sign(patient=slot.patient, by=prescriber, now=NOW)
        late = NOW + HOUR
        dose_correct(
            log=last_taken(slot.patient, NOW), by=prescriber, now=late, outcome=Outcome.NOT_TAKEN,
            amount_ug=None, taken_at=None, idempotency_key="wrong", note="It was another day.",
        )  # fmt: skip
        assert "restart_needed" in keys(ScheduledDoseFactory(plan=plan, at=late), late)


class TestStopping:
    def stop(self, patient, by, **changes):
        return plan_stop(patient=patient, by=by, now=NOW, reason="No benefit.", **changes)

    def test_after_weeks_of_doses_it_asks_for_a_taper_first(self, plan, prescriber):
        dosed(plan, *range(0, 22, 3))
        before = events()
        with pytest.raises(TaperFirst, match="more than 21 days") as refusal:
            self.stop(plan.patient, prescriber)
        assert refusal.value.field == "without_taper"
        assert not PlanEnd.objects.exists()
        assert events() == before

    def test_said_in_so_many_words_it_stops_at_once(self, plan, prescriber):
        dosed(plan, *range(0, 22, 3))
        assert self.stop(plan.patient, prescriber, without_taper=True) == [plan]

    @pytest.mark.parametrize(
        "days",
        [
            pytest.param((), id="never dosed"),
            pytest.param((0, 5, 10, 15, 20), id="three weeks"),
            pytest.param(range(8, 40, 3), id="stopped a week ago already"),
        ],
    )
    def test_else_it_stops_without_a_question(self, plan, prescriber, days):
        dosed(plan, *days)
        assert self.stop(plan.patient, prescriber) == [plan]

    def test_a_nurse_does_not_stop_a_plan(self, plan):
        with pytest.raises(AccessRefused):
            self.stop(plan.patient, UserFactory(nurse=True), without_taper=True)
        assert not PlanEnd.objects.exists()
