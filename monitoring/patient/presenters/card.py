"""Today's one card: what is next, how it stands, and one button or a plain sentence."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import HoldScope, Place
from dosing.models import Hold, ScheduledDose
from dosing.selectors import moment_text
from monitoring.alerts.selectors.checkins import ShownCheckIn
from monitoring.checkins.choices import CheckInKind, Outcome
from monitoring.patient.presenters.dose import planned_text
from monitoring.patient.selectors import TodayFacts


@dataclass(frozen=True)
class Card:
    """The one card: what it is about, how it stands, and one button or a plain sentence."""

    kind: str
    label: str
    when: str = ""
    amount: str = ""
    sentence: str = ""
    note: str = ""
    button: str = ""
    href: str = ""
    tag: str = ""
    countdown_seconds: int = 0


def dose_card(facts: TodayFacts, zone: ZoneInfo) -> Card:
    """The first thing that is true: care has stopped, a hold, no plan, then the next dose."""
    if facts.care:
        return Card("wait", _("No doses now"), sentence=facts.care[0].sentence)
    plan_hold = next((hold for hold in facts.holds if hold.scope == HoldScope.PLAN), None)
    if plan_hold is not None:
        return Card(
            "stop",
            _("Take no dose now"),
            sentence=plan_hold.sentence,
            note=_("Your doses are on hold until the clinic has spoken to you."),
            tag=_("On hold"),
        )
    if facts.current is None:
        return _no_dose(facts)
    return _dose_card(facts, facts.current, zone)


def _no_dose(facts: TodayFacts) -> Card:
    if facts.has_plan:
        return Card("quiet", _("No dose planned"), sentence=_("Your plan has no dose coming up."))
    sentence = _("When the clinic has signed your plan, your next dose stands here.")
    return Card("quiet", _("No plan yet"), sentence=sentence)


def _dose_card(facts: TodayFacts, slot: ScheduledDose, zone: ZoneInfo) -> Card:
    card = Card(
        kind="open",
        label=_next_dose(slot, facts.now, zone),
        when=_clock(slot.due_at, zone),
        amount=planned_text(slot),
    )
    if slot.place == Place.CLINIC:
        return replace(card, kind="info", sentence=_("You take this dose at the clinic."))
    if facts.now < slot.window_opens_at:
        opens = {"time": _clock(slot.window_opens_at, zone)}
        return replace(card, kind="quiet", sentence=_("Opens at %(time)s.") % opens)
    hold = next((hold for hold in facts.holds if hold.slot_id == slot.pk), None)
    if hold is not None:
        return _held(card, slot, hold)
    if facts.clearance is not None:
        return _cleared(card, slot, moment_text(facts.clearance.expires_at, zone, facts.now))
    return _to_check(card, slot, facts)


def _held(card: Card, slot: ScheduledDose, hold: Hold) -> Card:
    return replace(
        card,
        kind="stop",
        label=_("Not this dose"),
        sentence=hold.sentence,
        note=_("Leave this one out. The next dose has its own check."),
        button=_("Say that I left it out"),
        href=reverse("home:dose", args=[slot.public_id]),
        tag=_("On hold"),
    )


def _cleared(card: Card, slot: ScheduledDose, until: str) -> Card:
    return replace(
        card,
        kind="go",
        label=_("You may take this dose"),
        sentence=_("Your check was fine. It counts until %(time)s.") % {"time": until},
        button=_("Report this dose"),
        href=reverse("home:dose", args=[slot.public_id]),
        tag=_("Go"),
    )


def _to_check(card: Card, slot: ScheduledDose, facts: TodayFacts) -> Card:
    card = replace(card, href=reverse("home:check", args=[slot.public_id]))
    last = facts.last_check
    if last is not None and last.outcome == Outcome.REPEAT:
        ready_at = last.recorded_at + timedelta(minutes=last.repeat_after_minutes or 0)
        return replace(
            card,
            kind="wait",
            label=_("Rest, then measure again"),
            sentence=_("Sit quietly. Your second measurement decides about this dose."),
            button=_("Measure again"),
            countdown_seconds=max(0, int((ready_at - facts.now).total_seconds())),
        )
    if last is not None and last.outcome == Outcome.INCOMPLETE:
        sentence = _("Your two readings were far apart, so the check is not finished.")
        return replace(card, kind="wait", sentence=sentence, button=_("Go on with the check"))
    return replace(card, button=_("Start the check"))


def asq_card() -> Card:
    """What stays on top of Today until the safety questions are answered."""
    return Card(
        "stop",
        _("Please answer a few important questions"),
        sentence=_("You told us of thoughts of death or of hurting yourself. You are not alone."),
        button=_("Answer now"),
        href=reverse("home:asq"),
    )


def checkin_card(shown: ShownCheckIn) -> Card:
    """The check-in that is open; a late one says since when."""
    is_monthly = shown.kind == CheckInKind.MONTHLY
    card = Card(
        kind="wait" if shown.is_late else "quiet",
        label=_("Your monthly check-in") if is_monthly else _("Your weekly check-in"),
        sentence=_("About 10 minutes.") if is_monthly else _("About 3 minutes."),
        button=_("Start my check-in"),
        href=reverse("home:checkin"),
    )
    if not shown.is_late:
        return card
    day = date_format(shown.due_on, "l, F j")
    return replace(card, note=_("It was due on %(day)s. Please do it today.") % {"day": day})


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day, whichever day it is."""
    return moment_text(moment, zone, moment)


def _next_dose(slot: ScheduledDose, now: datetime, zone: ZoneInfo) -> str:
    """The card's heading names the day when it is not today."""
    day, today = localtime(slot.due_at, zone).date(), localtime(now, zone).date()
    if day == today:
        return _("Next dose")
    if day == today + timedelta(days=1):
        return _("Next dose, tomorrow")
    return _("Next dose, %(day)s") % {"day": date_format(day, "l, F j")}
