"""The pain, what was tried, opioids taken now, and ketamine taken before."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from intake.choices import Answer, BodyArea, KetamineRoute, OpioidTimes, TreatmentEffect
from intake.rules.dates import YearMonth
from intake.rules.history.conditions import condition_named
from intake.rules.history.treatments import TREATMENTS
from intake.rules.writing import line_problem, text_problem
from intake.services.errors import AnswerRefused
from intake.services.sections.page import Page
from intake.services.sections.questions import question_page

MOST_CONDITIONS = 6
MOST_OPIOIDS = 5
MOST_USES = 4
LENGTHS = {"condition": 120, "name": 80, "amount": 60, "dose": 120}
LONGEST_TEXT = 1000


def pain_page(page: Page) -> dict[str, Any]:
    """Conditions in the applicant's words with the code that they suggest, since when, where."""
    signs = question_page(page)
    named = [_condition(given, place) for place, given in enumerate(_listed(page, "conditions"), 1)]
    has_none = bool(page.answers.get("has_no_diagnosis"))
    if len(named) > MOST_CONDITIONS or bool(named) == has_none:
        text = _("Name a condition, or tick that you have no diagnosis.")
        raise AnswerRefused(text, field="condition_1")
    return signs | {
        "conditions": named,
        "has_no_diagnosis": has_none,
        "began": _began(page),
        "areas": _areas(page),
        "where": _text(page.answers, "where", "where"),
    }


def _listed(page: Page, name: str) -> list[Mapping[str, Any]]:
    return list(page.answers.get(name, []))


def _condition(given: Mapping[str, Any], place: int) -> dict[str, str]:
    text = _line(given, "text", f"condition_{place}", LENGTHS["condition"])
    known = condition_named(text)
    return {"text": text, "code": known.code if known else ""}


def _line(given: Mapping[str, Any], part: str, field: str, length: int) -> str:
    """A line that must be there."""
    text = " ".join(str(given.get(part, "")).split())
    problem = line_problem(text)
    if problem or len(text) > length:
        raise AnswerRefused(_(problem) or _("This is too long."), field=field)
    return text


def _text(given: Mapping[str, Any], part: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Words that may be left out."""
    text = str(given.get(part, "")).strip()
    problem = text_problem(text)
    if problem or len(text) > longest:
        raise AnswerRefused(_(problem) or _("This is too long."), field=field)
    return text


def _one_of(given: Mapping[str, Any], part: str, field: str, known: Collection[str]) -> str:
    value = str(given.get(part, ""))
    if value not in known:
        raise AnswerRefused(_("Choose one answer."), field=field)
    return value


def _began(page: Page) -> str:
    """The month may stay unknown; it is neither to come nor before birth."""
    given = page.answers.get("began")
    if not given:
        return ""
    try:
        month = YearMonth.parse(given)
    except ValueError as error:
        text = _("Write the month and the year, for example 05/2024.")
        raise AnswerRefused(text, field="began") from error
    born = page.patient.date_of_birth
    if month > YearMonth(page.today.year, page.today.month):
        raise AnswerRefused(_("This month is still to come."), field="began")
    if born and month < YearMonth(born.year, born.month):
        raise AnswerRefused(_("This is before you were born."), field="began")
    return str(month)


def _areas(page: Page) -> list[str]:
    given = set(page.answers.get("areas") or [])
    if not given or given - set(BodyArea.values):
        raise AnswerRefused(_("Choose at least one place."), field="areas")
    return [area for area in BodyArea.values if area in given]


def treatments_page(page: Page) -> dict[str, Any]:
    """The effect of each treatment with the words that were asked; empty is not answered."""
    given = page.answers.get("effects", {})
    effects = {
        treatment.key: {
            "asked": treatment.label,
            "effect": _one_of(
                given.get(treatment.key, {}),
                "effect",
                f"tried_{treatment.key}",
                {"", *TreatmentEffect.values},
            ),
        }
        for treatment in TREATMENTS
    }
    other = _text(page.answers, "other", "other")
    if not other and not any(told["effect"] for told in effects.values()):
        text = _("Answer at least one line. If you have tried nothing, choose “Not tried”.")
        raise AnswerRefused(text, field=f"tried_{TREATMENTS[0].key}")
    return {"effects": effects, "other": other}


def opioids_page(page: Page) -> dict[str, Any]:
    """Each opioid as given, or none; amounts are kept in words and never converted."""
    told = [_opioid(given, place) for place, given in enumerate(_listed(page, "opioids"), 1)]
    takes_none = bool(page.answers.get("takes_none"))
    if len(told) > MOST_OPIOIDS or bool(told) == takes_none:
        text = _("Type the name of the medicine, or tick that you take none.")
        raise AnswerRefused(text, field="opioid_1_name")
    return {"opioids": told, "takes_none": takes_none}


def _opioid(given: Mapping[str, Any], place: int) -> dict[str, str]:
    field = f"opioid_{place}"
    return {
        "name": _line(given, "name", f"{field}_name", LENGTHS["name"]),
        "amount": _line(given, "amount", f"{field}_amount", LENGTHS["amount"]),
        "times": _one_of(given, "times", f"{field}_times", OpioidTimes.values),
    }


def ketamine_page(page: Page) -> dict[str, Any]:
    """Whether there was ketamine before; after a yes, each time that it was given."""
    stored = question_page(page)
    if stored["prior_ketamine"]["answer"] != Answer.YES:
        return stored | {"uses": []}
    told = [_use(given, place) for place, given in enumerate(_listed(page, "uses"), 1)]
    if not told or len(told) > MOST_USES:
        raise AnswerRefused(_("Choose how it was given."), field="use_1_route")
    return stored | {"uses": told}


def _use(given: Mapping[str, Any], place: int) -> dict[str, str]:
    field = f"use_{place}"
    effects = {"", *TreatmentEffect.values} - {TreatmentEffect.NOT_TRIED.value}
    return {
        "route": _one_of(given, "route", f"{field}_route", KetamineRoute.values),
        "dose": _text(given, "dose", f"{field}_dose", LENGTHS["dose"]),
        "effect": _one_of(given, "effect", f"{field}_effect", effects),
        "reaction": _text(given, "reaction", f"{field}_reaction"),
    }
