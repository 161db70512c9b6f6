"""The patient hears that the clinic stopped their doses, and once that they go on."""

from datetime import timedelta

import pytest

from dosing.choices import CancelReason, HoldPurpose, HoldScope, SupplyPurpose
from dosing.models import PlanEnd, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.services import AlreadyHeld, NoteNeeded, hold_close, hold_place, plan_hold
from dosing.services.reminders import reminders_return
from intake.choices import PatientState
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services import engine_tick, load_send
from ketaclinic.reminders.services.compose import purpose_render
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, DoseLogFactory, HoldFactory, ScheduledDoseFactory
from tests.factories.reminders import why_unwanted

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HELD, RESUMED = HoldPurpose.values
REASON = "Your liver test was high. We will call you."


def rows(patient, status="due"):
    """What waits to be told about holds: the purposes, in their order."""
    found = Reminder.objects.filter(recipient=patient.user, subject_type="dosing.hold")
    return list(found.filter(status=status).order_by("pk").values_list("purpose", flat=True))


def closed(hold, nurse, now=NOW + HOUR):
    return hold_close(hold=hold, by=nurse, now=now, note="Repeat is normal.")


@pytest.fixture
def hold(plan, nurse):
    return plan_hold(patient=plan.patient, by=nurse, now=NOW, reason=REASON)


class TestHeld:
    def test_who_is_held_by_a_person_hears_of_it_at_once(self, hold):
        row = Reminder.objects.get(purpose=HELD)
        assert (row.recipient, row.subject_id) == (hold.patient.user, str(hold.public_id))
        assert (row.due_at, row.not_after) == (NOW, NOW + DAY)

    def test_the_same_hold_again_tells_nothing_new(self, hold, nurse):
        plan_hold(patient=hold.patient, by=nurse, now=NOW + HOUR, reason=REASON)
        assert Reminder.objects.get(purpose=HELD).due_at == NOW

    def test_nor_does_one_that_another_person_placed(self, hold):
        with pytest.raises(AlreadyHeld):
            plan_hold(patient=hold.patient, by=UserFactory(nurse=True), now=NOW, reason=REASON)
        assert rows(hold.patient) == [HELD]

    def test_a_hold_without_a_reason_tells_nothing(self, plan, nurse):
        with pytest.raises(NoteNeeded):
            plan_hold(patient=plan.patient, by=nurse, now=NOW, reason=" ")
        assert rows(plan.patient) == []

    def test_who_is_held_by_their_own_report_has_read_it(self, plan):
        hold_place(
            patient=plan.patient, key="extra_dose", scope=HoldScope.PLAN, sentence="Wait.",
            by=None, now=NOW, policy_version=policy_in_force().version,
        )  # fmt: skip
        assert rows(plan.patient) == []


class TestResumed:
    def test_closing_tells_that_doses_go_on_and_drops_the_word_before(self, hold, nurse):
        closed(hold, nurse)
        assert rows(hold.patient) == [RESUMED]
        assert rows(hold.patient, "cancelled") == [HELD]
        row = Reminder.objects.get(purpose=RESUMED)
        assert (row.due_at, row.not_after) == (NOW + HOUR, NOW + HOUR + DAY)

    def test_a_second_closing_tells_nothing_new(self, hold, nurse):
        for hours in (1, 2):
            closed(hold, nurse, NOW + hours * HOUR)
        assert Reminder.objects.get(purpose=RESUMED).due_at == NOW + HOUR

    def test_so_does_one_that_nobody_placed(self, plan, nurse):
        closed(HoldFactory(patient=plan.patient), nurse)
        assert rows(plan.patient) == [RESUMED]

    def test_it_is_told_once_when_the_last_of_two_is_closed(self, hold, nurse):
        other = HoldFactory(patient=hold.patient, key="bp_high")
        closed(hold, nurse)
        assert rows(hold.patient) == []
        closed(other, nurse)
        assert rows(hold.patient) == [RESUMED]

    @pytest.mark.parametrize(
        ("after", "expected"),
        [
            pytest.param(timedelta(minutes=119), [RESUMED], id="just before it closes"),
            pytest.param(timedelta(minutes=120), [], id="as it closes"),
        ],
    )
    def test_of_one_dose_while_it_can_be_taken(self, slot, nurse, after, expected):
        hold = HoldFactory(patient=slot.patient, scope=HoldScope.SLOT, slot=slot)
        closed(hold, nurse, NOW + after)
        assert rows(slot.patient) == expected
        for row in Reminder.objects.filter(purpose=RESUMED):
            assert row.not_after == slot.window_closes_at

    def test_another_hold_of_the_same_dose_keeps_it_quiet(self, slot, nurse):
        hold, _ = (
            HoldFactory(patient=slot.patient, scope=HoldScope.SLOT, slot=slot, key=key)
            for key in ("bp_raised", "alcohol")
        )
        closed(hold, nurse)
        assert rows(slot.patient) == []

    def test_a_hold_of_another_dose_does_not(self, slot, nurse):
        other = ScheduledDoseFactory(plan=slot.plan, at=NOW + 6 * HOUR)
        HoldFactory(patient=slot.patient, scope=HoldScope.SLOT, slot=other)
        closed(HoldFactory(patient=slot.patient), nurse)
        assert rows(slot.patient) == [RESUMED]


