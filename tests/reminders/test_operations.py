import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from ketaclinic.accounts.choices import Role
from ketaclinic.reminders import channels
from ketaclinic.reminders.presenters import REASONS, duration_text
from ketaclinic.reminders.selectors import engine_status, unresolved_reminders
from ketaclinic.reminders.services import beat_hold
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db
URL = "reminders:operations"
DAY = timedelta(hours=24)


def counts(key="probe"):
    return next(line for line in engine_status(NOW).lines if line.key == key)


def test_each_state_is_counted_under_its_purpose(probe):
    ReminderFactory.create_batch(2, planned_at=NOW + DAY)
    for trait in ("sent", "cancelled", "failed", "uncertain"):
        ReminderFactory(**{trait: True})
    line = counts()
    assert (line.label, line.due, line.late) == ("Probe", 2, 0)
    assert (line.sent, line.cancelled, line.failed, line.uncertain) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("age", "late"),
    [pytest.param(60, 0, id="a minute is in time"), pytest.param(61, 1, id="more is late")],
)
def test_late_begins_after_a_minute(probe, age, late):
    ReminderFactory(planned_at=NOW - timedelta(seconds=age))
    assert (counts().due, counts().late) == (1, late)


def test_what_waits_for_another_try_is_late_by_its_plan(probe):
    ReminderFactory(
        planned_at=NOW - timedelta(minutes=20), due_at=NOW + timedelta(minutes=5), attempts=4
    )
    assert (counts().due, counts().late) == (1, 1)
    assert engine_status(NOW).lag.now == timedelta(minutes=20)


@pytest.mark.parametrize("trait", ["claimed", "sending"])
def test_what_a_worker_took_and_never_sent_is_due_late_and_lag(probe, trait):
    """A worker that died with it must not make the engine look as if nothing waited."""
    ReminderFactory(planned_at=NOW - timedelta(minutes=30), **{trait: True})
    ReminderFactory(planned_at=NOW)
    assert (counts().due, counts().late) == (2, 1)
    assert engine_status(NOW).lag.now == timedelta(minutes=30)


def test_what_was_sent_long_ago_is_not_counted_but_uncertainty_stays(probe):
    long_ago = NOW - DAY - timedelta(seconds=1)
    ReminderFactory(sent=True, finished_at=long_ago)
    ReminderFactory(uncertain=True, finished_at=long_ago)
    assert (counts().sent, counts().uncertain) == (0, 1)


def test_a_purpose_that_nobody_registers_is_still_shown(db):
    ReminderFactory(purpose="forgotten", failed=True)
    assert (counts("forgotten").label, counts("forgotten").failed) == ("forgotten", 1)


def test_a_quiet_engine_has_no_lag(db):
    ReminderFactory(planned_at=NOW + DAY)
    quiet = engine_status(NOW).lag
    assert (quiet.now, quiet.mean, quiet.worst) == (timedelta(0), None, None)


def test_lag_is_measured_from_the_plan_whatever_the_retries(probe):
    for seconds in (2, 4):
        ReminderFactory(sent=True, planned_at=NOW - timedelta(seconds=seconds), due_at=NOW)
    ReminderFactory(planned_at=NOW - timedelta(seconds=90))
    measured = engine_status(NOW).lag
    assert measured.now == timedelta(seconds=90)
    assert measured.mean == timedelta(seconds=3)
    assert measured.worst == timedelta(seconds=4)


def test_only_failed_and_uncertain_ones_need_a_look(probe):
    rows = {trait: ReminderFactory(**{trait: True}) for trait in ("failed", "uncertain", "sent")}
    assert set(unresolved_reminders()) == {rows["failed"], rows["uncertain"]}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (10, "10 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
    ],
)
def test_durations_are_told_in_a_fitting_unit(seconds, text):
    assert duration_text(timedelta(seconds=seconds)) == text


def test_the_manager_sees_what_is_stuck_and_nobody_by_name(client_of, probe):
    row = ReminderFactory(uncertain=True, recipient__full_name="Rosa Marin")
    text = client_of(Role.MANAGER).get(reverse(URL)).content.decode()
    assert str(row.public_id)[:8] in text
    assert "stopped in the middle" in text
    assert "Rosa Marin" not in text
    assert row.recipient.email not in text


def test_every_reason_that_a_channel_gives_by_name_is_told_in_words():
    """What carries a number of the provider (`smtp_550`) is shown as it is."""
    folder = Path(channels.__file__).parent
    text = "".join(path.read_text() for path in folder.glob("*.py"))
    named = set(re.findall(r'(?:Failure|Unknown)\("(\w+)"\)', text))
    assert "server_unreachable" in named
    assert {code for code in named - REASONS.keys() if not code[-1].isdigit()} == set()


def test_an_unknown_reason_is_shown_as_it_is(client_of, probe):
    ReminderFactory(failed=True, reason="smtp_550")
    assert "smtp_550" in client_of(Role.MANAGER).get(reverse(URL)).content.decode()


def test_a_dead_clock_is_said_on_the_page(client_of):
    client = client_of(Role.MANAGER)
    assert "Nothing is being sent" in client.get(reverse(URL)).content.decode()
    beat_hold(holder="here", now=NOW)
    assert "Nothing is being sent" not in client.get(reverse(URL)).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MANAGER, 200),
        (Role.MEDICAL_DIRECTOR, 200),
        (Role.PRESCRIBER, 404),
        (Role.NURSE, 404),
        (Role.EDITOR, 404),
        (Role.PATIENT, 404),
    ],
)
def test_operations_are_for_those_who_run_the_clinic(client_of, role, status):
    assert client_of(role).get(reverse(URL)).status_code == status


def test_a_stranger_is_sent_to_sign_in(client):
    response = client.get(reverse(URL))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_page_takes_few_queries_however_many_rows(
    client_of, probe, django_assert_max_num_queries
):
    ReminderFactory.create_batch(30, uncertain=True)
    client = client_of(Role.MANAGER)
    client.get(reverse(URL))  # the first page after signing in also writes the session
    with django_assert_max_num_queries(13):
        client.get(reverse(URL))
