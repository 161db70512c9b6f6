"""What a patient or the clinic tells of supply: counted, lost, spoilt, returned, corrected."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import HoldScope, SupplyKind
from dosing.models import SupplyEntry
from dosing.rules.supply import Product
from dosing.selectors import Case
from dosing.services.errors import AlreadyCorrected, NoteNeeded, ReporterRefused
from dosing.services.holds import hold_place_in
from dosing.services.locks import case_open
from dosing.services.supply.checks import (
    amount_check,
    day_check,
    key_check,
    moment_of,
    product_check,
)
from dosing.services.supply.errors import EntryNotReadable
from dosing.services.supply.rows import entry_known, entry_write
from ketaclinic.accounts.access import Capability, allows, ensure

SUPPLY_LOST = "lost_stolen_shared"
HOLD_SENTENCES = {
    SupplyKind.LOST: _("You told us that some is lost. Take no more until the clinic has called."),
    SupplyKind.SHARED: _(
        "You told us that somebody else took some. Take no more until the clinic has called."
    ),
    SupplyKind.CHILD: _(
        "You told us that a child or a pet may have swallowed some. "
        "Take no more until the clinic has called."
    ),
}
REPORTED = frozenset({*HOLD_SENTENCES, SupplyKind.WASTED, SupplyKind.RETURNED, SupplyKind.COUNTED})


@dataclass(frozen=True)
class SupplyReport:
    """What a person says. `amount_ug` None: they do not know how much; a count always knows."""

    kind: str
    product: Product
    amount_ug: int | None
    happened_on: date
    note: str = ""

    @property
    def is_count(self) -> bool:
        return self.kind == SupplyKind.COUNTED


@transaction.atomic
def supply_report(
    *, patient: Any, by: Any, now: datetime, report: SupplyReport, idempotency_key: str
) -> SupplyEntry:
    """Record what the patient, or staff for them, tell; the same key is the same report.

    What is lost or went to somebody else places a plan hold (§11.2). A count moves no balance.
    Raises ReporterRefused, and EntryNotReadable with the field; then nothing is written.
    """
    case = case_open(patient, now, Case)
    return supply_report_in(case, report, by=by, idempotency_key=idempotency_key)


def supply_report_in(
    case: Case, report: SupplyReport, *, by: Any, idempotency_key: str
) -> SupplyEntry:
    """The same in an open case, which learns of the hold."""
    _reporter_check(case, by)
    known = entry_known(case, idempotency_key)
    if known is not None:
        return known
    key_check(idempotency_key)
    _check(case, report)
    entry = entry_write(
        case,
        kind=report.kind,
        product=report.product,
        by=by,
        happened_at=moment_of(case, report.happened_on),
        amount_ug=report.amount_ug,
        note=report.note.strip(),
        idempotency_key=idempotency_key,
    )
    sentence = HOLD_SENTENCES.get(SupplyKind(report.kind))
    if sentence is not None:
        _hold(case, str(sentence))
    return entry


def _reporter_check(case: Case, by: Any) -> None:
    """Patients tell of their own supply; staff record what they are told or see."""
    is_own = allows(by, Capability.OWN_RECORD) and by.pk == case.patient.user_id
    if not is_own and not allows(by, Capability.RECORD_SUPPLY):
        raise ReporterRefused()


def _check(case: Case, report: SupplyReport) -> None:
    if report.kind not in REPORTED:
        raise EntryNotReadable(gettext("Choose what happened."), field="kind")
    product_check(report.product)
    amount_check(
        report.amount_ug, may_be_none=not report.is_count, least=0 if report.is_count else 1
    )
    day_check(case, report.happened_on, "happened_on")


def _hold(case: Case, sentence: str) -> None:
    """Every dose waits: what is left may not be what it was, and somebody may be in danger."""
    hold_place_in(
        case,
        key=SUPPLY_LOST,
        scope=HoldScope.PLAN,
        sentence=sentence,
        by=None,
        policy_version=case.policy.version,
    )


@transaction.atomic
def supply_correct(
    *,
    entry: SupplyEntry,
    by: Any,
    now: datetime,
    amount_ug: int | None,
    note: str,
    idempotency_key: str,
) -> SupplyEntry:
    """Put another amount in force over a row, with a reason; 0 says that it never happened.

    Raises AlreadyCorrected when somebody was first, NoteNeeded, EntryNotReadable.
    """
    case = case_open(entry.patient, now, Case)
    return supply_correct_in(
        case, entry, amount_ug=amount_ug, note=note, by=by, idempotency_key=idempotency_key
    )


def supply_correct_in(
    case: Case,
    entry: SupplyEntry,
    *,
    amount_ug: int | None,
    note: str,
    by: Any,
    idempotency_key: str,
) -> SupplyEntry:
    """The same in an open case."""
    ensure(by, Capability.RECORD_SUPPLY)
    known = entry_known(case, idempotency_key)
    if known is not None:
        return known
    key_check(idempotency_key)
    if not note.strip():
        raise NoteNeeded(field="note")
    must_know = entry.kind in (SupplyKind.DISPENSED, SupplyKind.COUNTED)
    amount_check(amount_ug, may_be_none=not must_know, least=0)
    if SupplyEntry.objects.filter(corrects=entry).exists():
        raise AlreadyCorrected()
    return entry_write(
        case,
        kind=entry.kind,
        product=entry.product,
        by=by,
        happened_at=entry.happened_at,
        amount_ug=amount_ug,
        prescription=entry.prescription,
        pharmacy=entry.pharmacy,
        lot=entry.lot,
        beyond_use_on=entry.beyond_use_on,
        marks=entry.marks,
        note=note.strip(),
        idempotency_key=idempotency_key,
        corrects=entry,
    )
