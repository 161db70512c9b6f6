"""Blood pressure, weight and height, read back in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from intake.choices import LengthUnit, Symptom, WeightUnit
from intake.presenters.rows import AnswerRow
from intake.rules.vitals import PressureReading, body_mass_index, pressure_mean

Stored = Mapping[str, Any]


def pressure_rows(stored: Stored) -> list[AnswerRow]:
    """Each reading, their mean, and what felt wrong."""
    rows = [
        _reading_row(place, reading)
        for place, reading in enumerate(stored.get("readings", []), start=1)
    ]
    readings = [PressureReading(r["systolic"], r["diastolic"]) for r in stored.get("readings", [])]
    mean = pressure_mean(readings)
    if mean is not None:
        rows.append(AnswerRow(_("Mean of the last two"), f"{mean.systolic}/{mean.diastolic} mmHg"))
    if told := stored.get("symptoms"):
        words = ", ".join(str(Symptom(key).label) for key in told)
        rows.append(AnswerRow(_("Felt at that moment"), words, "stop"))
    return rows


def _reading_row(place: int, reading: Mapping[str, Any]) -> AnswerRow:
    pulse = reading.get("pulse")
    return AnswerRow(
        _("Reading %(place)s") % {"place": place},
        f"{reading['systolic']}/{reading['diastolic']} mmHg",
        detail=_("pulse %(pulse)s") % {"pulse": pulse} if pulse else "",
    )


def weight_rows(stored: Stored) -> list[AnswerRow]:
    """Weight and height as typed, and in kilograms and centimeters."""
    unit = WeightUnit(stored["unit"])
    kilograms = f"{stored['weight_g'] / 1000:.1f} kg"
    detail = kilograms if unit is WeightUnit.POUND else ""
    rows = [AnswerRow(_("Weight"), f"{stored['amount']} {unit.value}", detail=detail)]
    if not stored.get("height_mm"):
        return rows
    index = body_mass_index(stored["weight_g"], stored["height_mm"])
    return [
        *rows,
        AnswerRow(_("Height"), *_height_words(stored)),
        AnswerRow(_("Body-mass index"), str(index.quantize(Decimal("0.1")))),
    ]


def _height_words(stored: Stored) -> tuple[str, str, str]:
    """The answer, its colour, and the centimeters where feet were typed."""
    centimeters = f"{stored['height_mm'] / 10:.1f} cm"
    if stored.get("height_unit") == LengthUnit.CENTIMETER:
        return f"{stored['centimeters']} cm", "quiet", ""
    return f"{stored['feet']} ft {stored['inches']} in", "quiet", centimeters
