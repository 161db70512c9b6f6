"""The next planned step: what it would sign, and everything that it still waits for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dosing.choices import StepCondition
from dosing.models import DosingPlan, Hold
from dosing.rules import (
    ASKED_CONDITIONS,
    LimitFinding,
    Terms,
    needs_reason,
    next_step_terms,
    refused,
    step_due_on,
    unmet_conditions,
)
from dosing.selectors.blockers import Blocker
from dosing.selectors.history import has_ended, in_force_of
from dosing.selectors.permissions import open_permits
from dosing.selectors.plans import zone_of
from dosing.selectors.signing import PlanFacts, PlanReview
from ketaclinic.policies.selectors import policy_in_force

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NextStep:
    """The first step of the plan in force. `missing` names each thing that it waits for; what a
    prescriber says at the release stands in `asked`."""

    plan: DosingPlan
    review: PlanReview
    due_on: date
    missing: list[Blocker]
    asked: list[str]
    met: list[str]

    @property
    def terms(self) -> Terms:
        return self.review.terms

    @property
    def begins_on(self) -> date | None:
        return self.terms.starts_on

    @property
    def asks_reason(self) -> bool:
        return needs_reason(self.review.findings)

    @property
    def is_ready(self) -> bool:
        return not self.missing


def next_step(facts: PlanFacts, *, met: Collection[str] = ()) -> NextStep | None:
    """The step after the dose in force, as a release now would sign it; None without one.

    It begins with the patient's next day, so that no day has two doses of different height; before
    its days are over it is judged as of its own day.
    `met` are the conditions that are known to be true; all others count as not true.
    """
    plan = in_force_of(facts.history, facts.now)
    if plan is None or not plan.terms.steps:
        return None
    terms = plan.terms
    due_on = step_due_on(terms, localtime(plan.effective_at, facts.zone).date())
    review = facts.review(next_step_terms(terms, max(due_on, _tomorrow(facts))))
    # Dosing itself knows of holds.
    true = {*met} if facts.was_held else {*met, str(StepCondition.NO_HOLD)}
    unmet = unmet_conditions(terms, true)
    return NextStep(
        plan=plan,
        review=review,
        due_on=due_on,
        missing=list(_missing(facts, plan, review, due_on, unmet)),
        asked=[key for key in unmet if key in ASKED_CONDITIONS],
        met=[key for key in terms.steps[0].conditions if key in true],
    )


def _tomorrow(facts: PlanFacts) -> date:
    return facts.today + ONE_DAY


def _missing(
    facts: PlanFacts, plan: DosingPlan, review: PlanReview, due_on: date, unmet: list[str]
) -> Iterator[Blocker]:
    """In the order in which a prescriber would look for it."""
    newer = (each for each in facts.history if each.version > plan.version)
    if any(not has_ended(each, facts.now) for each in newer):
        yield Blocker("newer_version", _("A newer version is signed already."))
    if _tomorrow(facts) < due_on:
        day = date_format(due_on, "l, F j")
        sentence = _("The days on the dose before are not over: %(day)s at the earliest.")
        yield Blocker("days", sentence % {"day": day})
    yield from review.gates
    for key in unmet:
        if key not in ASKED_CONDITIONS:
            label = str(StepCondition(key).label)
            yield Blocker(key, _("Not shown to be true: %(condition)s.") % {"condition": label})
    for finding in refused(review.findings):
        yield Blocker(finding.key, _refused_sentence(finding))


def _refused_sentence(finding: LimitFinding) -> str:
    """A step past a hard limit goes the way of every plan past one: as a draft."""
    words = {"finding": finding.text(_)}
    return _("%(finding)s Release it as a draft of its own.") % words


@dataclass(frozen=True)
class StepDue:
    """A patient whose next step has had its days, and what the clinic knows of it at a glance."""

    plan: DosingPlan
    due_on: date
    is_permitted: bool
    is_held: bool


def steps_due(now: datetime) -> list[StepDue]:
    """Every patient whose next step could begin tomorrow by its days, the longest waiting first.

    One query for all of them; the plan page says what else each one waits for.
    """
    rows = _with_steps(now)
    due = [StepDue(plan, _due_on(plan), plan.is_permitted, plan.is_held) for plan in rows]
    ripe = [each for each in due if each.due_on <= _local_day(each.plan, now + ONE_DAY)]
    return sorted(ripe, key=lambda each: (each.due_on, each.plan.pk))


def _with_steps(now: datetime) -> list[Any]:
    """Versions in force that have steps left and that no later version is to replace."""
    permits = open_permits(OuterRef("patient"), now, version=policy_in_force().version)
    holds = Hold.objects.standing().filter(patient=OuterRef("patient"), slot=None)
    return list(
        DosingPlan.objects.in_force_at(now)
        .filter(successors__isnull=True)
        .exclude(steps=[])
        .select_related("patient__user")
        .annotate(is_permitted=Exists(permits), is_held=Exists(holds))
    )


def _due_on(plan: DosingPlan) -> date:
    return step_due_on(plan.terms, _local_day(plan, plan.effective_at))


def _local_day(plan: DosingPlan, moment: datetime) -> date:
    return localtime(moment, zone_of(plan.patient)).date()
