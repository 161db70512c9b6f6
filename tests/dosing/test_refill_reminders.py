"""A patient is reminded once of each supply: the rows follow every fact that moves its end."""

from datetime import timedelta

import pytest

from dosing.choices import HoldScope, Outcome, SupplyKind, SupplyPurpose
from dosing.models import PlanEnd, SupplyEntry
from dosing.selectors.refills import supply_unwanted_among
from dosing.services import dose_record, hold_close, plan_stop, refills_look
from dosing.services import refills as refills_module
from dosing.services.supply import (
    Dispensing,
    SupplyReport,
    supply_correct,
    supply_dispense,
    supply_report,
)
from intake.choices import PatientState
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services import engine_tick
from ketaclinic.reminders.services.compose import purpose_render
from tests.factories.dosing import NOW, HoldFactory, signed_plan, terms
from tests.factories.reminders import why_unwanted
from tests.factories.supply import CAPSULE, USE_UNTIL, DispensingFactory
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REFILL, RUN_OUT = SupplyPurpose.values


def dispense(patient, by, now, *, key="fill-1"):
    """Two weeks of capsules, given out today."""
    given = Dispensing(
        product=CAPSULE,
        amount_ug=42 * 25_000,
        dispensed_on=now.date(),
        lot="A-101",
        beyond_use_on=USE_UNTIL,
        pharmacy="Elm Street",
        note="First fill, on paper.",
    )
    return supply_dispense(patient=patient, by=by, now=now, dispensing=given, idempotency_key=key)


def rows(patient, status="due"):
    """The patient's reminders of supply: purpose and when, as days from now."""
    found = Reminder.objects.filter(recipient=patient.user, purpose__in=SupplyPurpose.values)
    return {row.purpose: (row.due_at - NOW) / DAY for row in found.filter(status=status)}


@kept
def supplied(patient, nurse):
    """Two weeks of capsules since today."""
    signed_plan(patient)
    dispense(patient, nurse, NOW)
    return patient


def corrected(entry, amount_ug):
    return DispensingFactory(
        patient=entry.patient,
        corrects=entry,
        amount_ug=amount_ug,
        happened_at=entry.happened_at,
        recorded_at=NOW,
        note="Read again.",
    )


def subject_of(patient):
    return Reminder.objects.filter(recipient=patient.user, purpose=REFILL).last().subject_id


