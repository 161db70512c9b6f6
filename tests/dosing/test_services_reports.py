"""A second report, a correction: nothing doubled, nothing swallowed, nothing changed."""

from datetime import timedelta

import pytest

from dosing.choices import HoldScope, LogMark, Outcome
from dosing.models import DoseLog, Hold
from dosing.selectors import last_taken, log_in_force, logs_since
from dosing.services import (
    AlreadyCorrected,
    AnotherReportExists,
    NoteNeeded,
    ReportNotReadable,
    dose_correct,
    dose_record,
)
from ketaclinic.audit.append_only import AppendOnlyError
from tests.factories.dosing import (
    ClearanceFactory,
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


def correct(log, now, **changes):
    ordinary = {
        "by": log.patient.user,
        "outcome": Outcome.TAKEN,
        "amount_ug": 25_000,
        "taken_at": now,
        "idempotency_key": "correction",
        "note": "I had mistyped.",
    }
    return dose_correct(log=log, now=now, **(ordinary | changes))


class TestASecondReport:
    def test_it_asks_whether_there_was_another_dose(self, slot, now):
        first = report(slot, now)
        with pytest.raises(AnotherReportExists) as refusal:
            report(slot, now + MINUTE, idempotency_key="second")
        assert refusal.value.existing == first
        assert refusal.value.question == "took_another"
        assert DoseLog.objects.count() == 1

    def test_after_a_dose_not_taken_it_asks_whether_it_was_taken_after_all(self, slot, now):
        not_taken(slot, now)
        with pytest.raises(AnotherReportExists) as refusal:
            report(slot, now, idempotency_key="second")
        assert refusal.value.question == "took_after_all"

    @pytest.mark.parametrize(
        ("first", "second", "question"),
        [
            (report, report, "took_another"),
            (not_taken, report, "took_after_all"),
            (report, not_taken, "not_taken_after_all"),
            (not_taken, not_taken, "other_reason"),
        ],
    )
    def test_each_difference_has_its_own_question(self, slot, now, first, second, question):
        first(slot, now)
        with pytest.raises(AnotherReportExists) as refusal:
            second(slot, now + MINUTE, idempotency_key="second")
        assert refusal.value.question == question
        assert DoseLog.objects.count() == 1

    def test_yes_is_an_extra_dose_and_stops_all_dosing(self, slot, now):
        report(slot, now)
        extra = report(slot, now + HOUR, idempotency_key="second", is_extra=True)
        assert LogMark.EXTRA in extra.marks
        assert LogMark.TOO_SOON in extra.marks
        hold = Hold.objects.get()
        assert (hold.key, hold.scope) == ("extra_or_early_dose", HoldScope.PLAN)

    def test_the_double_tap_of_an_extra_dose_is_one(self, slot, now):
        report(slot, now)
        for _ in range(2):
            report(slot, now + HOUR, idempotency_key="second", is_extra=True)
        assert DoseLog.objects.count() == 2
        assert Hold.objects.count() == 1

    def test_a_third_dose_is_not_swallowed(self, slot, now):
        report(slot, now)
        for key in ("second", "third"):
            report(slot, now + HOUR, idempotency_key=key, is_extra=True)
        assert DoseLog.objects.count() == 3

    def test_an_extra_dose_needs_no_slot(self, slot, now):
        log = report(slot, now, slot=None, is_extra=True)
        assert log.slot is None
        assert LogMark.EXTRA in log.marks

    def test_an_extra_dose_that_was_not_taken_is_none(self, slot, now):
        with pytest.raises(ReportNotReadable):
            not_taken(slot, now, is_extra=True)
        assert not DoseLog.objects.exists()

    def test_an_extra_dose_leaves_the_slot_open(self, slot, now):
        report(slot, now, is_extra=True)
        assert log_in_force(slot) is None


class TestCorrect:
    def test_the_new_row_is_in_force_and_the_old_one_stays(self, slot, now):
        old = not_taken(slot, now)
        new = correct(old, now)
        assert log_in_force(slot) == new
        assert new.corrects == old
        assert DoseLog.objects.count() == 2
        assert list(logs_since(slot.patient, now - HOUR)) == [new]
        assert last_taken(slot.patient, now) == new

    def test_it_needs_a_reason(self, slot, now):
        old = report(slot, now)
        with pytest.raises(NoteNeeded):
            correct(old, now, note=" ")
        assert DoseLog.objects.count() == 1

    def test_what_was_corrected_is_not_corrected_again(self, slot, now):
        old = report(slot, now)
        correct(old, now)
        with pytest.raises(AlreadyCorrected):
            correct(old, now, idempotency_key="another")
        assert DoseLog.objects.count() == 2

    def test_a_correction_can_be_corrected(self, slot, now):
        newest = correct(correct(report(slot, now), now), now, idempotency_key="again")
        assert log_in_force(slot) == newest

    def test_the_same_key_is_the_same_correction(self, slot, now):
        old = report(slot, now)
        assert correct(old, now) == correct(old, now + HOUR)
        assert DoseLog.objects.count() == 2

    def test_a_dose_is_not_too_near_to_itself(self, slot, now):
        ClearanceFactory(slot=slot)
        old = report(slot, now)
        assert correct(old, now + MINUTE).marks == []

    def test_an_extra_dose_that_was_a_mistake(self, slot, now):
        extra = report(slot, now, is_extra=True)
        undone = correct(extra, now, outcome=Outcome.NOT_TAKEN, amount_ug=None, taken_at=None)
        assert undone.is_extra
        assert last_taken(slot.patient, now) is None


def test_the_log_cannot_be_changed(slot, now):
    log = report(slot, now)
    log.amount_ug = 1
    with pytest.raises(AppendOnlyError):
        log.save()
    with pytest.raises(AppendOnlyError):
        DoseLog.objects.update(amount_ug=1)
