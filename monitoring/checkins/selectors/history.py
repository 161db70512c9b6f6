"""What earlier checks and doses leave to a check: what it repeats, what it asks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localtime

from dosing.choices import Place
from dosing.models import DoseLog, ScheduledDose
from intake.models import Patient
from monitoring.checkins.choices import CheckKind, FindingKey, Outcome, Tier
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.rules import (
    CheckPolicy,
    DayPair,
    FirstMeasurement,
    High,
    Low,
    Mean,
    PatientLimits,
    Reading,
    TierFacts,
    high_band,
    limits_for,
    low_band,
    tier_for,
)
from monitoring.checkins.selectors.case import PatientCase
from monitoring.checkins.selectors.checkin import is_pregnancy_possible
from monitoring.checkins.selectors.records import checks_of_slot

BEFORE_DOSE = (CheckKind.PREDOSE, CheckKind.REPEAT)


@dataclass(frozen=True)
class CheckHistory:
    """The past of one check. `first` is the check that this one repeats, if any."""

    kind: CheckKind
    tier: Tier
    limits: PatientLimits
    first: PressureCheck | None = None
    waiting: FirstMeasurement | None = None
    unfinished: PressureCheck | None = None
    day_pair: DayPair | None = None
    before: Mean | None = None
    is_pregnancy_asked: bool = False

    @property
    def carried_answers(self) -> dict[str, bool]:
        """The answers that a repeat or a third reading need not give again."""
        earlier = self.unfinished or self.first
        return dict(earlier.answers) if earlier else {}


def plan_limits(plan: Any) -> PatientLimits:
    """What a signed plan records for this one patient."""
    return PatientLimits(
        hold_systolic=plan.hold_systolic,
        hold_diastolic=plan.hold_diastolic,
        usual_low_systolic=plan.usual_low_systolic,
        usual_low_diastolic=plan.usual_low_diastolic,
    )


def check_history(case: PatientCase, slot: ScheduledDose) -> CheckHistory:
    """Read the past of a check of this dose, as of now."""
    patient, now, policy = case.patient, case.now, case.policy.get(CheckPolicy)
    limits = plan_limits(slot.plan)
    checks = _checks_of(case, slot)
    log = case.log_of(slot)
    if log is not None and log.is_ingested:
        return CheckHistory(
            kind=CheckKind.POSTDOSE,
            tier=Tier.STANDARD,
            limits=limits,
            unfinished=_unfinished(_after_dose(checks), now, policy),
            before=_mean_before(checks),
        )
    first, tier = _first_of(checks), _tier(case, slot)
    return CheckHistory(
        kind=CheckKind.REPEAT if first else CheckKind.PREDOSE,
        tier=tier,
        limits=limits,
        first=first,
        waiting=_waiting(first, now),
        unfinished=_unfinished(checks, now, policy),
        day_pair=_day_pair(case, limits, policy) if tier == Tier.STANDARD else None,
        is_pregnancy_asked=_is_pregnancy_asked(case, patient, policy),
    )


def _checks_of(case: PatientCase, slot: ScheduledDose) -> list[PressureCheck]:
    """Whole rows, which few checks need: most doses have none yet."""
    case.reach(slot=slot)
    has_any = any(check.slot_id == slot.pk for check in case.checks)
    return list(checks_of_slot(slot)) if has_any else []


def readings_of(check: PressureCheck) -> tuple[Reading, ...]:
    """The readings of a stored check, in order, without the empty ones."""
    rows = (
        (
            getattr(check, f"systolic_{number}"),
            getattr(check, f"diastolic_{number}"),
            getattr(check, f"pulse_{number}"),
        )
        for number in (1, 2, 3)
    )
    return tuple(Reading(*row) for row in rows if row != (None, None, None))


def mean_stored(check: PressureCheck) -> Mean | None:
    """The mean that a stored check was judged by."""
    if check.mean_systolic is None or check.mean_diastolic is None:
        return None
    return Mean(check.mean_systolic, check.mean_diastolic, check.mean_pulse)


def _first_of(checks: list[PressureCheck]) -> PressureCheck | None:
    """The first of the measurements that end this list and asked to be repeated.

    Any other answer ends the run: after a go the clearance ran out and the check begins afresh;
    after a hold only the clinic lets a new one count.
    """
    first = None
    for check in reversed(checks):
        if check.outcome == Outcome.INCOMPLETE or check.kind == CheckKind.POSTDOSE:
            continue
        if check.outcome != Outcome.REPEAT:
            break
        first = check
    return first


def _waiting(first: PressureCheck | None, now: datetime) -> FirstMeasurement | None:
    if first is None:
        return None
    return FirstMeasurement(
        elapsed=now - first.recorded_at,
        wait_minutes=first.repeat_after_minutes or 0,
        had_low_oxygen=any(item["key"] == FindingKey.OXYGEN_REPEAT for item in first.findings),
    )


def _unfinished(
    checks: list[PressureCheck], now: datetime, policy: CheckPolicy
) -> PressureCheck | None:
    """The last check, if it waits for its third reading and that can still be taken."""
    last = checks[-1] if checks else None
    if last is None or last.outcome != Outcome.INCOMPLETE:
        return None
    is_fresh = now - last.recorded_at <= timedelta(minutes=policy.third_within_minutes)
    return last if is_fresh else None


def _after_dose(checks: list[PressureCheck]) -> list[PressureCheck]:
    return [check for check in checks if check.kind == CheckKind.POSTDOSE]


def _mean_before(checks: list[PressureCheck]) -> Mean | None:
    before = [check for check in checks if check.kind != CheckKind.POSTDOSE]
    means = [mean for mean in map(mean_stored, before) if mean is not None]
    return means[-1] if means else None


def _tier(case: PatientCase, slot: ScheduledDose) -> Tier:
    recent = (log for log in case.logs_in_force if log.is_ingested and log.place == Place.HOME)
    plans = {log.plan_id for log in recent}
    if slot.plan_id not in plans:
        plans = _plans_taken_at_home(case.patient)
    return tier_for(
        TierFacts(
            is_session=slot.plan.terms.is_session,
            has_taken_at_home=bool(plans),
            has_taken_on_this_plan=slot.plan_id in plans,
        )
    )


def _plans_taken_at_home(patient: Patient) -> set[int | None]:
    """Of all time: it is read only while the last weeks do not tell."""
    taken = DoseLog.objects.ingested().filter(patient=patient, slot__place=Place.HOME)
    return set(taken.order_by().values_list("slot__plan_id", flat=True).distinct())


def _day_pair(case: PatientCase, limits: PatientLimits, policy: CheckPolicy) -> DayPair | None:
    """The newest pair of the patient's own calendar day."""
    now, local = case.now, localtime(case.now, case.zone)
    midnight = datetime.combine(local.date(), time.min, tzinfo=local.tzinfo)
    check = next(
        (
            each
            for each in reversed(case.checks)
            if each.kind in BEFORE_DOSE
            and each.mean_systolic is not None
            and midnight <= each.recorded_at <= now
        ),
        None,
    )
    if check is None or check.mean is None:
        return None
    return DayPair(
        age=now - check.recorded_at,
        is_in_range=_is_in_range(check.mean, limits, policy),
        is_from_repeat=check.kind == CheckKind.REPEAT,
    )


def _is_in_range(mean: Mean, limits: PatientLimits, policy: CheckPolicy) -> bool:
    bounds = limits_for(limits, policy)
    is_pulse_fine = (
        mean.pulse is not None and policy.pulse_slow_below <= mean.pulse <= policy.pulse_fast_above
    )
    return (
        is_pulse_fine
        and high_band(mean, bounds) is High.IN_RANGE
        and low_band(mean, bounds) is Low.IN_RANGE
    )


def _is_pregnancy_asked(case: PatientCase, patient: Patient, policy: CheckPolicy) -> bool:
    if not is_pregnancy_possible(patient):
        return False
    since = case.now - timedelta(days=policy.pregnancy_question_days)
    case.reach(back_to=since)
    return not any(
        check.recorded_at >= since and check.pregnant is not None for check in case.checks
    )