class TestTheRows:
    def test_a_dispensing_asks_for_both(self, supplied):
        assert rows(supplied) == {REFILL: 11, RUN_OUT: 13}

    def test_the_same_dispensing_again_asks_for_nothing_more(self, supplied, nurse):
        dispense(supplied, nurse, NOW)
        assert Reminder.objects.filter(purpose__in=SupplyPurpose.values).count() == 2

    def test_a_count_moves_nothing_and_a_loss_brings_the_end_nearer(self, supplied):
        for kind, expected in ((SupplyKind.COUNTED, 13), (SupplyKind.WASTED, 8)):
            report = SupplyReport(kind, CAPSULE, 15 * 25_000, NOW.date())
            supply_report(
                patient=supplied, by=supplied.user, now=NOW, report=report, idempotency_key=kind
            )
            assert rows(supplied)[RUN_OUT] == expected

    def test_a_change_of_the_plan_moves_the_end(self, supplied):
        signed_plan(supplied, terms(times_of_day=("08:00", "20:00")))
        assert rows(supplied)[RUN_OUT] > 13

    def test_a_new_dispensing_is_a_new_subject(self, supplied, nurse):
        later = NOW + 11 * DAY
        dispense(supplied, nurse, later, key="fill-2")
        assert set(rows(supplied, "cancelled")) == {REFILL, RUN_OUT}
        assert rows(supplied)[REFILL] > 11

    def test_a_dispensing_that_never_was_asks_for_nothing(self, supplied, nurse):
        entry = SupplyEntry.objects.get()
        supply_correct(
            entry=entry, by=nurse, now=NOW, amount_ug=0, note="Wrong patient.", idempotency_key="c"
        )
        assert rows(supplied) == {}
        assert set(rows(supplied, "cancelled")) == {REFILL, RUN_OUT}

    def test_one_of_two_of_the_same_day_taken_back_leaves_the_other(self, supplied, nurse):
        second = dispense(supplied, nurse, NOW, key="fill-2")
        assert rows(supplied)[RUN_OUT] > 20
        supply_correct(
            entry=second, by=nurse, now=NOW, amount_ug=0, note="Entered twice.", idempotency_key="c"
        )
        assert rows(supplied) == {REFILL: 11, RUN_OUT: 13}

    def test_a_stop_drops_them(self, supplied, prescriber):
        plan_stop(patient=supplied, by=prescriber, now=NOW, reason="A rash.")
        assert rows(supplied) == {}

    def test_they_follow_the_patient_to_another_zone(self, supplied):
        user = supplied.user
        user_settings_change(
            user=user,
            full_name=user.full_name,
            language=user.language,
            time_zone="America/Los_Angeles",
            now=NOW,
        )
        assert rows(supplied)[REFILL] == 11 + 3 / 24

    def test_what_was_sent_is_not_sent_again(self, supplied, nurse):
        sent = Reminder.objects.filter(purpose=REFILL)
        sent.update(status="sent", sending_at=NOW, finished_at=NOW)
        refills_look(now=NOW + 12 * DAY)
        assert rows(supplied, "sent") == {REFILL: 11}

    def test_without_a_dispensing_nothing_is_asked_for(self, patient):
        signed_plan(patient)
        assert rows(patient) == {}

    def test_an_extra_dose_brings_the_end_nearer(self, supplied):
        for number in range(3):
            dose_record(
                patient=supplied,
                slot=None,
                by=supplied.user,
                now=NOW,
                outcome=Outcome.TAKEN,
                amount_ug=25_000,
                taken_at=NOW - timedelta(minutes=20 * number),
                idempotency_key=f"extra-{number}",
                is_extra=True,
            )
        assert rows(supplied)[RUN_OUT] == 12
        assert rows(supplied)[REFILL] == 11


class TestTheNight:
    def test_doses_left_out_make_the_supply_last_longer(self, supplied):
        """Nobody wrote anything: only time shows that they were not taken."""
        before_it_goes_out = NOW + 12 * DAY
        assert refills_look(now=before_it_goes_out) == 1
        assert rows(supplied)[RUN_OUT] > 20

    def test_what_is_far_away_is_left_alone(self, supplied):
        assert refills_look(now=NOW) == 0

    def test_one_that_fails_keeps_no_other_back(self, supplied, monkeypatch, caplog):
        def fail(case):
            raise RuntimeError

        monkeypatch.setattr(refills_module, "refill_reminders_follow", fail)
        assert refills_look(now=NOW + 12 * DAY) == 0
        assert "a supply could not be reckoned" in caplog.text
        assert rows(supplied) == {REFILL: 11, RUN_OUT: 13}


class TestStillWanted:
    def test_while_nothing_new_was_dispensed(self, supplied):
        assert why_unwanted(REFILL, subject_of(supplied), NOW) == ""

    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            (PatientState.PAUSED, "paused"),
            (PatientState.DISCHARGED, "discharged"),
            (PatientState.DECEASED, "deceased"),
        ],
    )
    def test_not_for_who_is_out_of_care(self, supplied, state, reason):
        type(supplied).objects.filter(pk=supplied.pk).update(state=state)
        assert why_unwanted(REFILL, subject_of(supplied), NOW) == reason

    def test_not_while_doses_are_on_hold(self, supplied):
        HoldFactory(patient=supplied, scope=HoldScope.PLAN)
        assert why_unwanted(REFILL, subject_of(supplied), NOW) == "held"

    def test_not_without_a_plan(self, supplied):
        PlanEnd.objects.create(
            plan=supplied.plans.get(), ended_at=NOW, kind="completed", recorded_at=NOW
        )
        assert why_unwanted(REFILL, subject_of(supplied), NOW) == "plan_ended"

    def test_not_after_another_dispensing_or_a_correction(self, supplied, nurse):
        subject = subject_of(supplied)
        entry = SupplyEntry.objects.get()
        gone = corrected(entry, 0)
        assert why_unwanted(REFILL, subject, NOW) == "corrected"
        corrected(gone, 25_000)
        assert why_unwanted(REFILL, subject, NOW) == ""
        dispense(supplied, nurse, NOW + DAY, key="fill-2")
        assert why_unwanted(REFILL, subject, NOW + DAY) == "dispensed"

    @pytest.mark.parametrize("subject", ["", "nonsense@1", "00000000-0000-4000-8000-000000000000@"])
    def test_not_of_what_does_not_exist(self, subject):
        assert why_unwanted(REFILL, subject, NOW) == "missing"

    def test_many_are_asked_at_once(self, supplied, django_assert_num_queries):
        asked = [subject_of(supplied), "nonsense"]
        with django_assert_num_queries(1):
            assert supply_unwanted_among(asked, NOW) == {"nonsense": "missing"}


