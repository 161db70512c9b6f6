"""Today in words: one card, what else is due, the last reading, the week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.choices import HoldScope, Outcome, Place
from dosing.models import ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.selectors import moment_text
from intake.models import Patient
from monitoring.checkins.choices import Outcome as CheckOutcome
from monitoring.checkins.rules.bands import number_text
from monitoring.patient.selectors import TodayFacts

MORNING_ENDS, DAY_ENDS = 12, 17
MOST_DUE = 2


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


@dataclass(frozen=True)
class Due:
    """Something else that waits today."""

    text: str
    action: str
    href: str


@dataclass(frozen=True)
class TodayPage:
    """Everything on the page, already in words."""

    greeting: str
    day: str
    card: Card
    due: list[Due]
    reading: str
    week: list[dict[str, object]]
    has_emergency: bool
    is_feeling_told: bool


def today_page(patient: Patient, facts: TodayFacts, zone: ZoneInfo) -> TodayPage:
    """The page of one moment."""
    local = localtime(facts.now, zone)
    due = list(_due(facts, zone))[:MOST_DUE]
    return TodayPage(
        greeting=_greeting(local.hour, patient.preferred_name or patient.first_name),
        day=date_format(local, "l, F j"),
        card=_card(facts, zone),
        due=due,
        reading=_reading(facts, zone),
        week=_week(facts, zone),
        has_emergency=bool(facts.summary and facts.summary.emergency_count),
        is_feeling_told=all(item.href != reverse("home:how_i_feel") for item in due),
    )


def _greeting(hour: int, name: str) -> str:
    words = {"name": name}
    if hour < MORNING_ENDS:
        return _("Good morning, %(name)s") % words if name else _("Good morning")
    if hour < DAY_ENDS:
        return _("Good afternoon, %(name)s") % words if name else _("Good afternoon")
    return _("Good evening, %(name)s") % words if name else _("Good evening")


def _card(facts: TodayFacts, zone: ZoneInfo) -> Card:
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
    shared = {
        "when": _clock(slot.due_at, zone),
        "amount": amount_text(slot.plan.terms, slot.dose_ug),
    }
    label = _next_dose(slot, facts.now, zone)
    if slot.place == Place.CLINIC:
        return Card("info", label, sentence=_("You take this dose at the clinic."), **shared)
    if facts.now < slot.window_opens_at:
        opens = {"time": _clock(slot.window_opens_at, zone)}
        return Card("quiet", label, sentence=_("Opens at %(time)s.") % opens, **shared)
    hold = next((hold for hold in facts.holds if hold.slot_id == slot.pk), None)
    if hold is not None:
        return Card(
            "stop",
            _("Not this dose"),
            sentence=_("%(reason)s Leave this one out; the next dose has its own check.")
            % {"reason": hold.sentence},
            button=_("Say that I left it out"),
            href=reverse("home:dose", args=[slot.public_id]),
            tag=_("On hold"),
            **shared,
        )
    if facts.clearance is not None:
        until = moment_text(facts.clearance.expires_at, zone, facts.now)
        return Card(
            "go",
            _("You may take this dose"),
            sentence=_("Your check was fine. It counts until %(time)s.") % {"time": until},
            button=_("Report this dose"),
            href=reverse("home:dose", args=[slot.public_id]),
            tag=_("Go"),
            **shared,
        )
    return _check_card(facts, slot, shared)


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


def _check_card(facts: TodayFacts, slot: ScheduledDose, shared: dict[str, str]) -> Card:
    href = reverse("home:check", args=[slot.public_id])
    last, label = facts.last_check, _("Next dose")
    if last is not None and last.outcome == CheckOutcome.REPEAT:
        ready_at = last.recorded_at + timedelta(minutes=last.repeat_after_minutes or 0)
        seconds = max(0, int((ready_at - facts.now).total_seconds()))
        return Card(
            "wait",
            _("Rest, then measure again"),
            sentence=_("Sit quietly. Your second measurement decides about this dose."),
            button=_("Measure again"),
            href=href,
            countdown_seconds=seconds,
            **shared,
        )
    if last is not None and last.outcome == CheckOutcome.INCOMPLETE:
        sentence = _("Your two readings were far apart. A third one settles it.")
        button = _("Take the third reading")
        return Card("wait", label, sentence=sentence, button=button, href=href, **shared)
    return Card("open", label, button=_("Start the check"), href=href, **shared)


def _due(facts: TodayFacts, zone: ZoneInfo) -> Iterator[Due]:
    today = localtime(facts.now, zone).date()
    for slot in facts.slots:
        is_today = localtime(slot.due_at, zone).date() == today
        is_over = slot.window_closes_at <= facts.now and not slot.not_offered
        if is_today and is_over and not slot.logs_in_force and slot.place == Place.HOME:
            yield Due(
                _("The %(time)s dose is not reported.")
                % {"time": moment_text(slot.due_at, zone, facts.now)},
                _("Say what happened"),
                reverse("home:dose", args=[slot.public_id]),
            )
    told = facts.summary.last_report_at if facts.summary else None
    if facts.has_plan and (told is None or localtime(told, zone).date() != today):
        yield Due(
            _("How you feel today is not told yet."),
            _("Say how I feel"),
            reverse("home:how_i_feel"),
        )


def _reading(facts: TodayFacts, zone: ZoneInfo) -> str:
    """The last pressure in words, with its day."""
    summary = facts.summary
    if summary is None or summary.last_bp_at is None:
        return ""
    words = {
        "value": f"{number_text(summary.last_systolic)}/{number_text(summary.last_diastolic)}",
        "when": _day_part(summary.last_bp_at, facts.now, zone),
    }
    if summary.is_last_bp_in_range:
        return _("Your last blood pressure: %(value)s %(when)s, in your range.") % words
    return _("Your last blood pressure: %(value)s %(when)s.") % words


def _day_part(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    local, today = localtime(moment, zone), localtime(now, zone).date()
    days = (today - local.date()).days
    if days == 0:
        return _part_of_today(local.hour)
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def _part_of_today(hour: int) -> str:
    if hour < MORNING_ENDS:
        return _("this morning")
    return _("this afternoon") if hour < DAY_ENDS else _("this evening")


def _week(facts: TodayFacts, zone: ZoneInfo) -> list[dict[str, object]]:
    """The last seven days as dots, each with words for those who cannot see the colour."""
    today = localtime(facts.now, zone).date()
    days = [today - timedelta(days=back) for back in range(6, -1, -1)]
    by_day: dict[date, list[ScheduledDose]] = {day: [] for day in days}
    for slot in facts.slots:
        by_day.get(localtime(slot.due_at, zone).date(), []).append(slot)
    return [_dot(day, by_day[day], today, facts.now) for day in days]


def _dot(day: date, slots: list[ScheduledDose], today: date, now: datetime) -> dict[str, object]:
    over = [slot for slot in slots if slot.window_closes_at <= now or slot.logs_in_force]
    taken = sum(
        slot.logs_in_force[0].outcome == Outcome.TAKEN for slot in over if slot.logs_in_force
    )
    kind, word = "quiet", _("no dose yet") if day == today else _("no dose planned")
    if over:
        kind = "go" if taken == len(over) else "wait"
        word = _("%(taken)s of %(all)s doses taken") % {"taken": taken, "all": len(over)}
    return {
        "label": date_format(day, "D")[:2],
        "kind": kind,
        "word": f"{date_format(day, 'l')}, {word}",
        "is_today": day == today,
    }
