"""The patient's schedule, day by day, each dose with its standing in a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import HoldScope, NotOffered, Outcome, Place
from dosing.models import DoseLog, Hold, ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.selectors import clock_text

ONE_DAY = timedelta(days=1)
LOG_KINDS = {Outcome.TAKEN: "go", Outcome.PARTLY_TAKEN: "wait", Outcome.VOMITED: "wait"}


@dataclass(frozen=True)
class ScheduleRow:
    """One dose: when, how much, how it stands; the place is named when it is not at home."""

    public_id: object
    time: str
    amount: str
    place: str
    kind: str
    word: str
    note: str = ""
    is_plain: bool = False


@dataclass
class ScheduleDay:
    """One day on the patient's calendar."""

    day: date
    title: str
    is_today: bool
    rows: list[ScheduleRow] = field(default_factory=list)


def schedule_days(
    slots: Iterable[ScheduledDose],
    holds: Iterable[Hold],
    *,
    first: date,
    days: int,
    zone: ZoneInfo,
    now: datetime,
) -> list[ScheduleDay]:
    """Every day of the stretch, also those without a dose. Slots carry `logs_in_force`."""
    today = localtime(now, zone).date()
    listed = {
        day: ScheduleDay(day, _day_title(day, today), day == today)
        for day in (first + timedelta(days=count) for count in range(days))
    }
    standing = list(holds)
    for slot in slots:
        day = listed.get(localtime(slot.due_at, zone).date())
        if day is not None:
            day.rows.append(_row(slot, standing, zone, now))
    return list(listed.values())


def _day_title(day: date, today: date) -> str:
    name = date_format(day, "l, F j")
    if day == today:
        return _("Today, %(day)s") % {"day": name}
    if day == today + timedelta(days=1):
        return _("Tomorrow, %(day)s") % {"day": name}
    return name


def _row(slot: ScheduledDose, holds: list[Hold], zone: ZoneInfo, now: datetime) -> ScheduleRow:
    kind, word = _standing(slot, holds, zone, now)
    return ScheduleRow(
        public_id=slot.public_id,
        time=local_clock(slot.due_at, zone),
        amount=amount_text(slot.plan.terms, slot.dose_ug),
        place=slot.get_place_display() if slot.place == Place.CLINIC else "",
        kind=kind,
        word=word,
        note=_note(slot, zone),
        # On a later day a dose that is simply planned needs no word.
        is_plain=kind == "quiet" and slot.window_opens_at - now > ONE_DAY,
    )


def local_clock(moment: datetime, zone: ZoneInfo) -> str:
    return clock_text(localtime(moment, zone).time())


def _standing(
    slot: ScheduledDose, holds: list[Hold], zone: ZoneInfo, now: datetime
) -> tuple[str, str]:
    """Kind and word: what was reported, else what stands in the way, else where the time is."""
    log: DoseLog | None = next(iter(getattr(slot, "logs_in_force", [])), None)
    if log is not None:
        return _reported(log, zone)
    if slot.not_offered:
        return "wait", _("Leave out")
    if now >= slot.window_closes_at:
        return "wait", _("Not reported")
    if any(hold.scope == HoldScope.PLAN or hold.slot_id == slot.pk for hold in holds):
        return "stop", _("On hold")
    if now >= slot.window_opens_at:
        return "info", _("Open now")
    return "quiet", _("Planned")


def _reported(log: DoseLog, zone: ZoneInfo) -> tuple[str, str]:
    kind = LOG_KINDS.get(Outcome(log.outcome), "quiet")
    word = log.get_outcome_display()
    if log.taken_at is None:
        return kind, word
    when = {"what": word, "time": local_clock(log.taken_at, zone)}
    return kind, _("%(what)s at %(time)s") % when


def _note(slot: ScheduledDose, zone: ZoneInfo) -> str:
    if slot.not_offered == NotOffered.ZONE:
        return _("Your time zone changed, and this time had passed there.")
    if slot.not_offered:
        return _("This dose would be too near the one before it.")
    if slot.due_at != slot.nominal_at:
        usual = local_clock(slot.nominal_at, zone)
        return _("Later than %(time)s, to keep your doses apart.") % {"time": usual}
    return ""
