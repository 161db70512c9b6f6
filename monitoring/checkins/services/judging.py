"""Judge what was entered: ask the rules, and dosing where only dosing can answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dosing.models import ScheduledDose
from dosing.selectors import Blocker
from dosing.services import ClearanceRefused
from dosing.services.clearances import clearance_grant_in
from intake.rules import IntakePolicy
from monitoring.checkins.choices import CheckKind, Outcome
from monitoring.checkins.rules import (
    CheckFacts,
    CheckPolicy,
    GateDecision,
    Reading,
    evaluate_check,
    evaluate_post_dose,
)
from monitoring.checkins.selectors import (
    CheckHistory,
    PatientCase,
    Standing,
    blocks_of,
    open_hold_on,
    readings_of,
    recent_slot_holds,
    standing_blocks,
)

CLEARING_KINDS = (CheckKind.PREDOSE, CheckKind.REPEAT)
UNDECIDED = (Outcome.REPEAT, Outcome.INCOMPLETE)


@dataclass(frozen=True)
class Entry:
    """What the person entered. `symptoms` None means not answered; empty means none."""

    readings: Sequence[Reading] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    symptoms: Iterable[str] | None = None
    oxygen_percent: int | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class Subject:
    """Whose check it is, for which dose, and what came before. `source` will name the check."""

    case: PatientCase
    slot: ScheduledDose | None
    history: CheckHistory | None
    source: str

    @property
    def is_for_a_dose(self) -> bool:
        """Whether the check can clear a dose, so that something can stand in its way."""
        return self.history is not None and self.history.kind in CLEARING_KINDS


def continued(entry: Entry, history: CheckHistory | None) -> Entry:
    """A repeat keeps the answers of the first check; a third reading joins its two."""
    if history is None:
        return entry
    entry = replace(entry, answers={**history.carried_answers, **entry.answers})
    unfinished = history.unfinished
    if unfinished is None or len(entry.readings) != 1:
        return entry
    return replace(
        entry,
        readings=(*readings_of(unfinished), *entry.readings),
        symptoms={*unfinished.symptoms, *(entry.symptoms or ())},
        oxygen_percent=entry.oxygen_percent or unfinished.oxygen_percent,
        is_confirmed=entry.is_confirmed or unfinished.is_confirmed_entry,
    )


def judge(entry: Entry, subject: Subject) -> GateDecision:
    """The answer to a check; a go has been granted its clearance, in this transaction.

    Dosing has the last word on a go, so its other reasons are asked for there, and where the
    answer is still open; a dose that is held anyway needs none of them.
    """
    if not subject.is_for_a_dose or subject.slot is None:
        return _decide(entry, subject, Standing())
    case, slot = subject.case, subject.slot
    standing = Standing(open_hold=open_hold_on(case, slot))
    decision = _decide(entry, subject, standing)
    if decision.outcome == Outcome.GO:
        standing = replace(standing, blocks=blocks_of(_granted(subject, slot)))
    elif decision.outcome in UNDECIDED:
        standing = replace(standing, blocks=standing_blocks(case, slot))
    if standing.blocks:
        decision = _decide(entry, subject, standing)
    if decision.is_counted_hold:
        count = recent_slot_holds(case, slot)
        decision = _decide(entry, subject, replace(standing, recent_slot_holds=count))
    return decision


def _granted(subject: Subject, slot: ScheduledDose) -> Sequence[Blocker]:
    """Let the dose through; what dosing has against it comes back, and nothing was granted."""
    try:
        clearance_grant_in(subject.case, slot, source=subject.source)
    except ClearanceRefused as refused:
        return refused.blockers
    return ()


def _decide(entry: Entry, subject: Subject, standing: Standing) -> GateDecision:
    policy = subject.case.policy
    limits, vitals = policy.get(CheckPolicy), policy.get(IntakePolicy)
    history = subject.history
    facts = CheckFacts(
        tier=None,
        readings=tuple(entry.readings),
        answers=entry.answers,
        symptoms=None if entry.symptoms is None else frozenset(entry.symptoms),
        oxygen_percent=entry.oxygen_percent,
        is_confirmed_entry=entry.is_confirmed,
    )
    if history is None:
        return evaluate_check(facts, limits, vitals)
    facts = replace(facts, limits=history.limits)
    if history.kind == CheckKind.POSTDOSE:
        return evaluate_post_dose(facts, history.before, limits, vitals)
    facts = replace(
        facts,
        tier=history.tier,
        is_pregnancy_asked=history.is_pregnancy_asked,
        first=history.waiting,
        day_pair=history.day_pair,
        open_hold=standing.open_hold,
        blocks=standing.blocks,
        recent_slot_holds=standing.recent_slot_holds,
    )
    return evaluate_check(facts, limits, vitals)
