"""What a person says about a dose, and the little that makes it readable."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dosing.choices import NotTakenReason, Outcome, ToldBy
from dosing.models.log import INGESTED
from dosing.services.errors import ReporterRefused, ReportNotReadable
from ketaclinic.accounts.access import Capability, allows

# A phone's clock may run ahead by this much; further ahead is a typing error.
CLOCK_TOLERANCE = timedelta(minutes=5)
OLDEST_REPORT = timedelta(days=366)
# Far beyond any plan, so that an honest overdose can be told; beyond it, a slipped decimal point.
LARGEST_REPORT_UG = 10_000_000
LONGEST_KEY = 64


@dataclass(frozen=True)
class Report:
    """What a person says about a dose; `told_by` is from whom staff know it, else empty."""

    outcome: str
    amount_ug: int | None
    taken_at: datetime | None
    idempotency_key: str
    reason_key: str = ""
    note: str = ""
    is_extra: bool = False
    told_by: str = ""

    @property
    def is_ingested(self) -> bool:
        return self.outcome in INGESTED

    def values(self) -> dict[str, Any]:
        """The report as model fields; what did not go in has neither amount nor time."""
        kept = self if self.is_ingested else replace(self, amount_ug=None, taken_at=None)
        values = {**asdict(kept), "note": self.note.strip()}
        del values["told_by"]
        return values


def reporter_check(patient: Any, by: Any) -> None:
    """The patient reports their own doses; staff report those that they see."""
    is_own = allows(by, Capability.OWN_RECORD) and by.pk == patient.user_id
    if not is_own and not allows(by, Capability.VIEW_PATIENTS):
        raise ReporterRefused()


def report_check(report: Report, now: datetime) -> None:
    """Only what makes a report readable is asked; whether the dose was right is never asked."""
    if not 0 < len(report.idempotency_key) <= LONGEST_KEY:
        raise ReportNotReadable(_("This page is too old. Open it again."))
    if report.outcome not in Outcome.values:
        raise ReportNotReadable(_("Choose what happened."), field="outcome")
    if report.reason_key not in NotTakenReason.values:
        raise ReportNotReadable(_("Choose a reason from the list."), field="reason_key")
    if report.told_by and report.told_by not in ToldBy.values:
        raise ReportNotReadable(_("Choose who told the clinic."), field="told_by")
    if report.is_ingested:
        _check_time(report.taken_at, now)
        _check_amount(report)


def _check_time(taken_at: datetime | None, now: datetime) -> None:
    if taken_at is None:
        raise ReportNotReadable(_("Enter the time at which you took it."), field="taken_at")
    if taken_at > now + CLOCK_TOLERANCE:
        raise ReportNotReadable(_("This time has not come yet. Check it."), field="taken_at")
    if taken_at < now - OLDEST_REPORT:
        raise ReportNotReadable(_("This is more than a year ago. Check it."), field="taken_at")


def _check_amount(report: Report) -> None:
    """How much was kept may be unknown after vomiting or a part; a dose taken has an amount."""
    amount = report.amount_ug
    if amount is None and report.outcome == Outcome.TAKEN:
        raise ReportNotReadable(_("Enter the amount that you took."), field="amount_ug")
    if amount is not None and not 0 < amount <= LARGEST_REPORT_UG:
        raise ReportNotReadable(_("Check the amount, and enter it in mg."), field="amount_ug")
