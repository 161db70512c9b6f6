"""What stands in the way of a dose while it is checked, apart from the check itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dosing.choices import HoldScope
from dosing.models import ScheduledDose
from dosing.selectors import Blocker, check_blockers, holds_on
from intake.models import Patient
from ketaclinic.policies.selectors import PolicyInForce
from monitoring.checkins.choices import Outcome
from monitoring.checkins.rules import Block, CheckPolicy
from monitoring.checkins.selectors.records import slot_holds_since

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


def check_standing(
    patient: Patient, slot: ScheduledDose, now: datetime, policy: PolicyInForce
) -> Standing:
    """Read what stands in the way of checking for this dose now."""
    return Standing(
        open_hold=open_hold_on(patient, slot),
        blocks=standing_blocks(patient, slot, now, policy),
    )


def open_hold_on(patient: Patient, slot: ScheduledDose) -> Outcome | None:
    """What the open holds amount to for this dose; those on every dose weigh more."""
    scopes = {hold.scope for hold in holds_on(patient, slot)}
    if HoldScope.PLAN in scopes:
        return Outcome.PLAN_HOLD
    return Outcome.SLOT_HOLD if scopes else None


def standing_blocks(
    patient: Patient, slot: ScheduledDose, now: datetime, policy: PolicyInForce
) -> tuple[Block, ...]:
    """Dosing's other reasons against this dose now; its holds are asked for by their scope."""
    blockers = check_blockers(patient, slot, now, policy)
    return blocks_of(each for each in blockers if not each.key.startswith(HOLD_PREFIX))


def blocks_of(blockers: Iterable[Blocker]) -> tuple[Block, ...]:
    """Dosing's reasons as the rules read them."""
    return tuple(Block(blocker.key, str(blocker.sentence)) for blocker in blockers)


def recent_slot_holds(
    patient: Patient, slot: ScheduledDose, now: datetime, policy: CheckPolicy
) -> int:
    """How many other doses were held by their own check within the policy's days."""
    since = now - timedelta(days=policy.slot_holds_within_days)
    return slot_holds_since(patient, since, other_than=slot)
