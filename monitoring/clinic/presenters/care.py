"""Tests and visits in words: what is due, and what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from intake.choices import CareKind
from intake.models import CareRecord

SOON_DAYS = 14


@dataclass(frozen=True)
class CareLine:
    """One kind: when it was done last, when it is due, and how that stands."""

    what: str
    done_on: date | None
    due_on: date | None
    kind: str
    word: str


@dataclass(frozen=True)
class CareRow:
    """One record of the past."""

    what: str
    done_on: date
    next_due_on: date
    note: str
    who: str


def care_lines(records: Mapping[str, CareRecord], today: date) -> list[CareLine]:
    """Each kind in its order; one that nobody recorded is shown as such."""
    return [_line(kind, records.get(kind), today) for kind in CareKind]


def _line(kind: CareKind, record: CareRecord | None, today: date) -> CareLine:
    if record is None:
        return CareLine(str(kind.label), None, None, "wait", _("Not recorded"))
    colour, word = _standing((record.next_due_on - today).days)
    return CareLine(str(kind.label), record.done_on, record.next_due_on, colour, word)


def _standing(days: int) -> tuple[str, str]:
    if days < 0:
        return "stop", _("Overdue")
    return ("wait", _("Due soon")) if days <= SOON_DAYS else ("go", _("Up to date"))


def care_rows(records: Iterable[CareRecord]) -> list[CareRow]:
    """What was recorded, in the order given."""
    return [
        CareRow(
            what=str(CareKind(each.kind).label),
            done_on=each.done_on,
            next_due_on=each.next_due_on,
            note=each.note,
            who=each.recorded_by.full_name,
        )
        for each in records
    ]
