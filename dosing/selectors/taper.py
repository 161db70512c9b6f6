"""A taper as it would be signed now: its steps, each judged against the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from dosing.models import DosingPlan
from dosing.rules import DosingPolicy, Terms, plan_change, plan_findings
from dosing.rules.approvals import terms_record
from dosing.rules.taper import ONE_DAY, TaperAsked, taper_steps
from dosing.selectors.history import in_force_of
from dosing.selectors.plans import effective_moment
from dosing.selectors.signing import PlanFacts, PlanReview
from intake.models import Patient


@dataclass(frozen=True)
class Taper:
    """The version that is stepped down, and each step as it is judged; without steps it cannot be
    made. `fingerprint` stands for exactly these steps of exactly this version."""

    plan: DosingPlan | None
    reviews: tuple[PlanReview, ...]

    @property
    def steps(self) -> list[Terms]:
        return [review.terms for review in self.reviews]

    @property
    def fingerprint(self) -> str:
        version = self.plan.version if self.plan else 0
        policy = self.reviews[0].policy.version.pk if self.reviews else 0
        said = [version, policy, *(terms_record(step) for step in self.steps)]
        return sha256(repr(said).encode()).hexdigest()[:32]


def usual_taper(facts: PlanFacts) -> TaperAsked:
    """How the clinic steps down where nobody says otherwise, from tomorrow on."""
    policy = facts.policy.get(DosingPolicy)
    return TaperAsked(facts.today + ONE_DAY, policy.taper_step_percent, policy.taper_step_days)


def taper_of(facts: PlanFacts, asked: TaperAsked) -> Taper:
    """Step down the version that is in force on the first day of the taper."""
    moment = effective_moment(Terms(starts_on=asked.starts_on), facts.zone, facts.now)
    plan = in_force_of(facts.history, moment)
    if plan is None:
        return Taper(None, ())
    return Taper(plan, tuple(_judged(facts, taper_steps(plan.terms, asked))))


def _judged(facts: PlanFacts, steps: list[Terms]) -> Iterator[PlanReview]:
    """The first step against the facts of today; each later one against the step before it, while
    doses go on: the days until it begins are no gap without a dose."""
    before: PlanReview | None = None
    for terms in steps:
        if before is None:
            before = facts.review(terms)
        else:
            context = replace(before.context, baseline=before.terms, begun_day_racemic_ug=0)
            before = replace(
                before,
                terms=terms,
                context=context,
                change=plan_change(terms, context),
                findings=plan_findings(terms, context, facts.policy.get(DosingPolicy)),
                effective_at=effective_moment(terms, facts.zone, facts.now),
            )
        yield before


def taper_proposed(patient: Patient, now: datetime, asked: TaperAsked) -> Taper:
    """The taper of a patient as of now."""
    return taper_of(PlanFacts(patient, now), asked)
