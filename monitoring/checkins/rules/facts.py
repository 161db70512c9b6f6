"""What the rules of the home check read, and what they answer. Frozen, and free of any database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from math import ceil

from monitoring.checkins.choices import FindingKey, Notice, Outcome, Tier

# The most urgent first: emergency, plan hold, slot hold, incomplete, repeat, go.
OUTCOME_ORDER = (
    Outcome.EMERGENCY,
    Outcome.PLAN_HOLD,
    Outcome.SLOT_HOLD,
    Outcome.INCOMPLETE,
    Outcome.REPEAT,
    Outcome.GO,
)
NOTICE_ORDER = (Notice.EMERGENCY, Notice.SAME_DAY, Notice.ROUTINE, Notice.LOG_ONLY)


@dataclass(frozen=True)
class Reading:
    """One reading of the cuff, in mmHg and beats a minute; None is "not given", never zero."""

    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None


@dataclass(frozen=True)
class Mean:
    """The unrounded mean that counts. `pulse` is None where a pulse is missing."""

    systolic: Decimal
    diastolic: Decimal
    pulse: Decimal | None = None


@dataclass(frozen=True)
class PatientLimits:
    """What the signed plan records for this one patient; None where it records nothing."""

    hold_systolic: int | None = None
    hold_diastolic: int | None = None
    usual_low_systolic: int | None = None
    usual_low_diastolic: int | None = None


@dataclass(frozen=True)
class FirstMeasurement:
    """The check that asked for this repeat: how long ago, and the wait that it asked for."""

    elapsed: timedelta
    wait_minutes: int
    had_low_oxygen: bool = False

    @property
    def is_too_early(self) -> bool:
        """Whether the wait is not over; a repeat then clears nothing."""
        return self.elapsed < timedelta(minutes=self.wait_minutes)

    @property
    def minutes_left(self) -> int:
        """Whole minutes of the wait that are left, rounded up."""
        left = timedelta(minutes=self.wait_minutes) - self.elapsed
        return max(0, ceil(left / timedelta(minutes=1)))


@dataclass(frozen=True)
class DayPair:
    """Today's latest pair of readings, on which a later dose of the day may rest."""

    age: timedelta
    is_in_range: bool
    is_from_repeat: bool


@dataclass(frozen=True)
class Block:
    """A reason of dosing's own why this slot cannot be cleared now (window, interval, consent)."""

    key: str
    sentence: str


@dataclass(frozen=True)
class CheckFacts:
    """All that one check before a dose is judged by. `tier` None is a check for no dose."""

    tier: Tier | None
    readings: tuple[Reading, ...] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    symptoms: frozenset[str] | None = None
    limits: PatientLimits = field(default_factory=PatientLimits)
    oxygen_percent: int | None = None
    is_confirmed_entry: bool = False
    is_pregnancy_asked: bool = False
    first: FirstMeasurement | None = None
    day_pair: DayPair | None = None
    open_hold: Outcome | None = None
    blocks: tuple[Block, ...] = ()
    recent_slot_holds: int = 0

    @property
    def new_symptoms(self) -> frozenset[str]:
        """The ticked symptoms; not answered reads as none here and as missing elsewhere."""
        return self.symptoms or frozenset()


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found: what it asks of the dose, who hears of it, and why."""

    key: str
    outcome: Outcome
    notice: Notice
    sentence: str
    value: str = ""
    limit: str = ""
    source: str = ""
    acknowledge_minutes: int | None = None
    is_counted: bool = True
    blocks_increase: bool = False

    def as_json(self) -> dict[str, object]:
        """The finding as it is stored beside its check."""
        return {
            "key": self.key,
            "action": str(self.notice),
            "outcome": str(self.outcome),
            "sentence": self.sentence,
            "value": self.value,
            "limit": self.limit,
            "source": self.source,
            "acknowledge_minutes": self.acknowledge_minutes,
            "blocks_increase": self.blocks_increase or self.is_hold,
        }

    @property
    def is_hold(self) -> bool:
        """Whether this finding alone stops the dose."""
        return self.outcome in (Outcome.EMERGENCY, Outcome.PLAN_HOLD, Outcome.SLOT_HOLD)


def found(
    key: FindingKey,
    outcome: Outcome,
    notice: Notice,
    *,
    value: str = "",
    limit: str = "",
    source: str = "",
    acknowledge_minutes: int | None = None,
    is_counted: bool = True,
) -> Finding:
    """A finding whose sentence is the one that its key carries."""
    return Finding(
        key=str(key),
        outcome=outcome,
        notice=notice,
        sentence=str(key.label),
        value=value,
        limit=limit,
        source=source,
        acknowledge_minutes=acknowledge_minutes,
        is_counted=is_counted,
    )


@dataclass(frozen=True)
class GateDecision:
    """The answer to one check. `findings` stand with the most urgent first."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    needs_third: bool = False
    repeat_after_minutes: int | None = None
    mean: Mean | None = None

    @property
    def main(self) -> Finding | None:
        """The finding that decided: the one sentence that the patient reads."""
        return next((item for item in self.findings if item.outcome == self.outcome), None)

    @property
    def notice(self) -> Notice:
        """The most urgent notice among the findings."""
        found_notices = {item.notice for item in self.findings}
        return next((n for n in NOTICE_ORDER if n in found_notices), Notice.LOG_ONLY)

    @property
    def holds(self) -> tuple[Finding, ...]:
        """The findings that place a hold of their own (not those that only repeat an open one)."""
        return tuple(item for item in self.findings if item.is_hold and item.is_counted)

    @property
    def is_counted_hold(self) -> bool:
        """Whether this is a hold of the dose that counts towards three in a week."""
        return self.outcome == Outcome.SLOT_HOLD and bool(self.holds)


def most_urgent_first(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort by what is asked of the dose, then by who must hear of it; stable."""
    return tuple(
        sorted(
            findings,
            key=lambda item: (OUTCOME_ORDER.index(item.outcome), NOTICE_ORDER.index(item.notice)),
        )
    )


def worst_outcome(findings: tuple[Finding, ...]) -> Outcome:
    """The most urgent thing that any finding asks for; nothing found is go."""
    outcomes = {item.outcome for item in findings}
    return next((outcome for outcome in OUTCOME_ORDER if outcome in outcomes), Outcome.GO)