class TestRemindersOfTheHeldDose:
    """What was due at 10:00 closes at 12:00; the last call is half an hour before."""

    @pytest.fixture
    def held_slot(self, plan):
        slot = ScheduledDoseFactory(plan=plan)
        reminders_return(slot, now=NOW, policy=policy_in_force().get(DosingPolicy))
        self.hold = hold_place(
            patient=plan.patient, key="bp_raised", scope=HoldScope.SLOT, sentence="Wait.",
            by=None, now=NOW, policy_version=policy_in_force().version, slot=slot,
        )  # fmt: skip
        return slot

    def waiting(self, slot):
        found = Reminder.objects.filter(subject_id=str(slot.public_id), status="due")
        return set(found.values_list("purpose", flat=True))

    def test_a_held_dose_reminds_nobody(self, held_slot):
        assert self.waiting(held_slot) == set()

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [
            pytest.param(60, {"dose_last_call", "dose_missed"}, id="in time for the last call"),
            pytest.param(91, {"dose_missed"}, id="after the last call"),
            pytest.param(121, set(), id="too late"),
        ],
    )
    def test_let_go_on_it_is_reminded_of_again(self, held_slot, nurse, minutes, expected):
        closed(self.hold, nurse, NOW + timedelta(minutes=minutes))
        assert self.waiting(held_slot) == expected

    def test_but_not_of_a_dose_that_was_reported(self, held_slot, nurse):
        DoseLogFactory(slot=held_slot)
        closed(self.hold, nurse)
        assert self.waiting(held_slot) == set()

    def test_nor_of_one_that_is_no_longer_offered(self, held_slot, nurse):
        ScheduledDose.objects.update(cancelled_at=NOW, cancel_reason=CancelReason.PLAN_STOPPED)
        closed(self.hold, nurse)
        assert self.waiting(held_slot) == set()


class TestStillWanted:
    def test_held_while_it_stands(self, hold, nurse):
        assert why_unwanted(HELD, str(hold.public_id), NOW) == ""
        closed(hold, nurse)
        assert why_unwanted(HELD, str(hold.public_id), NOW + HOUR) == "closed"

    def test_resumed_while_nothing_stands(self, hold, nurse):
        subject = str(closed(hold, nurse).public_id)
        assert why_unwanted(RESUMED, subject, NOW + HOUR) == ""
        HoldFactory(patient=hold.patient, key="bp_high")
        assert why_unwanted(RESUMED, subject, NOW + HOUR) == "held"

    def test_neither_without_a_plan(self, hold):
        subject = str(hold.public_id)
        PlanEnd.objects.create(
            plan=hold.patient.plans.get(), ended_at=NOW, kind="completed", recorded_at=NOW
        )
        assert why_unwanted(HELD, subject, NOW) == "plan_ended"
        hold.closed_at, hold.closed_by, hold.close_note = NOW, hold.placed_by, "Over."
        hold.save()
        assert why_unwanted(RESUMED, subject, NOW) == "plan_ended"

    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            (PatientState.ACTIVE, ""),
            (PatientState.PAUSED, "paused"),
            (PatientState.DISCHARGED, "discharged"),
            (PatientState.WITHDRAWN, "patient_state"),
        ],
    )
    def test_resumed_for_who_is_given_doses(self, hold, nurse, state, reason):
        closed(hold, nurse)
        type(hold.patient).objects.filter(pk=hold.patient.pk).update(state=state)
        assert why_unwanted(RESUMED, str(hold.public_id), NOW + HOUR) == reason

    @pytest.mark.parametrize("purpose", [HELD, RESUMED])
    def test_not_of_a_hold_that_does_not_exist(self, db, purpose):
        assert why_unwanted(purpose, "00000000-0000-4000-8000-000000000000", NOW) == "missing"

    @pytest.mark.parametrize("purpose", [HELD, RESUMED])
    def test_nor_of_what_is_no_hold(self, db, purpose):
        assert why_unwanted(purpose, "x", NOW) == "missing"

    @pytest.mark.parametrize("key", [HELD, RESUMED])
    def test_many_are_asked_about_in_one_read(self, plan, key, django_assert_num_queries):
        holds = [HoldFactory(patient=plan.patient, key=key) for key in ("bp_high", "bp_low")]
        asked = {str(each.public_id) for each in holds}
        with django_assert_num_queries(1):
            told = purpose_for(key).unwanted(asked, NOW)
        assert told == ({} if key == HELD else dict.fromkeys(asked, "held"))

    def test_the_engine_asks_it(self, hold):
        HoldFactory._meta.model.objects.update(
            closed_at=NOW, closed_by=hold.placed_by, close_note="Over."
        )
        engine_tick(now=NOW, hand_over=lambda load: None)
        row = Reminder.objects.get(purpose=HELD)
        assert (row.status, row.reason) == (ReminderStatus.SKIPPED, "closed")


@pytest.mark.parametrize("channel", ["email", "sms", "push"])
@pytest.mark.parametrize("key", list(HoldPurpose))
def test_the_message_says_only_that_there_is_one(key, channel):
    words = " ".join(purpose_render(purpose_for(key), channel)).lower()
    assert "message from your clinic" in words
    assert not [word for word in ("hold", "dose", "plan", "medicine", "drug") if word in words]


def test_the_engine_tells_of_a_hold_and_of_its_end(hold, nurse):
    for hours, purpose in ((0, HELD), (1, RESUMED)):
        if purpose == RESUMED:
            closed(hold, nurse)
        handed = []
        engine_tick(now=NOW + hours * HOUR, hand_over=handed.append)
        ids = [row for load in handed for row in load.ids]
        assert [Reminder.objects.get(pk=each).purpose for each in ids] == [purpose]
        for load in handed:
            at = NOW + hours * HOUR
            load_send(load, clock=lambda at=at: at)
    assert rows(hold.patient, "sent") == [HELD, RESUMED]


def test_no_supply_is_spoken_of_without_one(hold, nurse):
    closed(hold, nurse)
    assert not Reminder.objects.filter(purpose__in=SupplyPurpose.values).exists()
