"""A patient is reminded of a check-in in the morning of its day, and once more two days later."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.choices import PatientState
from intake.models import Patient, PatientStateChange
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services.compose import purpose_render
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.choices import CheckInPurpose
from monitoring.checkins.selectors.checkin import (
    checkin_still_wanted,
    checkin_subject,
    checkins_unwanted_among,
)
from monitoring.patient.services import checkin_submit
from tests.factories.dosing import NOW, DosingPlanFactory, dosing_patient
from tests.factories.monitoring import checkin_entry, home_patient
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


@kept
def patient():
    patient = home_patient()[0]
    refresh_patient(patient, now=NOW)
    return patient


def rows(patient, status="due"):
    """The reminders of check-ins: purpose, and the day and hour on the patient's clock."""
    found = Reminder.objects.filter(recipient=patient.user, purpose__startswith="checkin_")
    zone = ZoneInfo(patient.user.time_zone)
    told = found.filter(status=status).order_by("due_at")
    return [(row.purpose, f"{row.due_at.astimezone(zone):%m-%d %H:%M}") for row in told]


def send(patient, now, *, key="k1", monthly=False):
    entry = checkin_entry(monthly=monthly)
    return checkin_submit(
        patient=patient, by=patient.user, now=now, entry=entry, idempotency_key=key
    )


WEEK_ONE = [("checkin_weekly", "06-07 10:00"), ("checkin_weekly", "06-09 10:00")]
WEEK_TWO = [("checkin_weekly", "06-14 10:00"), ("checkin_weekly", "06-16 10:00")]


class TestTheRows:
    def test_they_stand_a_week_ahead(self, patient):
        assert rows(patient) == WEEK_ONE

    def test_none_outlives_its_week(self, patient):
        ends = set(Reminder.objects.filter(purpose="checkin_weekly").values_list("not_after"))
        assert ends == {(datetime(2026, 6, 14, 3, 59, 59, tzinfo=UTC),)}

    def test_looking_again_changes_nothing(self, patient):
        refresh_patient(patient, now=NOW + DAY)
        assert rows(patient) == WEEK_ONE

    def test_what_is_done_makes_room_for_the_next(self, patient):
        send(patient, NOW + 6 * DAY)
        assert rows(patient) == WEEK_TWO
        assert rows(patient, "cancelled") == WEEK_ONE

    def test_a_week_without_one_makes_room_as_well(self, patient):
        refresh_patient(patient, now=NOW + 13 * DAY - timedelta(hours=9))
        assert rows(patient) == WEEK_TWO

    def test_the_fourth_is_told_as_a_monthly_one(self, patient):
        refresh_patient(patient, now=NOW + 26 * DAY)
        send(patient, NOW + 26 * DAY)
        assert rows(patient)[0] == ("checkin_monthly", "06-28 10:00")

    def fly(self, patient, now):
        user, time_zone = patient.user, "America/Los_Angeles"
        names = {"full_name": user.full_name, "language": user.language}
        user_settings_change(user=user, time_zone=time_zone, now=now, **names)
        return Reminder.objects.filter(purpose="checkin_weekly").order_by("offset_minutes")

    def test_they_follow_the_patient_to_another_zone(self, patient):
        first, second = self.fly(patient, NOW)
        assert first.due_at == datetime(2026, 6, 7, 17, tzinfo=UTC)
        assert second.due_at == datetime(2026, 6, 9, 17, tzinfo=UTC)

    def test_after_the_first_was_sent_the_second_follows_alone(self, patient):
        sent_at = datetime(2026, 6, 7, 14, tzinfo=UTC)
        first = Reminder.objects.filter(purpose="checkin_weekly", offset_minutes=0)
        first.update(status="sent", sending_at=sent_at, finished_at=sent_at)
        first, second = self.fly(patient, sent_at + 1.5 * DAY)
        assert (first.status, first.due_at) == ("sent", sent_at)
        assert second.due_at == datetime(2026, 6, 9, 17, tzinfo=UTC)

    def test_a_pause_takes_them_back_and_its_end_tells_what_is_still_open(self, patient):
        Patient.objects.filter(pk=patient.pk).update(state=PatientState.PAUSED)
        refresh_patient(patient, now=NOW + 5 * DAY)
        assert rows(patient) == []
        Patient.objects.filter(pk=patient.pk).update(state=PatientState.ACTIVE)
        back = NOW + 9 * DAY
        PatientStateChange.objects.create(
            patient=patient, from_state="paused", to_state="active", at=back, reason="Well again."
        )
        refresh_patient(patient, now=back + timedelta(hours=1))
        assert rows(patient) == [("checkin_weekly", "06-11 10:00")]


@pytest.mark.parametrize("starts", [date(2027, 3, 7), date(2027, 10, 31)], ids=["spring", "autumn"])
def test_after_a_night_in_which_the_clocks_change_it_is_the_same_morning(starts):
    began = datetime(starts.year, starts.month, starts.day, 6, tzinfo=NEW_YORK).astimezone(UTC)
    patient = dosing_patient(now=began - 20 * DAY)
    DosingPlanFactory(patient=patient, starts_on=starts, effective_at=began, signed_at=began)
    refresh_patient(patient, now=began + DAY)
    assert [at[-5:] for _, at in rows(patient)] == ["10:00", "10:00"]
    assert rows(patient)[0][1] == f"{starts + 7 * DAY:%m-%d} 10:00"


class TestStillWanted:
    """Every other reason is in the one table of `tests/dosing/test_reminders_sent.py`."""

    def subject(self, patient):
        return checkin_subject(patient, date(2026, 6, 7))

    def test_while_it_is_open(self, patient):
        assert checkin_still_wanted(self.subject(patient), NOW + 6 * DAY) == ""

    def test_not_once_a_later_one_is_done(self, patient):
        send(patient, NOW + 13 * DAY)
        assert checkin_still_wanted(self.subject(patient), NOW + 13 * DAY) == "recorded"

    @pytest.mark.parametrize("subject", ["", "nonsense@1", "00000000-0000-4000-8000-000000000000@"])
    def test_not_of_what_does_not_exist(self, subject):
        assert checkin_still_wanted(subject, NOW) == "missing"

    def test_many_are_asked_at_once(self, patient, django_assert_num_queries):
        asked = [self.subject(patient), "nonsense"]
        with django_assert_num_queries(1):
            assert checkins_unwanted_among(asked, NOW) == {"nonsense": "missing"}


@pytest.mark.parametrize("key", list(CheckInPurpose))
def test_the_message_says_nothing_of_what_it_is_about(key):
    words = " ".join(purpose_render(purpose_for(key))).lower()
    assert not [word for word in ("check-in", "mood", "pain", "bladder", "week") if word in words]
