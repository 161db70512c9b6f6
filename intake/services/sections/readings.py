"""Blood pressure, weight and height as measured for the application."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from intake.choices import LengthUnit, Symptom, WeightUnit
from intake.models import BaselinePressure, HeightMeasurement, WeightMeasurement
from intake.rules.vitals import (
    LARGEST_DISPLAY,
    PressureReading,
    blood_pressure_problems,
    grams,
    height_problems,
    millimeters_from_centimeters,
    millimeters_from_feet,
    needs_third_reading,
    pressure_mean,
    weight_problems,
)
from intake.selectors import baseline_pressure, latest_height, latest_weight
from intake.services.errors import AnswerRefused, EntryImplausible, ThirdReadingNeeded
from intake.services.sections.page import Page


def pressure_page(page: Page) -> dict[str, Any]:
    """Two readings (mmHg), or three when two are far apart; an unusual one must be confirmed."""
    symptoms = _symptoms(page)
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
    return {"readings": stored, "symptoms": symptoms}


def _symptoms(page: Page) -> list[str]:
    """What was wrong at that moment; an empty list says that nothing was."""
    given = page.answers.get("symptoms")
    if given is None or set(given) - set(Symptom.values):
        text = _("Choose what is true, or “None of these”.")
        raise AnswerRefused(text, field="symptoms")
    return [key for key in Symptom.values if key in set(given)]


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
    """Weight and height in the person's own units, kept as typed and as grams and millimetres."""
    weight, height = _weight(page), _height(page)
    _keep(page, weight["weight_g"], height["height_mm"])
    return weight | height


def _weight(page: Page) -> dict[str, Any]:
    amount = _number(page, "amount", _("Type your weight."))
    unit = page.answers.get("unit")
    if unit not in WeightUnit.values:
        raise AnswerRefused(_("Choose one answer."), field="unit")
    weight_g = grams(amount, is_pounds=unit == WeightUnit.POUND)
    for problem in weight_problems(weight_g, policy=page.policy):
        raise AnswerRefused(_(problem.message), field="amount")
    return {"amount": str(amount), "unit": str(unit), "weight_g": weight_g}


def _height(page: Page) -> dict[str, Any]:
    unit = page.answers.get("height_unit")
    if unit not in LengthUnit.values:
        raise AnswerRefused(_("Choose one answer."), field="height_unit")
    if unit == LengthUnit.CENTIMETER:
        typed = {"centimeters": _number(page, "centimeters", _("Type your height."))}
        height_mm = millimeters_from_centimeters(typed["centimeters"])
    else:
        typed = {
            "feet": _number(page, "feet", _("Type your height.")),
            "inches": _number(page, "inches", _("Type your height."), default=Decimal(0)),
        }
        height_mm = millimeters_from_feet(int(typed["feet"]), typed["inches"])
    for problem in height_problems(height_mm, policy=page.policy):
        raise AnswerRefused(_(problem.message), field=next(iter(typed)))
    words = {name: str(number) for name, number in typed.items()}
    return {"height_unit": str(unit), **words, "height_mm": height_mm}


def _number(page: Page, name: str, missing: str, default: Decimal | None = None) -> Decimal:
    """A number of this page; nothing typed is the default where there is one."""
    given = page.answers.get(name)
    if given in (None, "") and default is not None:
        return default
    try:
        number = Decimal(str(given))
    except InvalidOperation as error:
        raise AnswerRefused(missing, field=name) from error
    if not number.is_finite() or number < 0:
        raise AnswerRefused(missing, field=name)
    return number


def _keep(page: Page, weight_g: int, height_mm: int) -> None:
    """A measurement is a new row only where it differs from the newest one."""
    weight, height = latest_weight(page.patient), latest_height(page.patient)
    who: dict[str, Any] = {
        "patient": page.patient,
        "measured_at": page.now,
        "recorded_by": page.by,
    }
    if weight is None or weight.weight_g != weight_g:
        WeightMeasurement.objects.create(weight_g=weight_g, **who)
    if height is None or height.height_mm != height_mm:
        HeightMeasurement.objects.create(height_mm=height_mm, **who)
