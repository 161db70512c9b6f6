"""A patient's own calendar: discreet, right by the clock, closed to whoever lacks the secret."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.urls import reverse

from dosing.choices import HoldScope
from dosing.models import CalendarFeed
from dosing.presenters.calendar import calendar_file
from dosing.selectors import calendar_by_token, calendar_hash, calendar_slots, open_calendar
from dosing.services import calendar_make, calendar_read, calendar_stop
from intake.choices import PatientState
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from tests.factories.dosing import (
    NOW,
    DoseLogFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("dosing:calendar")
NEW = reverse("dosing:calendar_new")
STOP = reverse("dosing:calendar_stop")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INDISCREET = ("ketamine", "mg", "dose", "capsule", "clinic", "pain", "medic")


def events_in(body):
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def made(patient, now=NOW):
    return calendar_make(patient=patient, by=patient.user, now=now)


def address(token):
    return reverse("dosing:calendar_file", args=[token])


class TestAddress:
    def test_only_a_hash_of_the_secret_is_kept(self, patient, now):
        token = made(patient)
        feed = CalendarFeed.objects.get()
        assert len(token) >= 43
        assert (feed.token_hash, feed.made_at) == (calendar_hash(token), now)
        assert token not in str(AuditEvent.objects.values_list("verb", "details"))
        assert AuditEvent.objects.filter(verb="dosing.calendar_made").count() == 1

    def test_a_new_one_ends_the_old_one(self, patient):
        old, new = made(patient), made(patient)
        assert old != new
        assert calendar_by_token(old) is None
        assert calendar_by_token(new) == open_calendar(patient)

    def test_it_can_be_ended_once(self, patient, now):
        token = made(patient)
        assert calendar_stop(patient=patient, by=patient.user, now=now)
        assert not calendar_stop(patient=patient, by=patient.user, now=now)
        assert calendar_by_token(token) is None
        assert AuditEvent.objects.filter(verb="dosing.calendar_stopped").count() == 1

    def test_nobody_else_makes_or_ends_one(self, patient, nurse, now):
        for service in (calendar_make, calendar_stop):
            with pytest.raises(AccessRefused):
                service(patient=patient, by=nurse, now=now)
        assert not CalendarFeed.objects.exists()

    def test_reading_is_noted_once_a_day(self, patient, now):
        made(patient)
        for moment in (now, now + HOUR, now + DAY):
            calendar_read(feed=CalendarFeed.objects.get(), now=moment)
        assert CalendarFeed.objects.get().read_at == now + DAY
        assert AuditEvent.objects.filter(verb="read.calendar").count() == 2


class TestDoses:
    """Only what a person should still be reminded of."""

    def test_from_today_to_the_horizon(self, patient, now):
        signed_plan(patient)
        slots = calendar_slots(patient, now)
        assert len(slots) == 14 * 3 - 1
        assert slots == sorted(slots, key=lambda slot: slot.due_at)

    def test_what_is_over_is_left_out(self, plan, now):
        ScheduledDoseFactory(plan=plan, at=now - DAY)
        ScheduledDoseFactory(plan=plan, at=now + 40 * DAY)
        assert calendar_slots(plan.patient, now) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"cancelled_at": NOW, "cancel_reason": "plan_superseded"},
            {"not_offered": "interval"},
        ],
        ids=["cancelled", "not offered"],
    )
    def test_a_dose_that_is_not_to_be_taken_vanishes(self, plan, now, changes):
        ScheduledDoseFactory(plan=plan, **changes)
        assert calendar_slots(plan.patient, now) == []

    def test_a_reported_dose_vanishes(self, slot, now):
        assert calendar_slots(slot.patient, now) == [slot]
        DoseLogFactory(slot=slot)
        assert calendar_slots(slot.patient, now) == []

    def test_a_hold_takes_its_dose_or_all(self, slot, now):
        later = ScheduledDoseFactory(plan=slot.plan, at=now + 6 * HOUR)
        HoldFactory(patient=slot.patient, scope=HoldScope.SLOT, slot=slot)
        assert calendar_slots(slot.patient, now) == [later]
        HoldFactory(patient=slot.patient)
        assert calendar_slots(slot.patient, now) == []

    def test_while_care_is_paused_there_are_none(self, slot, now):
        slot.patient.state = PatientState.PAUSED
        slot.patient.save()
        assert calendar_slots(slot.patient, now) == []


class TestFile:
    def test_it_says_a_time_and_reminder_and_nothing_else(self, slot, now):
        body = calendar_file([slot], now)
        (event,) = events_in(body)
        assert event["summary"] == "Reminder"
        assert event.decoded("dtstart") == slot.due_at
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=15)
        assert not any(word in body.decode().lower() for word in INDISCREET)

    def test_a_dose_keeps_its_identity_when_it_moves(self, slot, now):
        (before,) = events_in(calendar_file([slot], now))
        slot.due_at += HOUR
        (after,) = events_in(calendar_file([slot], now + DAY))
        assert before["uid"] == after["uid"]
        assert after.decoded("dtstart") - before.decoded("dtstart") == HOUR

    def test_an_empty_calendar_is_one(self, now):
        assert events_in(calendar_file([], now)) == []

    def test_the_clock_is_right_on_both_sides_of_a_clock_change(self):
        """14 March 2027 in New York: the clocks skip 2:00, the dose is at 3:00."""
        at = datetime(2027, 3, 12, 15, 0, tzinfo=UTC)
        patient = dosing_patient(now=at - 20 * DAY)
        plan_terms = terms(times_of_day=("02:00", "10:00"), starts_on=at.date())
        with time_machine.travel(at, tick=False):
            signed_plan(patient, plan_terms, now=at)
            events = events_in(calendar_file(calendar_slots(patient, at), at))
        local = [
            each.decoded("dtstart").astimezone(ZoneInfo("America/New_York")).strftime("%d %H:%M")
            for each in events
        ]
        assert local[1:6] == ["13 02:00", "13 10:00", "14 03:00", "14 10:00", "15 02:00"]


@pytest.mark.one_engine
class TestFeed:
    def test_the_secret_opens_it_without_signing_in(self, client, slot):
        response = client.get(address(made(slot.patient)))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert len(events_in(response.content)) == 1

    def test_it_holds_only_the_doses_of_its_owner(self, client, slot):
        assert events_in(client.get(address(made(dosing_patient()))).content) == []

    @pytest.mark.parametrize("token", ["x", "é", "a" * 43, "a" * 5_000])
    def test_a_wrong_secret_finds_nothing(self, client, slot, token):
        made(slot.patient)
        assert client.get(address(token)).status_code == 404

    def test_an_ended_one_finds_nothing(self, client, slot, now):
        old = made(slot.patient)
        made(slot.patient)
        assert client.get(address(old)).status_code == 404

    def test_it_is_only_read(self, client, slot):
        assert client.post(address(made(slot.patient))).status_code == 405

    def test_it_is_cheap(self, client, patient, django_assert_max_num_queries):
        signed_plan(patient)
        token = made(patient)
        client.get(address(token))
        with django_assert_max_num_queries(7):
            client.get(address(token))


@pytest.mark.one_engine
class TestPage:
    def test_the_address_is_shown_once(self, client_of, patient):
        own = client_of(patient.user)
        assert "It is off" in own.get(PAGE).content.decode()
        assert own.post(NEW).url == PAGE
        first, second = (own.get(PAGE).content.decode() for _ in range(2))
        assert "http://testserver/calendar/" in first
        assert "/calendar/" not in second.replace("/schedule/calendar/", "")
        assert "It is on" in second

    def test_it_can_be_turned_off(self, client_of, patient):
        own = client_of(patient.user)
        own.post(NEW)
        own.post(STOP)
        assert open_calendar(patient) is None
        assert own.post(STOP).url == PAGE

    def test_it_says_when_a_calendar_read_it(self, client_of, client, patient):
        token = made(patient)
        own = client_of(patient.user)
        assert "No calendar has read it yet." in own.get(PAGE).content.decode()
        client.get(address(token))
        assert "A calendar last read it on June 1, 2026." in own.get(PAGE).content.decode()

    @pytest.mark.parametrize("page", [NEW, STOP])
    def test_a_change_is_a_post(self, client_of, patient, page):
        assert client_of(patient.user).get(page).status_code == 405
        assert not CalendarFeed.objects.exists()

    @pytest.mark.parametrize("role", ["nurse", "prescriber", "manager"])
    def test_staff_have_none(self, client_of, role):
        client = client_of(role)
        assert client.get(PAGE).status_code == 404
        assert client.post(NEW).status_code == 404
        assert not CalendarFeed.objects.exists()