class TestAfterAHold:
    """A refill falls due on the eleventh day; doses are on hold from the tenth on."""

    LATER = NOW + 16 * DAY

    @pytest.fixture
    def hold(self, supplied):
        hold = HoldFactory(patient=supplied, placed_at=NOW + 10 * DAY)
        for days in (11, 14):
            engine_tick(now=NOW + days * DAY, hand_over=lambda load: None)
        assert set(rows(supplied, "skipped")) == {REFILL, RUN_OUT}
        return hold

    def close(self, hold, nurse):
        hold_close(hold=hold, by=nurse, now=self.LATER, note="Repeat is normal.")

    def spill(self, patient, capsules):
        day = NOW + 15 * DAY
        report = SupplyReport(SupplyKind.WASTED, CAPSULE, capsules * 25_000, day.date())
        supply_report(patient=patient, by=patient.user, now=day, report=report, idempotency_key="w")

    def test_what_was_not_sent_is_sent_when_it_is_closed(self, supplied, nurse, hold):
        self.spill(supplied, 38)
        assert set(rows(supplied, "skipped")) == {REFILL, RUN_OUT}
        self.close(hold, nurse)
        assert rows(supplied) == {REFILL: 16, RUN_OUT: 16}
        engine_tick(now=self.LATER, hand_over=lambda load: None)
        assert set(rows(supplied, "claimed")) == {REFILL, RUN_OUT}

    def test_what_is_not_true_yet_waits_for_its_day(self, supplied, nurse, hold):
        """Nothing was taken meanwhile: what is left lasts for days again."""
        self.close(hold, nurse)
        assert rows(supplied) == {REFILL: 27, RUN_OUT: 29}

    def test_what_was_about_an_earlier_dispensing_is_not_sent(self, supplied, nurse, hold):
        subject = subject_of(supplied)
        dispense(supplied, nurse, NOW + 15 * DAY, key="fill-2")
        self.close(hold, nurse)
        found = Reminder.objects.filter(subject_id=subject)
        assert set(found.values_list("status", "reason")) == {("skipped", "held")}

    def test_not_while_another_hold_stands(self, supplied, nurse, hold):
        HoldFactory(patient=supplied, key="bp_very_high")
        self.spill(supplied, 38)
        self.close(hold, nurse)
        assert set(rows(supplied, "skipped")) == {REFILL, RUN_OUT}

    def test_what_ended_for_another_reason_stands(self, supplied, nurse, hold):
        Reminder.objects.filter(purpose=REFILL).update(status="expired", reason="too_late")
        Reminder.objects.filter(purpose=RUN_OUT).update(reason="no_address")
        self.spill(supplied, 38)
        self.close(hold, nurse)
        assert set(rows(supplied, "expired")) == {REFILL}
        assert set(rows(supplied, "skipped")) == {RUN_OUT}


@pytest.mark.parametrize("key", list(SupplyPurpose))
def test_the_message_says_nothing_of_what_it_is_about(key):
    words = " ".join(purpose_render(purpose_for(key))).lower()
    assert not [word for word in ("supply", "refill", "pharmacy", "medicine") if word in words]
