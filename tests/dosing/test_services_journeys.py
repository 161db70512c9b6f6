"""A patient flies: the doses still to come follow the clock, and the answer is kept."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from dosing.choices import Outcome, Place
from dosing.models import Journey
from dosing.selectors import Case, check_blockers, open_clearance
from dosing.services import (
    dose_record,
    journey_answer,
    plan_stop,
    slots_extend,
)
from intake.models import Patient
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    TODAY,
    ClearanceFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    terms,
)
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"
LONDON = "Europe/London"
DAY = timedelta(days=1)


@kept
def plan(patient):
    """8:00, 14:00 and 20:00 in New York; it is 10:00 there, and 14:00 is the first dose."""
    return signed_plan(patient)


def move(patient, zone=LOS_ANGELES, *, now=NOW, answer="move"):
    patient.refresh_from_db()
    return journey_answer(patient=patient, by=patient.user, now=now, zone=zone, answer=answer)


def dose(plan, clock, day=TODAY):
    return plan.slots.get(local_date=day, local_time=time.fromisoformat(clock))


def utc(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


def keys(slot, moment):
    patient = slot.patient
    patient.refresh_from_db()
    return [each.key for each in check_blockers(Case(patient, moment), slot)]


def report(slot, now, **changes):
    ordinary = {"outcome": Outcome.TAKEN, "amount_ug": 25_000, "taken_at": now}
    return dose_record(
        patient=slot.patient,
        slot=slot,
        by=slot.patient.user,
        now=now,
        idempotency_key=f"report at {now}",
        **(ordinary | changes),
    )


class TestMove:
    def test_west_each_label_has_the_same_row_at_a_new_moment(self, patient, plan):
        before = dict(plan.slots.values_list("local_date", "pk").filter(local_time=time(14)))
        journey = move(patient)
        first = dose(plan, "14:00")
        assert (first.pk, first.zone, first.due_at) == (before[TODAY], LOS_ANGELES, utc(1, 21))
        assert (first.window_opens_at, first.window_closes_at) == (utc(1, 20), utc(1, 23))
        assert plan.slots.count() == 14 * 3 - 1
        assert (journey.moved, journey.left_out, journey.gap_minutes) == (41, 0, 7 * 60)

    def test_the_reminders_come_along_and_none_is_doubled(self, patient, plan):
        before = Reminder.objects.count()
        move(patient)
        due = Reminder.objects.get(
            subject_id=str(dose(plan, "14:00").public_id), purpose="dose_due"
        )
        assert (due.status, due.planned_at, due.not_after) == ("due", utc(1, 21), utc(1, 23))
        assert Reminder.objects.count() == before

    def test_east_a_dose_that_has_passed_there_is_left_out_and_stays_visible(self, patient, plan):
        journey = move(patient, LONDON)
        passed, next_one = dose(plan, "14:00"), dose(plan, "20:00")
        assert (passed.not_offered, passed.cancelled_at) == ("zone", None)
        assert keys(passed, NOW) == ["not_offered"]
        assert (next_one.due_at, next_one.not_offered) == (utc(1, 19), "")
        assert (journey.left_out, journey.gap_minutes) == (1, 5 * 60)
        states = set(
            Reminder.objects.filter(subject_id=str(passed.public_id)).values_list(
                "status", "reason"
            )
        )
        assert states == {("cancelled", "zone_moved")}

    def test_the_horizon_reaches_as_many_days_from_there(self, patient):
        plan = signed_plan(patient)
        # It is the second of June in Kiritimati already.
        move(patient, "Pacific/Kiritimati")
        last = plan.slots.order_by("-local_date").first()
        assert (last.local_date, last.zone) == (TODAY + 14 * DAY, "Pacific/Kiritimati")
        assert Reminder.objects.filter(subject_id=str(last.public_id), status="due").count() == 4

    def test_the_night_after_goes_on_there(self, patient, plan):
        move(patient)
        assert slots_extend(now=NOW + DAY) == 3
        newest = plan.slots.order_by("-due_at").first()
        assert (newest.local_date, newest.zone) == (TODAY + 14 * DAY, LOS_ANGELES)

    def test_and_back_at_once_everything_stands_as_before(self, patient, plan):
        fields = ("pk", "due_at", "window_closes_at", "zone", "not_offered")
        before = set(plan.slots.values_list(*fields))
        move(patient, LONDON)
        move(patient, NEW_YORK, now=NOW + timedelta(minutes=1))
        assert (
            set(plan.slots.filter(local_date__lte=TODAY + 13 * DAY).values_list(*fields)) == before
        )
        due = Reminder.objects.filter(subject_id=str(dose(plan, "14:00").public_id))
        assert {each.status for each in due} == {"due"}

    def test_it_is_recorded_once_however_often_it_is_sent(self, patient, plan):
        first = move(patient)
        again = move(patient)
        assert again == first == Journey.objects.get()
        event = AuditEvent.objects.get(verb="dosing.journey_answered")
        assert event.details == {"answer": "move", "moved": 41, "left_out": 0}
        assert event.patient_ids == [str(patient.public_id)]

    def test_a_dose_at_the_clinic_keeps_its_appointment(self, patient):
        plan = signed_plan(patient, terms(place=Place.CLINIC))
        before = set(plan.slots.values_list("pk", "due_at", "zone"))
        move(patient)
        assert before <= set(plan.slots.values_list("pk", "due_at", "zone"))

    def test_doses_that_were_cancelled_stay_where_they_were(self, patient, prescriber, plan):
        plan_stop(patient=patient, by=prescriber, now=NOW, reason="No benefit.")
        before = set(plan.slots.values_list("pk", "due_at", "zone"))
        assert move(patient) is None
        assert set(plan.slots.values_list("pk", "due_at", "zone")) == before
        assert not Journey.objects.exists()

    def test_a_dose_of_an_old_version_never_reaches_into_the_new_one(self, patient):
        old = signed_plan(patient)
        signed_plan(patient, terms(starts_on=TODAY + DAY))
        # The new version counts from midnight in New York, which is 21:00 in Los Angeles.
        old_last = ScheduledDoseFactory(plan=old, at=utc(2, 3))
        old_last.local_time = time(23, 0)
        old_last.save()
        move(patient)
        old_last.refresh_from_db()
        assert old_last.not_offered == "zone"
        assert dose(old, "20:00").not_offered == ""


class TestInTheMiddle:
    """Whatever is under way when the zone changes has a clear answer."""

    def test_a_cleared_dose_needs_a_new_check_at_its_new_time(self, patient, plan):
        slot, now = dose(plan, "14:00"), utc(1, 18)
        ClearanceFactory(slot=slot, granted_at=now, expires_at=now + timedelta(minutes=30))
        assert open_clearance(slot, now) is not None
        move(patient, now=now)
        slot = dose(plan, "14:00")
        assert open_clearance(slot, now) is None
        assert slot.clearances.get().void_reason == "zone_moved"
        assert keys(slot, now) == ["not_open_yet"]
        assert keys(slot, utc(1, 20)) == []

    def test_another_name_of_the_same_clock_voids_nothing(self, patient, plan):
        slot, now = dose(plan, "14:00"), utc(1, 18)
        ClearanceFactory(slot=slot, granted_at=now, expires_at=now + timedelta(minutes=30))
        journey = move(patient, "America/Detroit", now=now)
        assert open_clearance(slot, now) is not None
        assert (dose(plan, "14:00").zone, journey.moved) == ("America/Detroit", 0)

    def test_a_dose_taken_an_hour_ago_pushes_the_next_one(self, patient, plan):
        taken = dose(plan, "14:00")
        report(taken, utc(1, 17, 30))
        # 20:00 in Reykjavik is 20:00 UTC: two and a half hours after the last dose.
        move(patient, "Atlantic/Reykjavik", now=utc(1, 18, 30))
        pushed = dose(plan, "20:00")
        assert (pushed.nominal_at, pushed.due_at) == (utc(1, 20), utc(1, 21, 30))
        assert keys(pushed, utc(1, 21, 29)) == ["too_soon"]
        assert keys(pushed, utc(1, 21, 30)) == []

    def test_a_reported_dose_stays_where_it_was(self, patient, plan):
        report(dose(plan, "14:00"), utc(1, 18))
        before = dose(plan, "14:00").due_at
        move(patient, now=utc(1, 18, 5))
        assert (dose(plan, "14:00").due_at, dose(plan, "14:00").zone) == (before, NEW_YORK)
        # Its label lies ahead again in Los Angeles, and is not planned twice.
        labels = plan.slots.filter(local_date=TODAY).values_list("local_time", flat=True)
        assert list(labels) == [time(14), time(20)]

    def test_a_missed_dose_is_not_offered_again(self, patient, plan):
        missed_at = dose(plan, "14:00").window_closes_at
        move(patient, now=missed_at + timedelta(minutes=1))
        assert dose(plan, "14:00").window_closes_at == missed_at

    def test_a_new_version_gives_no_label_a_second_dose(self, patient, plan):
        report(dose(plan, "14:00"), utc(1, 18))
        move(patient, now=utc(1, 18, 5))
        patient = Patient.objects.get()
        later = signed_plan(patient, terms(times_of_day=("14:00", "22:00")), now=utc(1, 18, 10))
        today = later.slots.filter(local_date=TODAY).values_list("local_time", flat=True)
        assert list(today) == [time(22)]


def test_the_day_that_samoa_skipped():
    """Apia went from the 29th to the 31st of December 2011: every label of the lost day resolves to
    the moment after it, and only the first of them is offered."""
    now = datetime(2011, 12, 29, 18, 0, tzinfo=UTC)
    patient = dosing_patient(now=now - 20 * DAY, user=UserFactory(time_zone="Pacific/Apia"))
    plan = signed_plan(patient, terms(starts_on=date(2011, 12, 29)), now=now)
    lost = plan.slots.filter(local_date=date(2011, 12, 30)).order_by("local_time")
    assert {each.nominal_at for each in lost} == {datetime(2011, 12, 30, 10, 0, tzinfo=UTC)}
    assert [each.not_offered for each in lost] == ["", "interval", "interval"]


def test_a_report_of_a_moved_dose_is_judged_by_its_new_window(patient, plan):
    move(patient)
    log = report(dose(plan, "14:00"), utc(1, 18))
    assert "early" in log.marks
