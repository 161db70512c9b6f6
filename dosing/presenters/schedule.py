"""The patient's schedule, day by day, each dose with its standing in a word."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import HoldScope, NotOffered, Outcome, Place
from dosing.models import DoseLog, ScheduledDose
from dosing.presenters.plan import amount_text
from dosing.selectors import ScheduleFacts, clock_text

ONE_DAY = timedelta(days=1)
LOG_KINDS = {Outcome.TAKEN: "go", Outcome.PARTLY_TAKEN: "wait", Outcome.VOMITED: "wait"}
# What the page offers to do about a dose.
CHECK, REPORT = "check", "report"


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
    action: str = ""


@dataclass
class ScheduleDay:
    """One day on the patient's calendar."""

    day: date
    title: str
    is_today: bool
    rows: list[ScheduleRow] = field(default_factory=list)


def schedule_days(facts: ScheduleFacts) -> list[ScheduleDay]:
    """Every day of the stretch, also those without a dose."""
    today = localtime(facts.now, facts.zone).date()
    listed = {
        day: ScheduleDay(day, day_title(day, today), day == today)
        for day in (facts.first + count * ONE_DAY for count in range(facts.days))
    }
    for slot in facts.slots:
        listed[localtime(slot.due_at, facts.zone).date()].rows.append(_row(slot, facts))
    return list(listed.values())


def day_title(day: date, today: date) -> str:
    """ "Today, Monday, June 1"; another year is named."""
    name = date_format(day, "l, F j") if day.year == today.year else date_format(day, "l, F j, Y")
    if day == today:
        return _("Today, %(day)s") % {"day": name}
    if day == today + ONE_DAY:
        return _("Tomorrow, %(day)s") % {"day": name}
    return name


def local_clock(moment: datetime, zone: ZoneInfo) -> str:
    return clock_text(localtime(moment, zone).time())


def _row(slot: ScheduledDose, facts: ScheduleFacts) -> ScheduleRow:
    kind, word = standing(slot, facts)
    return ScheduleRow(
        public_id=slot.public_id,
        time=local_clock(slot.due_at, facts.zone),
        amount=amount_text(slot.plan.terms, slot.dose_ug),
        place=slot.get_place_display() if slot.place == Place.CLINIC else "",
        kind=kind,
        word=word,
        note=_note(slot, facts),
        # On a later day a dose that is simply planned needs no word.
        is_plain=kind == "quiet" and slot.window_opens_at - facts.now > ONE_DAY,
        action=_action(slot, facts),
    )


def report_on(slot: ScheduledDose) -> DoseLog | None:
    """The report in force of a dose that was read with its reports."""
    return next(iter(getattr(slot, "logs_in_force", ())), None)


def standing(slot: ScheduledDose, facts: ScheduleFacts) -> tuple[str, str]:
    """Kind and word: what was reported, else what stands in the way, else where the time is."""
    log = report_on(slot)
    if log is not None:
        return _reported(log, facts.zone)
    if slot.not_offered:
        return "wait", _("Leave out")
    if facts.now >= slot.window_closes_at:
        return "wait", _("Not reported")
    if any(hold.scope == HoldScope.PLAN or hold.slot_id == slot.pk for hold in facts.holds):
        return "stop", _("On hold")
    if facts.care:
        return "stop", _("Not now")
    if facts.now >= slot.window_opens_at:
        is_stopped = slot.pk in facts.why_not
        return ("wait", _("Wait")) if is_stopped else ("info", _("Open now"))
    return "quiet", _("Planned")


def _reported(log: DoseLog, zone: ZoneInfo) -> tuple[str, str]:
    kind = LOG_KINDS.get(Outcome(log.outcome), "quiet")
    word = log.get_outcome_display()
    if log.taken_at is None:
        return kind, word
    when = {"what": word, "time": local_clock(log.taken_at, zone)}
    return kind, _("%(what)s at %(time)s") % when


def _note(slot: ScheduledDose, facts: ScheduleFacts) -> str:
    """Why a dose stands otherwise than usual, and why it may not be taken now."""
    if slot.not_offered == NotOffered.ZONE:
        return _("Your time zone changed, and this time had passed there.")
    if slot.not_offered:
        return _("This dose would be too near the one before it.")
    moved = _moved(slot, facts.zone)
    return " ".join(part for part in (moved, _why_not(slot, facts)) if part)


def _why_not(slot: ScheduledDose, facts: ScheduleFacts) -> str:
    blocker = facts.why_not.get(slot.pk)
    if blocker is None or report_on(slot) is not None or blocker.key in _said_above(facts):
        return ""
    if blocker.key == "not_open_yet":
        # The day stands above the dose.
        return _("Opens at %(time)s.") % {"time": local_clock(slot.window_opens_at, facts.zone)}
    return blocker.sentence


def _said_above(facts: ScheduleFacts) -> set[str]:
    """What stops every dose stands once, above them all."""
    holds = {f"hold:{hold.key}" for hold in facts.holds if hold.scope == HoldScope.PLAN}
    return holds | {found.key for found in facts.care}


def _moved(slot: ScheduledDose, zone: ZoneInfo) -> str:
    """What a clock change or the interval did to the usual time."""
    if slot.due_at != slot.nominal_at:
        usual = local_clock(slot.nominal_at, zone)
        return _("Later than %(time)s, to keep your doses apart.") % {"time": usual}
    if slot.zone != zone.key:
        return ""
    local = localtime(slot.nominal_at, zone)
    label = {"time": clock_text(slot.local_time)}
    if local.time() != slot.local_time:
        return _("The clocks go forward and skip %(time)s on this day.") % label
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return _("The clocks go back: this is the first %(time)s of that day.") % label
    return ""


def _action(slot: ScheduledDose, facts: ScheduleFacts) -> str:
    if report_on(slot) is not None or slot.not_offered:
        return ""
    if facts.now >= slot.window_closes_at:
        return REPORT
    is_open = facts.now >= slot.window_opens_at and slot.place == Place.HOME
    return CHECK if is_open and slot.pk not in facts.why_not else ""
