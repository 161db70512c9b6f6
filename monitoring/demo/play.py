"""Enter an invented diary through the services, each thing at its own moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial, singledispatchmethod

from dosing.choices import Formulation, Outcome, Route, StepCondition
from dosing.models import ScheduledDose
from dosing.rules import Terms, TitrationStep, ug_from_mg
from dosing.selectors import missed_slots, slots_between
from dosing.services import dose_record, plan_draft_save, plan_sign, slots_extend
from intake.choices import Instrument, SexAtBirth
from intake.models import Patient
from intake.rules.instruments import GAD7, PHQ9
from ketaclinic.accounts.models import User
from monitoring.alerts.models import Alert
from monitoring.alerts.selectors import open_alerts
from monitoring.alerts.services import alert_acknowledge, alert_resolve, refresh_patient
from monitoring.checkins.choices import Outcome as Answer
from monitoring.checkins.choices import Question, SideEffect
from monitoring.checkins.rules import BLADDER, QUESTION_RULES, CheckInEntry, Reading
from monitoring.checkins.services import Entry as PressureEntry
from monitoring.checkins.services import (
    checkin_record,
    pain_record,
    pressure_check_record,
    side_effects_record,
)
from monitoring.demo.cast import Person, Story
from monitoring.demo.diary import (
    Check,
    Dose,
    Entry,
    Feeling,
    Month,
    Week,
    diary,
    first_day,
    local,
)

ROUND = "10:00"
ONE_DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=30)
# Dosing lays out two weeks at a time.
DAYS_BETWEEN_LAY_OUTS = 5
TITRATED_CAPSULE_UG = 10_000
STEP_CONDITIONS = (str(StepCondition.NO_RAISED_BP), str(StepCondition.PAIN_REVIEW))
BLADDER_WELL = {str(symptom): 0 for symptom in BLADDER}
NOTE = "Called the patient: feels well, agreed to go on as planned."


class Player:
    """Plays one person's weeks."""

    def __init__(self, person: Person, patient: Patient, nurse: User, prescriber: User) -> None:
        self.person, self.patient = person, patient
        self.nurse, self.prescriber = nurse, prescriber
        self.acts: list[tuple[datetime, Callable[[], object]]] = []

    def at(self, moment: datetime, act: Callable[["Player", datetime], object]) -> None:
        """Have something happen at a moment of the play."""
        self.acts.append((moment, partial(act, self, moment)))

    def play(self, now: datetime) -> None:
        """Everything from the first signature up to now, in the order in which it happened."""
        self.acts += [
            (entry.at, partial(self.tell, entry)) for entry in diary(self.person, now=now)
        ]
        self.acts += [(at, partial(self.round, at, now)) for at in self._rounds(now)]
        for _, act in sorted(self.acts, key=lambda pair: pair[0]):
            act()
        refresh_patient(self.patient, now=now)

    def sign_plan(
        self, at: datetime, *, dose_mg: int, starts: datetime, change_reason: str = ""
    ) -> None:
        """Draft and sign a plan of capsules that hold the whole dose, where no step is planned."""
        dose_ug = ug_from_mg(Decimal(dose_mg))
        steps = tuple(
            TitrationStep(ug_from_mg(Decimal(mg)), days, STEP_CONDITIONS)
            for mg, days in self.person.steps
        )
        terms = Terms(
            formulation=Formulation.CAPSULE,
            route=Route.SWALLOW,
            strength_ug=TITRATED_CAPSULE_UG if steps else dose_ug,
            dose_ug=dose_ug,
            times_of_day=self.person.times,
            starts_on=starts.date(),
            steps=steps,
            change_reason=change_reason,
            instructions="Swallow with a little water, sitting down.",
        )
        plan_draft_save(patient=self.patient, by=self.prescriber, now=at, terms=terms)
        plan_sign(patient=self.patient, by=self.prescriber, now=at)

    def round(self, at: datetime, now: datetime) -> None:
        """The nurse's morning: doses are laid out, time is looked at, old alerts are worked."""
        if (now.date() - at.date()).days % DAYS_BETWEEN_LAY_OUTS == 0:
            slots_extend(now=at)
        if missed_slots(self.patient, at - ONE_DAY, at).exists():
            refresh_patient(self.patient, now=at)
        for alert in open_alerts(self.patient):
            if at - alert.opened_at >= A_MOMENT and now - at > self._left_open():
                self._work(alert, at)

    def _work(self, alert: Alert, at: datetime) -> None:
        alert_acknowledge(alert=alert, by=self.nurse, now=at)
        ended_at = at + timedelta(minutes=12)
        alert_resolve(alert=alert, by=self.nurse, now=ended_at, note=NOTE)

    def _left_open(self) -> timedelta:
        """What is younger than this stays open, for the visitor to see."""
        is_long = self.person.story in (Story.MISSING, Story.SILENT)
        return timedelta(days=5) if is_long else timedelta(hours=36)

    def _rounds(self, now: datetime) -> list[datetime]:
        first = first_day(self.person, now)
        days = (first + timedelta(days=n) for n in range((now.date() - first).days + 1))
        rounds = (local(day, ROUND) for day in days)
        return [at for at in rounds if at <= now]

    @singledispatchmethod
    def tell(self, entry: Entry) -> None:
        """Enter one thing that the person told."""
        raise NotImplementedError(type(entry))

    @tell.register
    def _check(self, entry: Check) -> None:
        check = pressure_check_record(
            patient=self.patient,
            slot=self._slot(entry.due_at),
            by=self.patient.user,
            now=entry.at,
            entry=PressureEntry(
                readings=[Reading(*reading) for reading in entry.readings],
                answers=self._answers(has_chest_pain=entry.has_chest_pain),
                symptoms=(),
            ),
            idempotency_key=self._key(entry),
        )
        if check.outcome != Answer.GO:
            refresh_patient(self.patient, now=entry.at)

    @tell.register
    def _dose(self, entry: Dose) -> None:
        slot = self._slot(entry.due_at) if entry.due_at else None
        amount_ug = slot.dose_ug if slot else ug_from_mg(Decimal(self.person.dose_mg))
        dose_record(
            patient=self.patient,
            slot=slot,
            by=self.patient.user,
            now=entry.at + timedelta(minutes=1),
            outcome=Outcome.TAKEN,
            amount_ug=amount_ug,
            taken_at=entry.at,
            idempotency_key=self._key(entry),
            is_extra=slot is None,
        )
        if slot is None:
            refresh_patient(self.patient, now=entry.at + timedelta(minutes=1))

    @tell.register
    def _feeling(self, entry: Feeling) -> None:
        by, now = self.patient.user, entry.at
        pain_record(
            patient=self.patient, by=by, now=now, score=entry.pain, idempotency_key=self._key(entry)
        )
        report = side_effects_record(
            patient=self.patient,
            by=by,
            now=now,
            grades=entry.grades,
            idempotency_key=self._key(entry),
        )
        if report.findings:
            refresh_patient(self.patient, now=now)

    @tell.register
    def _week(self, entry: Week) -> None:
        self._check_in(entry, CheckInEntry(BLADDER_WELL, self._peg(entry)))

    @tell.register
    def _month(self, entry: Month) -> None:
        mood: dict[str, dict[str, int]] = {
            str(definition.key): {item.key: 0 for item in definition.scored}
            for definition in (PHQ9, GAD7)
        }
        for key, answer in entry.troubles.items():
            mood[PHQ9.key if key.startswith(PHQ9.key) else GAD7.key][key] = answer
        told = CheckInEntry(
            grades=BLADDER_WELL | {str(SideEffect.CRAVING): 0},
            instruments={**self._peg(entry), **mood},
            overall_change=entry.change,
            could_be_pregnant=False,
        )
        self._check_in(entry, told)

    def _peg(self, entry: Week) -> dict[str, dict[str, int]]:
        items = zip(("peg_p", "peg_e", "peg_g"), entry.peg, strict=True)
        return {str(Instrument.PEG): dict(items)}

    def _check_in(self, entry: Week, told: CheckInEntry) -> None:
        checkin_record(
            patient=self.patient,
            by=self.patient.user,
            now=entry.at,
            entry=told,
            idempotency_key=self._key(entry),
        )

    def _slot(self, due_at: datetime) -> ScheduledDose:
        end = due_at + timedelta(seconds=1)
        return slots_between(self.patient, due_at, end).get()

    def _answers(self, *, has_chest_pain: bool) -> dict[str, bool]:
        """The answers of an ordinary day, all but the one that the story needs."""
        is_male = self.person.sex == SexAtBirth.MALE
        ordinary = {
            str(rule.question): not rule.worrying_answer
            for rule in QUESTION_RULES
            if not (is_male and rule.question == Question.PREGNANT)
        }
        return ordinary | {str(Question.CHEST): has_chest_pain}

    def _key(self, entry: Entry) -> str:
        return f"demo-{type(entry).__name__.lower()}-{int(entry.at.timestamp())}"
