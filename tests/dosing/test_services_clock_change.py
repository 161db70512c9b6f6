"""A signed plan across the night of a clock change, from the signature to the last blocker."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dosing.models import ScheduledDose
from dosing.selectors import Case, check_blockers
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.dosing import DoseLogFactory, dosing_patient, signed_plan, solution
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
SIGNED_AT = datetime(2027, 3, 13, 17, 0, tzinfo=UTC)
NIGHT = ("02:00", "06:00", "22:00")


@kept
def plan():
    """22:00, 02:00 and 06:00 in New York, signed at noon before the clocks go forward."""
    patient = dosing_patient(now=SIGNED_AT - timedelta(days=20))
    night = solution(
        dose_ug=10_000,
        times_of_day=NIGHT,
        starts_on=date(2027, 3, 13),
        limits_reason="Pain at night.",
    )
    return signed_plan(patient, night, now=SIGNED_AT)


def dose(plan, day, clock):
    return plan.slots.get(local_date=date(2027, 3, day), local_time=time(clock))


def at(hour, minute=0):
    return datetime(2027, 3, 14, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def test_each_label_has_its_dose_at_the_right_moment(plan):
    assert dose(plan, 13, 22).due_at == datetime(2027, 3, 14, 3, 0, tzinfo=UTC)
    assert dose(plan, 14, 2).due_at == at(3)
    assert dose(plan, 14, 6).due_at == at(7)
    assert dose(plan, 14, 22).due_at == at(22)


def test_its_reminder_goes_out_at_the_moved_time(plan):
    moved = dose(plan, 14, 6)
    due = Reminder.objects.get(subject_id=str(moved.public_id), purpose="dose_due")
    assert due.planned_at == at(7)


@pytest.mark.parametrize(
    ("moment", "keys"),
    [
        pytest.param(at(4, 59), ["not_open_yet", "too_soon"], id="before its window"),
        pytest.param(at(6, 59), ["too_soon"], id="open, but too soon after 3:00"),
        pytest.param(at(7), [], id="four hours after the last"),
        pytest.param(at(8), ["window_closed"], id="two hours after its label"),
    ],
)
def test_the_moved_dose_is_offered_when_four_hours_have_passed(plan, moment, keys):
    DoseLogFactory(slot=dose(plan, 14, 2), amount_ug=10_000)
    found = check_blockers(Case(plan.patient, moment), dose(plan, 14, 6))
    assert [blocker.key for blocker in found] == keys


def test_without_the_dose_before_it_the_window_alone_counts(plan):
    assert check_blockers(Case(plan.patient, at(5)), dose(plan, 14, 6)) == []


def test_each_patient_keeps_the_clock_of_their_own_zone():
    abroad = dosing_patient(user=UserFactory(time_zone="Europe/Madrid"))
    plan = signed_plan(abroad)
    first = plan.slots.order_by("due_at").first()
    # 16:00 in Madrid when it was signed: the 14:00 dose had passed.
    assert (first.local_time, first.zone) == (time(20), "Europe/Madrid")
    assert first.due_at == datetime(2026, 6, 1, 18, 0, tzinfo=UTC)


def test_a_label_that_repeats_is_the_first_of_the_two():
    now = datetime(2027, 11, 6, 17, 0, tzinfo=UTC)
    patient = dosing_patient(now=now - timedelta(days=20))
    once = solution(dose_ug=10_000, times_of_day=("01:30",), starts_on=date(2027, 11, 7))
    slot = signed_plan(patient, once, now=now).slots.order_by("due_at").first()
    assert slot.due_at == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert ScheduledDose.objects.filter(local_date=date(2027, 11, 7)).count() == 1
