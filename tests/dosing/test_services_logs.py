"""The dose log: a truthful report is never refused, and says how it was."""

from datetime import timedelta

import pytest

from dosing.choices import LogMark, Outcome
from dosing.models import Clearance, DoseLog, DoseTold
from dosing.selectors import log_in_force
from dosing.services import (
    ReporterRefused,
    ReportNotReadable,
    WrongSlot,
    dose_record,
)
from intake.choices import PatientState
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import user_of
from tests.factories.dosing import (
    ClearanceFactory,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def report(dose, now, **changes):
    """The patient says that they took the planned dose just now."""
    ordinary = {
        "patient": dose.patient,
        "slot": dose,
        "by": dose.patient.user,
        "outcome": Outcome.TAKEN,
        "amount_ug": 25_000,
        "taken_at": now,
        "idempotency_key": "first",
    }
    return dose_record(now=now, **(ordinary | changes))


def not_taken(slot, now, **changes):
    empty = {"outcome": Outcome.SKIPPED, "amount_ug": None, "taken_at": None}
    return report(slot, now, **(empty | changes))


class TestRecord:
    def test_a_cleared_dose_has_no_mark(self, slot, now):
        ClearanceFactory(slot=slot)
        log = report(slot, now)
        assert (log.outcome, log.amount_ug, log.taken_at) == (Outcome.TAKEN, 25_000, now)
        assert log.marks == []
        assert log_in_force(slot) == log

    def test_it_is_in_the_audit_without_free_text(self, slot, now):
        log = report(slot, now, note="I feel strange")
        event = AuditEvent.objects.get(verb="dosing.dose_recorded")
        assert event.subject_id == str(log.public_id)
        assert "strange" not in str(event.details)

    def test_the_reminders_go(self, patient, now):
        slot = signed_plan(patient).slots.first()
        report(slot, now)
        statuses = Reminder.objects.filter(subject_id=str(slot.public_id))
        assert set(statuses.values_list("status", flat=True)) == {"cancelled"}

    def test_the_same_key_is_the_same_report_however_often(self, slot, now):
        first = report(slot, now)
        again = report(slot, now + HOUR, amount_ug=50_000)
        assert again == first
        assert DoseLog.objects.count() == 1
        assert AuditEvent.objects.filter(verb="dosing.dose_recorded").count() == 1

    def test_the_same_key_of_another_patient_is_another_report(self, slot, now):
        other = ScheduledDoseFactory()
        assert report(slot, now) != report(other, now)

    @pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.NOT_TAKEN])
    def test_a_dose_not_taken_has_a_reason_and_no_amount(self, slot, now, outcome):
        log = not_taken(slot, now, outcome=outcome, reason_key="felt_unwell")
        assert (log.amount_ug, log.taken_at, log.reason_key) == (None, None, "felt_unwell")
        assert log.marks == []

    def test_a_clearance_ends_with_a_dose_not_taken(self, slot, now):
        ClearanceFactory(slot=slot)
        not_taken(slot, now)
        assert Clearance.objects.get().void_reason == "not_taken"

    @pytest.mark.parametrize("outcome", [Outcome.PARTLY_TAKEN, Outcome.VOMITED])
    def test_how_much_stayed_may_be_unknown(self, slot, now, outcome):
        assert report(slot, now, outcome=outcome, amount_ug=None).amount_ug is None

    @pytest.mark.parametrize("role", ["nurse", "prescriber"])
    def test_staff_report_a_dose_at_the_clinic(self, slot, now, role):
        by = user_of(role)
        assert report(slot, now, by=by).recorded_by == by

    def test_another_patient_does_not(self, slot, now):
        with pytest.raises(ReporterRefused):
            report(slot, now, by=dosing_patient().user)
        assert not DoseLog.objects.exists()

    def test_the_dose_of_another_patient_is_refused(self, slot, now):
        other = ScheduledDoseFactory()
        with pytest.raises(WrongSlot):
            report(slot, now, slot=other)
        assert not DoseLog.objects.exists()


