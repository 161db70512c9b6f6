"""Record a blood pressure check and do at once what its answer asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dosing.models import ScheduledDose
from dosing.services import clearance_grant
from dosing.services.locks import patient_lock
from intake.models import Patient
from intake.rules import IntakePolicy
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import PolicyInForce, policy_in_force
from monitoring.checkins.choices import CheckKind, FindingKey, Outcome, Question, Symptom
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.models.pressure import HIGHEST_READING, LOWEST_READING
from monitoring.checkins.rules import (
    CheckFacts,
    CheckPolicy,
    GateDecision,
    Reading,
    evaluate_check,
    evaluate_post_dose,
)
from monitoring.checkins.selectors import CheckContext, check_context, readings_of
from monitoring.checkins.services.errors import (
    CheckIncomplete,
    EntryUnlikely,
    NotYourDose,
    ReportNotReadable,
)
from monitoring.checkins.services.shared import holds_place, reporter_ensure

CLEARING_KINDS = (CheckKind.PREDOSE, CheckKind.REPEAT)
MOST_READINGS = 3


@dataclass(frozen=True)
class Entry:
    """What the person entered. `symptoms` None means not answered; empty means none."""

    readings: Sequence[Reading] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    symptoms: Iterable[str] | None = None
    oxygen_percent: int | None = None
    is_confirmed: bool = False


@transaction.atomic
def pressure_check_record(
    *,
    patient: Patient,
    slot: ScheduledDose | None,
    by: Any,
    now: datetime,
    entry: Entry,
    idempotency_key: str,
) -> PressureCheck:
    """Judge and record a check (mmHg, beats a minute), place its holds or grant its clearance.

    The same key returns the row that it made. Raises CheckIncomplete with every missing fact and
    EntryUnlikely for numbers to enter again, unless what is known already stops the dose; then
    nothing is missing any more. `slot=None` is a check for no dose.
    """
    patient = patient_lock(patient)
    reporter_ensure(patient, by)
    known = PressureCheck.objects.filter(patient=patient, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    if slot is not None and slot.patient_id != patient.pk:
        raise NotYourDose()
    _ensure_readable(entry)
    policy = policy_in_force()
    context = check_context(patient, slot, now, policy.get(CheckPolicy)) if slot else None
    entry = _continued(entry, context)
    decision = _decide(entry, context, policy)
    _ensure_recordable(decision)
    check = _write(patient, slot, entry, context, decision, policy, by, now, idempotency_key)
    _act(check, decision, policy, now)
    return check


def _ensure_readable(entry: Entry) -> None:
    """Only what somebody asked, and only numbers that a cuff can show."""
    numbers = [
        number
        for reading in entry.readings
        for number in (reading.systolic, reading.diastolic, reading.pulse)
        if number is not None
    ]
    is_readable = (
        len(entry.readings) <= MOST_READINGS
        and all(LOWEST_READING <= number <= HIGHEST_READING for number in numbers)
        and set(entry.answers) <= set(Question.values)
        and all(isinstance(value, bool) for value in entry.answers.values())
        and set(entry.symptoms or ()) <= set(Symptom.values)
        and (entry.oxygen_percent is None or 0 <= entry.oxygen_percent <= HIGHEST_READING)
    )
    if not is_readable:
        raise ReportNotReadable()


def _continued(entry: Entry, context: CheckContext | None) -> Entry:
    """A repeat keeps the answers of the first check; a third reading joins its two."""
    if context is None:
        return entry
    entry = replace(entry, answers={**context.carried_answers, **entry.answers})
    unfinished = context.unfinished
    if unfinished is None or len(entry.readings) != 1:
        return entry
    return replace(
        entry,
        readings=(*readings_of(unfinished), *entry.readings),
        symptoms={*unfinished.symptoms, *(entry.symptoms or ())},
        oxygen_percent=entry.oxygen_percent or unfinished.oxygen_percent,
        is_confirmed=entry.is_confirmed or unfinished.is_confirmed_entry,
    )


def _decide(entry: Entry, context: CheckContext | None, policy: PolicyInForce) -> GateDecision:
    limits, vitals = policy.get(CheckPolicy), policy.get(IntakePolicy)
    facts = CheckFacts(
        tier=None,
        readings=tuple(entry.readings),
        answers=entry.answers,
        symptoms=None if entry.symptoms is None else frozenset(entry.symptoms),
        oxygen_percent=entry.oxygen_percent,
        is_confirmed_entry=entry.is_confirmed,
    )
    if context is None:
        return evaluate_check(facts, limits, vitals)
    facts = replace(facts, limits=context.limits)
    if context.kind == CheckKind.POSTDOSE:
        return evaluate_post_dose(facts, context.before, limits, vitals)
    facts = replace(
        facts,
        tier=context.tier,
        is_pregnancy_asked=context.is_pregnancy_asked,
        first=context.waiting,
        day_pair=context.day_pair,
        open_hold=context.open_hold,
        blocks=context.blocks,
        recent_slot_holds=context.recent_slot_holds,
    )
    return evaluate_check(facts, limits, vitals)


def _ensure_recordable(decision: GateDecision) -> None:
    """A check that waits for its third reading is kept; one that lacks a fact is asked again."""
    if decision.outcome != Outcome.INCOMPLETE:
        return
    if any(item.key == FindingKey.ENTRY_IMPLAUSIBLE for item in decision.findings):
        raise EntryUnlikely()
    if decision.missing:
        raise CheckIncomplete(decision.missing)


def _write(
    patient: Patient,
    slot: ScheduledDose | None,
    entry: Entry,
    context: CheckContext | None,
    decision: GateDecision,
    policy: PolicyInForce,
    by: Any,
    now: datetime,
    idempotency_key: str,
) -> PressureCheck:
    check: PressureCheck = PressureCheck.objects.create(
        patient=patient,
        slot=slot,
        kind=context.kind if context else CheckKind.GENERAL,
        tier=context.tier if context and context.kind in CLEARING_KINDS else "",
        **_columns(entry, decision),
        answers=dict(entry.answers),
        symptoms=sorted(entry.symptoms or ()),
        outcome=decision.outcome,
        findings=[finding.as_json() for finding in decision.findings],
        is_counted_hold=slot is not None and decision.is_counted_hold,
        repeat_after_minutes=decision.repeat_after_minutes,
        repeats=context.first if context else None,
        is_confirmed_entry=entry.is_confirmed,
        policy_version=policy.version,
        recorded_at=now,
        recorded_by=by,
        idempotency_key=idempotency_key,
    )
    event_record(
        verb="checkins.pressure_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=check,
        details={"outcome": str(check.outcome), "kind": str(check.kind)},
    )
    return check


def _columns(entry: Entry, decision: GateDecision) -> dict[str, Any]:
    columns: dict[str, Any] = {"oxygen_percent": entry.oxygen_percent}
    for number, reading in enumerate(entry.readings, start=1):
        columns[f"systolic_{number}"] = reading.systolic
        columns[f"diastolic_{number}"] = reading.diastolic
        columns[f"pulse_{number}"] = reading.pulse
    if decision.mean is not None:
        columns["mean_systolic"] = decision.mean.systolic
        columns["mean_diastolic"] = decision.mean.diastolic
        columns["mean_pulse"] = decision.mean.pulse
    return columns


def _act(
    check: PressureCheck, decision: GateDecision, policy: PolicyInForce, now: datetime
) -> None:
    """Place each hold, or let the dose through; in the same transaction as the record."""
    holds_place(check.patient, check.slot, decision.holds, now=now, policy_version=policy.version)
    if decision.outcome == Outcome.GO and check.kind in CLEARING_KINDS and check.slot:
        clearance_grant(
            patient=check.patient,
            slot=check.slot,
            now=now,
            policy_version=policy.version,
            source=f"pressure_check:{check.public_id}",
        )
