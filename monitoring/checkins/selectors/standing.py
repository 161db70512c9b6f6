"""What stands in the way of a dose while it is checked, apart from the check itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from dosing.choices import HoldScope
from dosing.models import ScheduledDose
from dosing.selectors import Blocker, check_blockers
from monitoring.checkins.choices import Outcome
from monitoring.checkins.rules import Block, CheckPolicy
from monitoring.checkins.selectors.case import PatientCase

HOLD_PREFIX = "hold:"


@dataclass(frozen=True)
class Standing:
    """Open holds, dosing's other reasons, and how many other doses were held lately."""

    open_hold: Outcome | None = None
    blocks: tuple[Block, ...] = ()
    recent_slot_holds: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether no check could clear this dose now."""
        return bool(self.blocks) or self.open_hold is not None


def check_standing(case: PatientCase, slot: ScheduledDose) -> Standing:
    """Read what stands in the way of checking for this dose now."""
    return Standing(open_hold=open_hold_on(case, slot), blocks=standing_blocks(case, slot))


def open_hold_on(case: PatientCase, slot: ScheduledDose) -> Outcome | None:
    """What the open holds amount to for this dose; those on every dose weigh more."""
    scopes = {hold.scope for hold in case.holds_on(slot)}
    if HoldScope.PLAN in scopes:
        return Outcome.PLAN_HOLD
    return Outcome.SLOT_HOLD if scopes else None


def standing_blocks(case: PatientCase, slot: ScheduledDose) -> tuple[Block, ...]:
    """Dosing's other reasons against this dose now; its holds are asked for by their scope."""
    blockers = check_blockers(case, slot)
    return blocks_of(each for each in blockers if not each.key.startswith(HOLD_PREFIX))


def blocks_of(blockers: Iterable[Blocker]) -> tuple[Block, ...]:
    """Dosing's reasons as the rules read them."""
    return tuple(Block(blocker.key, str(blocker.sentence)) for blocker in blockers)


def recent_slot_holds(case: PatientCase, slot: ScheduledDose) -> int:
    """How many other doses were held by their own check within the policy's days, each once."""
    since = case.now - timedelta(days=case.policy.get(CheckPolicy).slot_holds_within_days)
    held = {
        check.slot_id
        for check in case.checks
        if check.is_counted_hold and check.recorded_at >= since and check.slot_id != slot.pk
    }
    return len(held)
