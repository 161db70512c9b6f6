"""Past doses, day by day: what was reported, how it was marked, what was corrected and why."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import LogMark, Outcome, Place
from dosing.models import DoseLog, ScheduledDose
from dosing.presenters.reports import mark_words, planned_text, taken_text
from dosing.presenters.schedule import LOG_KINDS, local_clock
from dosing.selectors.past import PastDoses


@dataclass(frozen=True)
class OldReport:
    """What was said first, and why it does not count."""

    text: str
    why: str


@dataclass(frozen=True)
class PastRow:
    """One dose: planned or extra. `slot_id` is given while nothing is reported on it."""

    at: datetime
    time: str
    planned: str
    kind: str
    word: str
    taken: str = ""
    note: str = ""
    source: str = ""
    place: str = ""
    marks: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    corrected: list[OldReport] = field(default_factory=list)
    log_id: UUID | None = None
    slot_id: UUID | None = None
    is_as_planned: bool = False


@dataclass
class PastDay:
    """One day on the patient's calendar, its doses in their order."""

    day: date
    title: str
    rows: list[PastRow] = field(default_factory=list)


def past_days(past: PastDoses, zone: ZoneInfo) -> list[PastDay]:
    """The newest day first; days without a dose are left out."""
    rows = [_slot_row(slot, zone) for slot in past.slots]
    rows += [_extra_row(chain, zone) for chain in past.chains]
    days: dict[date, PastDay] = {}
    for row in sorted(rows, key=lambda row: row.at):
        day = localtime(row.at, zone).date()
        days.setdefault(day, PastDay(day, date_format(day, "l, F j"))).rows.append(row)
    return sorted(days.values(), key=lambda each: each.day, reverse=True)


def _slot_row(slot: ScheduledDose, zone: ZoneInfo) -> PastRow:
    chain: list[DoseLog] = list(getattr(slot, "all_logs", ()))
    for log in chain:
        log.slot = slot
    place = str(slot.get_place_display()) if slot.place == Place.CLINIC else ""
    if chain:
        row = _told_row(chain, zone, slot.due_at, planned_text(slot))
        return PastRow(**(vars(row) | {"place": place}))
    is_left_out = bool(slot.not_offered)
    return PastRow(
        at=slot.due_at,
        time=local_clock(slot.due_at, zone),
        planned=planned_text(slot),
        kind="quiet" if is_left_out else "wait",
        word=_("Left out, because the clocks changed") if is_left_out else _("Not reported"),
        place=place,
        slot_id=slot.public_id,
    )


def _extra_row(chain: list[DoseLog], zone: ZoneInfo) -> PastRow:
    return _told_row(chain, zone, chain[-1].taken_at or chain[-1].recorded_at, "")


def _told_row(chain: list[DoseLog], zone: ZoneInfo, at: datetime, planned: str) -> PastRow:
    """A chain is a first report and its corrections; the last one counts."""
    log = chain[-1]
    return PastRow(
        at=at,
        time=local_clock(at, zone),
        planned=planned,
        kind=_kind(log),
        word=_word(log),
        taken=_taken(log, zone),
        note=log.note if log.corrects_id is None else "",
        source=_source(log),
        marks=[mark_words(mark) for mark in log.marks],
        labels=[str(LogMark(mark).label) for mark in log.marks],
        corrected=[
            OldReport(_said(old, zone), newer.note)
            for old, newer in zip(chain, chain[1:], strict=False)
        ],
        log_id=log.public_id,
        is_as_planned=bool(planned) and taken_text(log) == planned,
    )


def _kind(log: DoseLog) -> str:
    """Only a dose of the plan is in order."""
    kind = LOG_KINDS.get(Outcome(log.outcome), "quiet")
    return "wait" if log.is_extra and kind == "go" else kind


def _word(log: DoseLog) -> str:
    word = str(log.get_outcome_display())
    return _("Extra dose: %(word)s") % {"word": word.lower()} if log.is_extra else word


def _taken(log: DoseLog, zone: ZoneInfo) -> str:
    """ "25 mg (1 capsule) at 8:05 am"; the reason of a dose that was not taken."""
    if log.taken_at is None:
        return str(log.get_reason_key_display()) if log.reason_key else ""
    when = {"amount": taken_text(log) or _("amount not known"), "time": _clock(log, zone)}
    return _("%(amount)s at %(time)s") % when


def _clock(log: DoseLog, zone: ZoneInfo) -> str:
    """The time of day, with the day when it was not the day of its dose."""
    local = localtime(log.taken_at, zone)
    clock = local_clock(local, zone)
    planned = localtime(log.slot.due_at, zone).date() if log.slot else local.date()
    if local.date() == planned:
        return clock
    return _("%(time)s on %(day)s") % {"time": clock, "day": date_format(local, "F j")}


def _said(log: DoseLog, zone: ZoneInfo) -> str:
    return ", ".join(part for part in (_word(log), _taken(log, zone)) if part)


def _source(log: DoseLog) -> str:
    """Who wrote it down, when it was not the patient."""
    told = getattr(log, "told", None)
    if told is None:
        return ""
    return _("Written down by %(name)s. %(told)s.") % {
        "name": log.recorded_by.full_name,
        "told": told.get_told_by_display(),
    }
