"""Today in words: one card, what else is due, the last reading, the week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dosing.choices import Place
from dosing.selectors import moment_text
from intake.choices import CareKind
from intake.models import Patient
from intake.selectors.care import CareDue
from monitoring.checkins.rules import Mean, pressure_text
from monitoring.patient.presenters.card import Card, asq_card, checkin_card, dose_card
from monitoring.patient.presenters.watch import watch_card
from monitoring.patient.presenters.week import week_dots
from monitoring.patient.selectors import TodayFacts, report_of

MORNING_ENDS, DAY_ENDS = 12, 17
MOST_DUE = 2
# What is said before its day and on it, and what is said afterwards.
CARE_WORDS = {
    CareKind.LIVER: (
        gettext_lazy("Your liver tests are due on %(day)s."),
        gettext_lazy("Your liver tests were due on %(day)s."),
    ),
    CareKind.URINE: (
        gettext_lazy("Your urine test is due on %(day)s."),
        gettext_lazy("Your urine test was due on %(day)s."),
    ),
    CareKind.VISIT: (
        gettext_lazy("Your next visit is due on %(day)s."),
        gettext_lazy("Your next visit was due on %(day)s."),
    ),
}


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
    asq: Card | None
    watch: Card | None
    card: Card
    checkin: Card | None
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
        asq=asq_card() if facts.is_asq_outstanding else None,
        watch=watch_card(facts.watch, facts.now, zone),
        card=dose_card(facts, zone),
        checkin=checkin_card(facts.checkin) if facts.checkin else None,
        due=due,
        reading=_reading(facts, zone),
        week=week_dots(facts.slots, facts.now, zone),
        has_emergency=bool(facts.summary and facts.summary.has_emergency),
        is_feeling_told=all(item.href != reverse("home:how_i_feel") for item in due),
    )


def _greeting(hour: int, name: str) -> str:
    words = {"name": name}
    if hour < MORNING_ENDS:
        return _("Good morning, %(name)s") % words if name else _("Good morning")
    if hour < DAY_ENDS:
        return _("Good afternoon, %(name)s") % words if name else _("Good afternoon")
    return _("Good evening, %(name)s") % words if name else _("Good evening")


def _due(facts: TodayFacts, zone: ZoneInfo) -> Iterator[Due]:
    today = localtime(facts.now, zone).date()
    for slot in facts.slots:
        is_today = localtime(slot.due_at, zone).date() == today
        is_over = slot.window_closes_at <= facts.now and not slot.not_offered
        if is_today and is_over and report_of(slot) is None and slot.place == Place.HOME:
            yield Due(
                _("The %(time)s dose is not reported.")
                % {"time": moment_text(slot.due_at, zone, facts.now)},
                _("Say what happened"),
                reverse("home:dose", args=[slot.public_id]),
            )
    told = facts.summary.last_report_at if facts.summary else None
    if facts.has_plan and (told is None or localtime(told, zone).date() != today):
        yield Due(
            _("You have not said how you feel today."),
            _("Say how I feel"),
            reverse("home:how_i_feel"),
        )
    for record in facts.tests_due:
        yield _test_due(record, today)


def _test_due(record: CareDue, today: date) -> Due:
    words, overdue = CARE_WORDS[record.kind]
    text = overdue if record.next_due_on < today else words
    day = {"day": date_format(record.next_due_on, "F j")}
    return Due(str(text) % day, _("Call the clinic"), reverse("home:help"))


def _reading(facts: TodayFacts, zone: ZoneInfo) -> str:
    """The last pressure in words, with its day."""
    summary = facts.summary
    if summary is None or summary.last_bp_at is None:
        return ""
    if summary.last_systolic is None or summary.last_diastolic is None:
        return ""
    words = {
        "value": pressure_text(Mean(summary.last_systolic, summary.last_diastolic)),
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
