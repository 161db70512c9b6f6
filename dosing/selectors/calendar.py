"""Reads of a patient's own calendar."""

import hashlib
from datetime import datetime

from django.utils.timezone import localtime

from dosing.models import CalendarFeed, ScheduledDose
from dosing.rules import DosingPolicy
from dosing.selectors.permissions import open_holds
from dosing.selectors.plans import zone_of
from dosing.selectors.schedule import calendar_bounds
from intake.models import Patient
from intake.selectors import care_blockers
from ketaclinic.policies.selectors import policy_in_force


def calendar_hash(token: str) -> str:
    """A long random secret needs no slow hash; the plain one lets the database look it up."""
    return hashlib.sha256(token.encode()).hexdigest()


def calendar_by_token(token: str) -> CalendarFeed | None:
    """The open address with this secret, or None."""
    feeds = CalendarFeed.objects.filter(token_hash=calendar_hash(token), revoked_at=None)
    return feeds.select_related("patient__user").first()


def open_calendar(patient: Patient) -> CalendarFeed | None:
    """The patient's address that works now, or None."""
    return CalendarFeed.objects.filter(patient=patient, revoked_at=None).first()


def calendar_slots(patient: Patient, now: datetime) -> list[ScheduledDose]:
    """The doses to be reminded of, from today to the horizon; none while nothing may be taken."""
    holds = list(open_holds(patient, now))
    if any(hold.slot_id is None for hold in holds) or care_blockers(patient):
        return []
    zone = zone_of(patient)
    days = policy_in_force().get(DosingPolicy).horizon_days
    start, end = calendar_bounds(localtime(now, zone).date(), zone, days=days + 1)
    slots = ScheduledDose.objects.offered().unreported().filter(patient=patient)
    held = [hold.slot_id for hold in holds if hold.slot_id is not None]
    wanted = slots.filter(due_at__gte=start, due_at__lt=end).exclude(pk__in=held)
    return list(wanted.order_by("due_at", "pk"))
