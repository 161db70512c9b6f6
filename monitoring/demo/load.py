"""Build the demo clinic: staff, patients, three weeks of their lives. A second run adds nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from dosing.selectors import current_slot, last_taken, open_holds, plan_in_force
from dosing.services import permit_grant
from intake.models import Patient
from intake.selectors import patient_for_user
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.demo import DEMO_PEOPLE, demo_person
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import user_by_email
from ketaclinic.accounts.services import user_create
from ketaclinic.clinic.services import clinic_settings_change
from ketaclinic.policies.selectors import policy_in_force
from monitoring.alerts.services import refresh_patient
from monitoring.demo.arrival import apply_for_care, approve, get_ready
from monitoring.demo.cast import CAST, WITHOUT_DOSES, Person, Story
from monitoring.demo.diary import ZONE, ZONE_NAME, days_of, first_day, local
from monitoring.demo.play import Player
from monitoring.demo.stock import fill, miscount, refill

STEP_UP_DAYS_AGO = 10
STEPPED_UP_MG = 25
# The first day on which a refill of two weeks is not early; it is looked at every third day.
FIRST_REFILL_DAY, REFILL_EVERY = 9, 3
QUARTER = timedelta(minutes=15)
BETWEEN_DOSES = timedelta(hours=6)


def demo_load(*, now: datetime, cast: Sequence[Person] = CAST) -> list[str]:
    """Bring in whoever is missing; returns the names that are new."""
    with transaction.atomic():
        staff = _staff()
        new = [person.name for person in cast if _bring_in(person, staff, now)]
        _open_a_window(staff, now)
    return new


def _staff() -> dict[str, User]:
    is_first = all(user_by_email(person.email) is None for person in DEMO_PEOPLE)
    if is_first:
        clinic_settings_change(by=None, time_zone=ZONE_NAME, states_served=["NY", "NJ", "CT"])
    return {
        person.role: user_by_email(person.email)
        or user_create(
            email=person.email,
            full_name=person.name,
            role=person.role,
            by=None,
            time_zone=ZONE_NAME,
        )
        for person in DEMO_PEOPLE
        if person.role != Role.PATIENT
    }


def _bring_in(person: Person, staff: dict[str, User], now: datetime) -> bool:
    """Play one person from the application to this moment; False when they are here already."""
    if user_by_email(person.email) is not None:
        return False
    if person.story is Story.VISITOR:
        person = replace(person, times=(window_clock(now),))
    began = local(first_day(person, now), "09:00") - timedelta(days=9)
    if person.story is Story.WAITING:
        began = now - timedelta(hours=20)
    patient = apply_for_care(person, began)
    if person.story is Story.WAITING:
        return True
    approve(patient, person, staff[Role.PRESCRIBER], began + timedelta(days=2))
    is_ready = person.story not in WITHOUT_DOSES
    ready_at = began + timedelta(days=6)
    get_ready(patient, person, staff[Role.NURSE], ready_at, fully=is_ready)
    if is_ready:
        _treat(Player(person, patient, staff[Role.NURSE], staff[Role.PRESCRIBER]), now)
    else:
        refresh_patient(patient, now=now)
    return True


def _treat(player: Player, now: datetime) -> None:
    """Sign the first plan the evening before it starts, and live the weeks."""
    starts = local(first_day(player.person, now), "00:00")
    player.sign_plan(starts - timedelta(hours=7), dose_mg=player.person.dose_mg, starts=starts)
    fill(player, starts - timedelta(hours=6))
    if player.person.story is Story.STEPPED_UP:
        today = now.astimezone(ZONE).date()
        player.at(local(today - timedelta(days=STEP_UP_DAYS_AGO), "11:00"), _step_up)
    days = range(FIRST_REFILL_DAY, days_of(player.person) + 1, REFILL_EVERY)
    mornings = (starts + timedelta(days=day, hours=7) for day in days)
    for morning in mornings:
        if morning < now:
            player.at(morning, refill)
    if player.person.story is Story.DIZZY:
        player.at(now - timedelta(hours=5), miscount)
    player.play(now)


def _step_up(player: Player, at: datetime) -> None:
    """One increase, under a permit, from the next morning on."""
    permit_grant(patient=player.patient, now=at, policy_version=policy_in_force().version)
    starts = local(at.astimezone(ZONE).date() + timedelta(days=1), "00:00")
    player.sign_plan(
        at,
        dose_mg=STEPPED_UP_MG,
        starts=starts,
        change_reason="The first dose helped a little, and you felt well on it.",
    )
    fill(player, at)


def window_clock(now: datetime) -> str:
    """The next full quarter of an hour: a dose due then has had its window open for a while."""
    local_now = now.astimezone(ZoneInfo(ZONE_NAME))
    late_by = timedelta(
        minutes=local_now.minute % 15, seconds=local_now.second, microseconds=local_now.microsecond
    )
    return (local_now - late_by + QUARTER).strftime("%H:%M")


def _open_a_window(staff: dict[str, User], now: datetime) -> None:
    """On a later day, give the visitor a dose whose window is open, if nothing forbids it."""
    patient = _visitor()
    if patient is None or not _wants_a_window(patient, now):
        return
    person = next(each for each in CAST if each.story is Story.VISITOR)
    person = replace(person, times=(window_clock(now),))
    player = Player(person, patient, staff[Role.NURSE], staff[Role.PRESCRIBER])
    player.sign_plan(
        now,
        dose_mg=person.dose_mg,
        starts=now.astimezone(ZONE),
        change_reason="You asked for another time of day.",
    )
    refresh_patient(patient, now=now)


def _visitor() -> Patient | None:
    listed = demo_person(Role.PATIENT)
    user = user_by_email(listed.email) if listed else None
    return patient_for_user(user) if user else None


def _wants_a_window(patient: Patient, now: datetime) -> bool:
    if plan_in_force(patient, now) is None or open_holds(patient, now).exists():
        return False
    last = last_taken(patient, now)
    slot = current_slot(patient, now)
    is_open = slot is not None and slot.window_opens_at <= now
    is_rested = last is None or last.taken_at is None or now - last.taken_at >= BETWEEN_DOSES
    return is_rested and not is_open
