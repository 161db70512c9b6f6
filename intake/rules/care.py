"""When a test or a visit is due again, and when its patient is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from intake.choices import CareKind, CarePurpose
from intake.rules.policy import IntakePolicy

LABS = frozenset({CareKind.LIVER, CareKind.URINE})
KINDS_OF: Mapping[str, frozenset[CareKind]] = {
    CarePurpose.LABS: LABS,
    CarePurpose.VISIT: frozenset({CareKind.VISIT}),
}
PURPOSE_OF = {kind: purpose for purpose, kinds in KINDS_OF.items() for kind in kinds}
# Which gate of the readiness list is the first one of its kind.
FIRST_OF: Mapping[str, CareKind] = {
    "baseline_lft": CareKind.LIVER,
    "baseline_urinalysis": CareKind.URINE,
    "first_dose_supervised_completed": CareKind.VISIT,
}
# A week before, to make the appointment, and on the day.
TOLD_DAYS = (-7, 0)
TOLD_LASTS = timedelta(days=2)
# A later day than this is a typing error.
FURTHEST_DAYS = 366


@dataclass(frozen=True)
class CareDates:
    """When it was done and when it is due again."""

    done_on: date
    next_due_on: date

    def is_done_by(self, today: date) -> bool:
        """Nobody records what is still to come."""
        return self.done_on <= today

    @property
    def is_in_order(self) -> bool:
        """The next one comes after this one, and within a year."""
        return self.done_on < self.next_due_on <= self.done_on + timedelta(days=FURTHEST_DAYS)


def usual_next(kind: str, done_on: date, policy: IntakePolicy) -> date:
    """The day that the clinic's policy names for the next one."""
    days = {
        CareKind.LIVER: policy.liver_test_days,
        CareKind.URINE: policy.urine_test_days,
        CareKind.VISIT: policy.visit_days,
    }[CareKind(kind)]
    return done_on + timedelta(days=days)
