"""One patient's supply at one moment: each thing reckoned once, from one read of the ledger."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain

from django.utils.timezone import localtime

from dosing.choices import PlanChange, SupplyKind
from dosing.models import DosingPlan
from dosing.rules import DosingPolicy, Product, Timing
from dosing.rules.supply import (
    FURTHEST,
    Balance,
    Movement,
    PlannedDose,
    PlanSpan,
    Variance,
    balances,
    counted_from,
    planned_doses,
    refill_due_on,
    run_out,
    still_to_take,
    variances,
)
from dosing.selectors.case import Case
from dosing.selectors.supply.rows import LedgerRow, ledger_rows

RAISING = (PlanChange.START, PlanChange.INCREASE)


class Supply:
    """What should be on hand, until when it lasts, and when more is due."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.today: date = localtime(case.now, case.zone).date()
        self.policy = case.policy.get(DosingPolicy)
        self.rows: list[LedgerRow] = ledger_rows(case.patient)

    @cached_property
    def movements(self) -> list[Movement]:
        """The rows of the ledger, doses since the first dispensing only."""
        return counted_from(map(self._movement, self.rows))

    def _movement(self, row: LedgerRow) -> Movement:
        plan = None if row.plan_id or row.formulation else self._plan_at(row.at)
        planned = row.planned_ug or (plan.dose_ug if plan else None)
        return Movement(
            key=row.own_hex,
            kind=row.kind,
            product=self._product_of(row, plan),
            at=row.at,
            recorded_at=row.recorded_at,
            amount_ug=row.amount_ug,
            most_ug=planned if row.is_taken else None,
        )

    def _product_of(self, row: LedgerRow, plan: DosingPlan | None) -> Product:
        """What was dispensed or told of; of a dose, what its plan asks for."""
        if row.plan_id is not None:
            return self._product_by_plan[row.plan_id]
        if plan is not None:
            return self._product_by_plan[plan.pk]
        return row.product or self._last_dispensed

    @cached_property
    def _product_by_plan(self) -> dict[int, Product]:
        return {plan.pk: Product.of(plan) for plan in self.case.plans}

    def _plan_at(self, moment: datetime) -> DosingPlan | None:
        """What an extra dose was taken from: the plan of its time, else the newest there is."""
        plans = self.case.plans_at(moment) or self.case.plans
        return plans[0] if plans else None

    @cached_property
    def _last_dispensed(self) -> Product:
        """Without any plan: doses are read only since a dispensing, so there is one."""
        given = [row for row in self.rows if row.kind == SupplyKind.DISPENSED]
        return Product.of(max(given, key=lambda row: (row.at, row.recorded_at)))

    @cached_property
    def on_hand(self) -> Mapping[Product, Balance]:
        """What should remain of each product; of the plan's product first."""
        found = balances(self.movements)
        return dict(sorted(found.items(), key=lambda each: each[0] != self.product))

    @property
    def product(self) -> Product | None:
        """What the plan in force asks for, else the plan to come."""
        plan = self.case.plan or self._coming
        return self._product_by_plan[plan.pk] if plan else None

    @property
    def _coming(self) -> DosingPlan | None:
        later = (plan for plan in self.case.plans if plan.effective_at > self.case.now)
        return next((plan for plan in later if plan.ended_at is None), None)

    @property
    def plan_products(self) -> frozenset[Product]:
        """Products that a running or a coming version asks for."""
        open_ends = (
            plan
            for plan in self.case.plans
            if plan.ended_at is None or plan.ended_at > self.case.now
        )
        return frozenset(map(Product.of, open_ends))

    @cached_property
    def spans(self) -> list[PlanSpan]:
        return [PlanSpan(plan.terms, plan.effective_at, plan.ended_at) for plan in self.case.plans]

    @cached_property
    def variances(self) -> list[Variance]:
        return variances(self.movements)

    # --- How long it lasts ------------------------------------------------------------------
    @cached_property
    def runs_out(self) -> PlannedDose | None:
        """The first dose that what is on hand does not fully cover; None within half a year."""
        return run_out(self.on_hand, self._coming_doses(self.case.now + FURTHEST))

    def runs_out_by(self, moment: datetime) -> PlannedDose | None:
        """The same, reckoned no further than a moment (counted in): most of what asks is near."""
        return run_out(self.on_hand, self._coming_doses(moment + timedelta.resolution))

    def _coming_doses(self, until: datetime) -> Iterator[PlannedDose]:
        """What the plan still asks for up to `until` (left out), without what was told of."""
        plan = self.case.plan
        is_session = plan is not None and plan.terms.is_session
        timing = Timing.of(self.policy, is_session=is_session)
        after = self.case.now - timing.after
        doses = planned_doses(self.spans, self.case.zone, after, until)
        told = [
            log.happened_at
            for log in self.case.logs_in_force
            if not log.is_extra and log.happened_at >= after - timing.before
        ]
        return still_to_take(doses, told, timing)

    @property
    def runs_out_on(self) -> date | None:
        return self._day(self.runs_out)

    def _day(self, dose: PlannedDose | None) -> date | None:
        return localtime(dose.at, self.case.zone).date() if dose else None

    @cached_property
    def refill_due_on(self) -> date | None:
        """When the next dispensing is due; None while nothing was dispensed or no dose is planned.

        Reckoned from what the last dispensing should have lasted by the plan, or from what is
        left when that is more: using more than planned never brings the refill nearer.
        """
        given = [
            row for row in self.movements if row.kind == SupplyKind.DISPENSED and row.amount_ug
        ]
        if not given:
            return None
        last = max(row.at for row in given)
        then = balances(row for row in self.movements if row.at <= last)
        by_plan = self._lasts_until(then, last)
        if by_plan is None:
            return None
        by_what_is_left = self.runs_out_on or self._furthest_on
        return refill_due_on(max(by_plan, by_what_is_left), self.policy)

    @property
    def _furthest_on(self) -> date:
        return self.today + FURTHEST

    def _lasts_until(self, on_hand: Mapping[Product, Balance], after: datetime) -> date | None:
        """The day of the first dose not covered; far away when all are; None without a dose."""
        until = max(after, self.case.now) + FURTHEST
        doses = planned_doses(self.spans, self.case.zone, after, until)
        first = next(doses, None)
        if first is None:
            return None
        return self._day(run_out(on_hand, chain([first], doses))) or self._furthest_on

    @property
    def is_titrating(self) -> bool:
        """The plan still has steps to come, or it was begun or raised only lately."""
        plan = self.case.plan
        if plan is None:
            return False
        if plan.terms.steps:
            return True
        settled = timedelta(days=self.policy.titration_settled_days)
        return plan.change in RAISING and self.case.now - plan.effective_at < settled

    # --- Lots -------------------------------------------------------------------------------
    @property
    def use_until(self) -> date | None:
        """The latest beyond-use date of what was dispensed of the plan's product."""
        dates = (
            row.beyond_use_on
            for row in self.rows
            if row.product == self.product and row.beyond_use_on and row.amount_ug
        )
        return max(dates, default=None)
