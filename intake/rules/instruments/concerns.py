"""Which answers a person of the clinic must act on before the application is even sent."""

from collections.abc import Iterable, Mapping

from intake.choices import ConcernKind, Instrument
from intake.rules.instruments.model import Answers, InstrumentDefinition
from intake.rules.instruments.scoring import AsqOutcome, alarms, asq_outcome

_BY_OUTCOME = {
    AsqOutcome.ACUTE: ConcernKind.SUICIDE_ACUTE,
    AsqOutcome.INCOMPLETE: ConcernKind.ASQ_INCOMPLETE,
    AsqOutcome.NON_ACUTE: ConcernKind.ASQ_POSITIVE,
}


def concern_of(definition: InstrumentDefinition, answers: Answers) -> ConcernKind | None:
    """What to put before the clinic at once, or None."""
    if not alarms(definition, answers):
        return None
    if definition.key == Instrument.ASQ:
        return _BY_OUTCOME[asq_outcome(answers)]
    return ConcernKind.PHQ9_ITEM_9


# A later ASQ takes the place of these, because it raises its own concern or denies them. What was
# told as acute or positive is never taken back by a later answer: a person reaches the applicant.
SETTLED_BY: Mapping[str, tuple[str, ...]] = {
    ConcernKind.PHQ9_ITEM_9: (AsqOutcome.NEGATIVE, AsqOutcome.NON_ACUTE, AsqOutcome.ACUTE),
    ConcernKind.ASQ_INCOMPLETE: (AsqOutcome.NON_ACUTE, AsqOutcome.ACUTE),
}
_URGENCY = (AsqOutcome.NEGATIVE, AsqOutcome.NON_ACUTE, AsqOutcome.INCOMPLETE, AsqOutcome.ACUTE)


def worse_before(earlier: Iterable[str], outcome: str) -> str:
    """The most urgent earlier outcome if it is more urgent than this one; else empty."""
    known = [each for each in earlier if each in _URGENCY]
    worst = max(known, key=_rank, default="")
    return worst if worst and _rank(worst) > _rank(outcome) else ""


def more_urgent(first: str, second: str) -> AsqOutcome:
    """The more urgent of two outcomes; an empty one counts for nothing."""
    return AsqOutcome(max((first, second), key=_rank))


def _rank(outcome: str) -> int:
    return _URGENCY.index(AsqOutcome(outcome)) if outcome else -1