class TestTruth:
    """Whatever happened can be recorded; the row says how it was."""

    @pytest.mark.parametrize(
        ("minutes", "mark"),
        [
            pytest.param(-61, LogMark.EARLY, id="before the window"),
            pytest.param(120, LogMark.LATE, id="after the window"),
        ],
    )
    def test_outside_the_window(self, slot, now, minutes, mark):
        moment = now + minutes * MINUTE
        log = report(slot, max(now, moment), taken_at=moment)
        assert mark in log.marks

    def test_uncleared(self, slot, now):
        assert report(slot, now).marks == [LogMark.UNCLEARED]

    def test_cleared_at_the_time_though_reported_two_days_later(self, slot, now):
        ClearanceFactory(slot=slot)
        log = report(slot, now + 48 * HOUR, taken_at=now + 10 * MINUTE)
        assert log.marks == []
        assert log.recorded_at == now + 48 * HOUR

    def test_on_hold(self, slot, now):
        HoldFactory(patient=slot.patient)
        assert LogMark.ON_HOLD in report(slot, now).marks

    def test_a_hold_placed_after_the_dose_marks_nothing(self, slot, now):
        ClearanceFactory(slot=slot)
        HoldFactory(patient=slot.patient, placed_at=now + MINUTE)
        assert report(slot, now + HOUR, taken_at=now).marks == []

    def test_too_soon_after_another(self, slot, now):
        earlier = ScheduledDoseFactory(plan=slot.plan, at=now - 3 * HOUR)
        DoseLogFactory(slot=earlier)
        assert LogMark.TOO_SOON in report(slot, now).marks

    def test_too_soon_before_one_that_was_reported_first(self, slot, now):
        later = ScheduledDoseFactory(plan=slot.plan, at=now + 3 * HOUR)
        DoseLogFactory(slot=later)
        assert LogMark.TOO_SOON in report(slot, now + 5 * HOUR, taken_at=now).marks

    def test_more_than_planned(self, slot, now):
        assert LogMark.OVER_PLAN in report(slot, now, amount_ug=500_000).marks

    def test_a_dose_that_was_cancelled(self, slot, now):
        slot.cancelled_at, slot.cancel_reason = now, "plan_stopped"
        slot.save()
        assert LogMark.OFF_PLAN in report(slot, now).marks

    def test_a_dose_that_was_cancelled_after_it_was_taken(self, slot, now):
        """The report waits in a phone; meanwhile a new version cancels what was left of the day."""
        ClearanceFactory(slot=slot)
        slot.cancelled_at, slot.cancel_reason = now + 10 * MINUTE, "plan_superseded"
        slot.save()
        assert report(slot, now + 48 * HOUR, taken_at=now + 5 * MINUTE).marks == []

    def test_two_days_late_it_is_judged_by_the_hold_of_its_time(self, slot, now):
        HoldFactory(
            patient=slot.patient,
            placed_at=now - HOUR,
            closed_at=now + HOUR,
            closed_by=user_of("nurse"),
            close_note="Called.",
        )
        marks = report(slot, now + 48 * HOUR, taken_at=now).marks
        assert LogMark.ON_HOLD in marks

    def test_two_days_late_it_is_judged_by_the_clearance_of_its_time(self, slot, now):
        ClearanceFactory(slot=slot, voided_at=now + HOUR, void_reason="hold")
        assert report(slot, now + 48 * HOUR, taken_at=now + 5 * MINUTE).marks == []

    def test_of_a_patient_who_is_paused(self, now):
        plan = DosingPlanFactory(patient=dosing_patient(state=PatientState.PAUSED))
        assert report(ScheduledDoseFactory(plan=plan), now).outcome == Outcome.TAKEN


class TestToldToTheClinic:
    def test_staff_write_down_who_told_them(self, slot, now):
        log = report(slot, now, by=user_of("nurse"), told_by="helper")
        assert log.told.told_by == "helper"

    def test_what_the_patient_sends_names_nobody_else(self, slot, now):
        assert not DoseTold.objects.filter(log=report(slot, now)).exists()

    def test_an_unknown_source_is_refused(self, slot, now):
        with pytest.raises(ReportNotReadable) as refusal:
            report(slot, now, by=user_of("nurse"), told_by="a bird")
        assert refusal.value.field == "told_by"
        assert not DoseLog.objects.exists()


class TestReadable:
    """Only what makes a report readable is asked for."""

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            pytest.param({"amount_ug": None}, "amount_ug", id="no amount"),
            pytest.param({"amount_ug": 0}, "amount_ug", id="nothing"),
            pytest.param({"amount_ug": -1}, "amount_ug", id="negative"),
            pytest.param({"amount_ug": 10_000_001}, "amount_ug", id="more than ten grams"),
            pytest.param({"taken_at": None}, "taken_at", id="no time"),
            pytest.param({"outcome": "eaten"}, "outcome", id="unknown outcome"),
            pytest.param({"reason_key": "because"}, "reason_key", id="unknown reason"),
        ],
    )
    def test_what_is_missing_is_named(self, slot, now, changes, field):
        with pytest.raises(ReportNotReadable) as refusal:
            report(slot, now, **changes)
        assert refusal.value.field == field
        assert not DoseLog.objects.exists()

    @pytest.mark.parametrize("key", ["", "x" * 65])
    def test_a_report_without_a_usable_key_asks_for_a_fresh_page(self, slot, now, key):
        with pytest.raises(ReportNotReadable):
            report(slot, now, idempotency_key=key)
        assert not DoseLog.objects.exists()

    @pytest.mark.parametrize("ahead", [6 * MINUTE, 400 * 24 * HOUR])
    def test_a_time_to_come_is_refused(self, slot, now, ahead):
        with pytest.raises(ReportNotReadable):
            report(slot, now, taken_at=now + ahead)

    def test_a_phone_may_run_five_minutes_ahead(self, slot, now):
        assert report(slot, now, taken_at=now + 5 * MINUTE)

    def test_a_year_ago_is_a_typing_error(self, slot, now):
        with pytest.raises(ReportNotReadable):
            report(slot, now, taken_at=now - 367 * 24 * HOUR)
