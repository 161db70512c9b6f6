"""Blood pressure, weight and pain as measured or scored for the application."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from intake.choices import WeightUnit
from intake.models import BaselinePressure, InstrumentResponse, WeightMeasurement
from intake.rules.instruments import PEG, mean_score
from intake.rules.vitals import (
    LARGEST_DISPLAY,
    PressureReading,
    blood_pressure_problems,
    grams,
    needs_third_reading,
    pressure_mean,
    weight_problems,
)
from intake.selectors import baseline_peg, baseline_pressure, latest_weight
from intake.services.errors import AnswerRefused, EntryImplausible, ThirdReadingNeeded
from intake.services.sections.page import Page


def pressure_page(page: Page) -> dict[str, Any]:
    """Two readings (mmHg), or three when two are far apart; an unusual one must be confirmed."""
    readings = [_reading(given, place) for place, given in enumerate(_readings(page), start=1)]
    if not page.answers.get("is_confirmed"):
        _refuse_implausible(page, readings)
    if needs_third_reading(readings, policy=page.policy):
        raise ThirdReadingNeeded(field="systolic_3")
    mean = pressure_mean(readings, policy=page.policy)
    if mean is None:
        raise AnswerRefused(_("Two readings are needed."), field="systolic_2")
    stored = [
        {"systolic": r.systolic, "diastolic": r.diastolic, "pulse": r.pulse} for r in readings
    ]
    known = baseline_pressure(page.patient)
    if known is None or known.readings != stored:
        BaselinePressure.objects.create(
            patient=page.patient,
            readings=stored,
            mean_systolic=mean.systolic,
            mean_diastolic=mean.diastolic,
            measured_at=page.now,
            recorded_by=page.by,
        )
    return {"readings": stored}


def _readings(page: Page) -> list[Mapping[str, Any]]:
    return list(page.answers.get("readings", []))[:3]


def _reading(given: Mapping[str, Any], place: int) -> PressureReading:
    for name in ("systolic", "diastolic"):
        value = given.get(name)
        if not isinstance(value, int) or not 0 < value <= LARGEST_DISPLAY:
            raise AnswerRefused(_("Type the number that the cuff shows."), field=f"{name}_{place}")
    return PressureReading(given["systolic"], given["diastolic"], given.get("pulse"))


def _refuse_implausible(page: Page, readings: list[PressureReading]) -> None:
    for place, reading in enumerate(readings, start=1):
        for problem in blood_pressure_problems(
            reading.systolic, reading.diastolic, reading.pulse, policy=page.policy
        ):
            text = _(problem.message) % problem.params
            raise EntryImplausible(text, field=f"{problem.field}_{place}")


def weight_page(page: Page) -> dict[str, Any]:
    """A weight in pounds or kilograms, kept as typed and as whole grams."""
    amount, unit = Decimal(page.answers["amount"]), WeightUnit(page.answers["unit"])
    weight_g = grams(amount, is_pounds=unit is WeightUnit.POUND)
    for problem in weight_problems(weight_g, policy=page.policy):
        raise AnswerRefused(_(problem.message), field="amount")
    known = latest_weight(page.patient)
    if known is None or known.weight_g != weight_g:
        WeightMeasurement.objects.create(
            patient=page.patient, weight_g=weight_g, measured_at=page.now, recorded_by=page.by
        )
    return {"amount": str(amount), "unit": str(unit), "weight_g": weight_g}


def pain_page(page: Page) -> dict[str, Any]:
    """The PEG; an item that is missing or out of range is kept as missing and gives no score."""
    answers = {item.key: page.answers.get(item.key) for item in PEG.items}
    known = baseline_peg(page.patient)
    if known is None or known.answers != answers:
        InstrumentResponse.objects.create(
            patient=page.patient,
            instrument=PEG.key,
            version=PEG.version,
            answers=answers,
            score=mean_score(PEG, answers),
            answered_at=page.now,
            recorded_by=page.by,
        )
    return answers
