"""From a signed plan through the whole engine: what is sent, what is not, and by which clock."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress

from dosing.choices import ReminderPurpose
from dosing.services import journey_answer, plan_stop
from intake.choices import PatientState
from ketaclinic.reminders.channels import channel_replace
from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.models import OptOut
from ketaclinic.reminders.services import engine_tick, load_send
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.choices import CheckInPurpose
from monitoring.checkins.selectors.checkin import checkin_subject
from monitoring.checkins.services import checkin_record
from tests.factories.dosing import (
    DoseLogFactory,
    HoldFactory,
    dosing_patient,
    signed_plan,
    solution,
)
from tests.factories.monitoring import checkin_entry
from tests.factories.reminders import WishesFactory

pytestmark = pytest.mark.django_db
NEW_YORK, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
STEP = timedelta(minutes=15)


class Provider:
    """A mail provider that keeps when each letter came."""

    is_set_up = True
    confirms = False

    def __init__(self):
        self.now = None
        self.came = []

    def address_of(self, user):
        return user.email

    @contextmanager
    def session(self, *, timeout_seconds):
        yield self

    def send(self, letter):
        self.came.append((Reminder.objects.get(public_id=letter.key).purpose, self.now))
        return letter.key


@pytest.fixture
def provider():
    provider = Provider()
    former = channel_replace(ReminderChannel.EMAIL, provider)
    yield provider
    channel_replace(ReminderChannel.EMAIL, former)


def run(provider, now):
    """One tick of beat, and the workers after it."""
    loads = []
    engine_tick(now=now, hand_over=loads.append)
    provider.now = now
    for load in loads:
        load_send(load, clock=lambda: now)


def run_through(provider, start, end, step=STEP):
    while start <= end:
        run(provider, start)
        start += step


# --- What is not sent ------------------------------------------------------------------------
def logged(slot, now):
    DoseLogFactory(slot=slot)


def held(slot, now):
    HoldFactory(patient=slot.patient)


def in_state(state):
    def apply(slot, now):
        slot.patient.state = state
        slot.patient.save()

    return apply


def superseded(slot, now):
    signed_plan(slot.patient, now=now)


def stopped(slot, now):
    plan_stop(patient=slot.patient, by=slot.plan.signed_by, now=now, reason="No benefit.")


def zone_moved(slot, now):
    """They have landed in London, where 14:00 is over."""
    patient = slot.patient
    journey_answer(patient=patient, by=patient.user, now=now, zone="Europe/London", answer="move")


def opted_out(slot, now):
    user = WishesFactory(user=slot.patient.user).user
    for purpose in (ReminderPurpose.DUE, CheckInPurpose.WEEKLY):
        OptOut.objects.create(user=user, purpose=purpose, channel=ReminderChannel.EMAIL)


def quiet(slot, now):
    WishesFactory(user=slot.patient.user, quiet_from=time(9), quiet_until=time(20))


def unverified(slot, now):
    EmailAddress.objects.filter(user=slot.patient.user).update(verified=False)


def nothing(slot, now):
    """It is as it was planned."""


@dataclass(frozen=True)
class About:
    """What a reminder is about: its rows, its own moment, and the first dose of its patient."""

    slot: Any
    subject_id: str
    purpose: str
    due_at: datetime


def a_dose(now):
    slot = signed_plan(dosing_patient()).slots.order_by("due_at").first()
    return About(slot, str(slot.public_id), ReminderPurpose.DUE, slot.due_at)


def a_checkin(now):
    """The first one, a week after the plan began: its rows stand since the plan was signed."""
    slot = signed_plan(dosing_patient()).slots.order_by("due_at").first()
    refresh_patient(slot.patient, now=now)
    day = slot.plan.starts_on + timedelta(days=7)
    due_at = datetime.combine(day, time(10), NEW_YORK).astimezone(UTC)
    return About(slot, checkin_subject(slot.patient, day), CheckInPurpose.WEEKLY, due_at)


def filled_in(slot, now):
    patient, at = slot.patient, now + timedelta(days=6, hours=15)
    entry = checkin_entry()
    checkin_record(patient=patient, by=patient.user, now=at, entry=entry, idempotency_key="k")


A_WEEK = 7 * 24 * 60
EXCLUSIONS = [
    # What has happened; minutes late; what became of the reminder of a dose, and of a check-in.
    ("nothing stands against it", nothing, 0, ("sent", ""), ("sent", "")),
    # While doses are on hold the clinic wants to know more, not less.
    ("held", held, 0, ("skipped", "held"), ("sent", "")),
    ("logged", logged, 0, ("skipped", "logged"), ("sent", "")),
    ("filled in", filled_in, 0, None, ("skipped", "recorded")),
    ("paused", in_state(PatientState.PAUSED), 0, *2 * [("skipped", "paused")]),
    ("discharged", in_state(PatientState.DISCHARGED), 0, *2 * [("skipped", "discharged")]),
    ("deceased", in_state(PatientState.DECEASED), 0, *2 * [("skipped", "deceased")]),
    ("opted out", opted_out, 0, *2 * [("skipped", "opted_out")]),
    # A check-in can wait until the evening, a dose cannot.
    ("quiet", quiet, 0, ("skipped", "quiet"), ("due", "quiet")),
    ("expired", nothing, 121, ("expired", "too_late"), None),
    ("a week late", nothing, A_WEEK, None, ("expired", "too_late")),
    ("superseded plan", superseded, 0, ("cancelled", "plan_superseded"), ("sent", "")),
    ("zone moved", zone_moved, 0, ("cancelled", "zone_moved"), ("sent", "")),
    ("unverified address", unverified, 0, *2 * [("skipped", "unverified_address")]),
    ("stopped plan", stopped, 0, ("cancelled", "plan_stopped"), ("skipped", "plan_ended")),
]


def rows_of(make, place):
    return [
        pytest.param(make, what, late, *ends[place], id=f"{make.__name__}: {name}")
        for name, what, late, *ends in EXCLUSIONS
        if ends[place] is not None
    ]


# The exclusions of the programme, each once, from a signed plan to the provider; the first row and
# the last one show that nothing else keeps a reminder back, and that a stop does too.
@pytest.mark.parametrize(
    ("make", "what", "late", "status", "reason"), [*rows_of(a_dose, 0), *rows_of(a_checkin, 1)]
)
def test_each_reason_keeps_a_due_reminder_back(provider, now, make, what, late, status, reason):
    about = make(now)
    what(about.slot, now)
    run(provider, about.due_at + timedelta(minutes=late))
    row = Reminder.objects.get(
        subject_id=about.subject_id, purpose=about.purpose, offset_minutes=0, channel="email"
    )
    assert (row.status, row.reason) == (status, reason)
    assert (row.sending_at is not None) == (status == "sent")


def test_a_reminder_whose_time_has_passed_is_never_sent_late(provider, now):
    """Nothing ran from before the first dose until after its window."""
    slot = signed_plan(dosing_patient()).slots.order_by("due_at").first()
    run(provider, slot.window_closes_at + timedelta(seconds=1))
    rows = Reminder.objects.filter(subject_id=str(slot.public_id))
    by_purpose = dict(rows.values_list("purpose", "status"))
    late = [ReminderPurpose.SOON, ReminderPurpose.DUE, ReminderPurpose.LAST_CALL]
    assert {by_purpose[purpose] for purpose in late} == {ReminderStatus.EXPIRED}
    assert [purpose for purpose, _ in provider.came] == [ReminderPurpose.MISSED]


# --- By the patient's own clock --------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "clocks"),
    [
        # The clocks go forward: 2:00 does not exist, and its dose stands at 3:00.
        pytest.param(date(2027, 3, 14), ["03:00 EDT", "07:00 EDT", "22:00 EDT"], id="spring"),
        # They go back: 1:00 to 2:00 comes twice; 2:00 stands once, after it.
        pytest.param(date(2027, 11, 7), ["02:00 EST", "06:00 EST", "22:00 EST"], id="autumn"),
    ],
)
def test_across_a_clock_change_each_dose_is_told_once_at_its_own_time(provider, day, clocks):
    signed_at = datetime.combine(day - timedelta(days=1), time(12), NEW_YORK).astimezone(UTC)
    patient = dosing_patient(now=signed_at - timedelta(days=20))
    night = solution(
        dose_ug=10_000,
        times_of_day=("02:00", "06:00", "22:00"),
        starts_on=day,
        limits_reason="Pain at night.",
    )
    signed_plan(patient, night, now=signed_at)
    midnight = datetime.combine(day, time(0), NEW_YORK).astimezone(UTC)
    run_through(provider, midnight, midnight + timedelta(hours=23), timedelta(hours=1))
    due = [at for purpose, at in provider.came if purpose == ReminderPurpose.DUE]
    assert [f"{at.astimezone(NEW_YORK):%H:%M %Z}" for at in due] == clocks


def test_after_a_flight_to_los_angeles_reminders_come_by_the_new_clock(provider, now):
    """The dose of 14:00 moves with its patient; the rows follow, and the old time stays silent."""
    slot = signed_plan(dosing_patient()).slots.order_by("due_at").first()
    patient, old = slot.patient, slot.due_at
    journey_answer(patient=patient, by=patient.user, now=now, zone=LOS_ANGELES.key, answer="move")
    slot.refresh_from_db()
    assert slot.due_at - old == timedelta(hours=3)
    run_through(provider, old - timedelta(minutes=30), slot.window_closes_at)
    local = [f"{at.astimezone(LOS_ANGELES):%H:%M}" for _, at in provider.came[:4]]
    told = dict(zip([purpose for purpose, _ in provider.came[:4]], local, strict=True))
    assert told == {
        ReminderPurpose.SOON: "13:45",
        ReminderPurpose.DUE: "14:00",
        ReminderPurpose.LAST_CALL: "15:30",
        ReminderPurpose.MISSED: "16:00",
    }
