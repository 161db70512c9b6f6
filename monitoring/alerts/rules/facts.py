"""What alerts are computed from, and what they are: frozen, and free of any database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

from monitoring.alerts.choices import Severity
from monitoring.alerts.rules.supply_facts import SupplyFacts

# A pattern looks back over its own days, so rules read further than they judge.
JUDGED_BACK = timedelta(days=14)
READ_BACK = JUDGED_BACK + timedelta(days=14)


@dataclass(frozen=True)
class StoredFinding:
    """A finding of a check or a report, as it was stored when it was judged."""

    key: str
    notice: str
    sentence: str
    value: str = ""
    limit: str = ""
    source: str = ""
    acknowledge_minutes: int | None = None
    blocks_increase: bool = False

    @classmethod
    def all_of(cls, stored: Iterable[Mapping[str, Any]]) -> tuple[Self, ...]:
        """The findings of one record."""
        return tuple(
            cls(
                key=item["key"],
                notice=item["action"],
                sentence=item["sentence"],
                value=item["value"],
                limit=item["limit"],
                source=item["source"],
                acknowledge_minutes=item["acknowledge_minutes"],
                blocks_increase=item["blocks_increase"],
            )
            for item in stored
        )


@dataclass(frozen=True)
class CheckFact:
    """One recorded check; `kind` is already in words."""

    key: str
    at: datetime
    kind: str
    findings: tuple[StoredFinding, ...] = ()


@dataclass(frozen=True)
class ReportFact:
    """One report of side effects; `day` is the patient's own calendar day."""

    key: str
    at: datetime
    day: date
    grades: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[StoredFinding, ...] = ()


@dataclass(frozen=True)
class CheckInFact:
    """What a check-in or an ASQ asks for; `kind` is in words, `due_key` names the check-in."""

    key: str
    at: datetime
    kind: str
    due_key: str
    findings: tuple[StoredFinding, ...] = ()


@dataclass(frozen=True)
class MissedCheckInFact:
    """A check-in that is open and late; `day` and `kind` are in words."""

    key: str
    at: datetime
    day: str
    kind: str


@dataclass(frozen=True)
class DoseFact:
    """One report of a dose, in force; amounts and times are already in words."""

    key: str
    at: datetime
    marks: tuple[str, ...] = ()
    amount: str = ""
    taken: str = ""


@dataclass(frozen=True)
class MedicineFact:
    """One change of the medicine list in care; `sentences` is what the table said to it."""

    key: str
    at: datetime
    what: str
    name: str
    severity: str
    sentences: tuple[str, ...] = ()
    source: str = ""
    is_inducer_stopped: bool = False
    is_inhibitor_started: bool = False
    is_read: bool = False


@dataclass(frozen=True)
class WithdrawalFact:
    """A consent that was taken back and not signed again."""

    key: str
    at: datetime
    title: str


@dataclass(frozen=True)
class SlotFact:
    """One dose at home whose time is over and that nobody reported."""

    key: str
    due: str
    closed_at: datetime
    amount: str = ""
    is_checked: bool = False
    was_held: bool = False


@dataclass(frozen=True)
class MissedCheckFact:
    """What was asked at one moment after a dose in a session and was not recorded in time."""

    key: str
    at: datetime
    due: str
    minutes: int
    asked: tuple[str, ...]
    acknowledge_minutes: int


@dataclass(frozen=True)
class HeldFact:
    """Every dose is on hold, of somebody who has dosed for too long to stop at once."""

    key: str
    at: datetime
    sentence: str
    limit_days: int


@dataclass(frozen=True)
class GapFact:
    """Too long without a dose: the plan in force offers nothing until a new step is signed."""

    key: str
    at: datetime
    days: int
    last: str
    limit_days: int


@dataclass(frozen=True)
class BenefitFact:
    """So many days on a plan without a known benefit; `key` names the stretch of days."""

    key: str
    at: datetime
    days: int
    score: str
    limit_days: int


@dataclass(frozen=True)
class StopFacts:
    """What speaks for stopping, tapering or starting again."""

    held: HeldFact | None = None
    gap: GapFact | None = None
    benefit: BenefitFact | None = None


@dataclass(frozen=True)
class PatientFacts:
    """All that one patient's alerts are computed from, read back to `READ_BACK`.

    `heard_at` is the last word of the patient, or the day on which the plan began; None while no
    home plan is in force, so that nothing is expected. `heard` is the same moment in words.
    `asq_negative_at` is when they last answered no to every question about suicide.
    `is_daily` says that the plan has doses every day, so that days alone can be a silence.
    """

    now: datetime
    checks: tuple[CheckFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    checkins: tuple[CheckInFact, ...] = ()
    missed_checkin: MissedCheckInFact | None = None
    asq_negative_at: datetime | None = None
    doses: tuple[DoseFact, ...] = ()
    unreported: tuple[SlotFact, ...] = ()
    missed_checks: tuple[MissedCheckFact, ...] = ()
    medicines: tuple[MedicineFact, ...] = ()
    withdrawals: tuple[WithdrawalFact, ...] = ()
    supply: SupplyFacts = SupplyFacts()
    heard_at: datetime | None = None
    heard: str = ""
    is_on_hold: bool = False
    is_daily: bool = True
    stop: StopFacts = StopFacts()

    @property
    def judged_from(self) -> datetime:
        """Facts before this moment raise nothing new, and their alerts are left as they are."""
        return self.now - JUDGED_BACK


@dataclass(frozen=True)
class AlertFinding:
    """One alert as the facts ask for it. (rule, fact) is its identity; a person ends it."""

    rule_key: str
    fact_key: str
    fact_at: datetime
    severity: Severity
    title: str
    sentence: str
    clears_when: str
    facts: tuple[tuple[str, str], ...] = ()
    limit_text: str = ""
    source: str = ""
    acknowledge_minutes: int | None = None
    blocks_increase: bool = True

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two findings the same alert."""
        return (self.rule_key, self.fact_key)
