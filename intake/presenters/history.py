"""Pain, treatments, opioids and earlier ketamine, read back in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import Answer, BodyArea, KetamineRoute, OpioidTimes, TreatmentEffect
from intake.presenters.rows import AnswerRow
from intake.rules.dates import YearMonth
from intake.rules.history.conditions import BY_CODE, Condition, suggested_conditions
from intake.rules.questions.pain import PAIN_FEATURES

Stored = Mapping[str, Any]


def pain_rows(stored: Stored) -> list[AnswerRow]:
    """Conditions with the codes that they suggest, since when, where, and the signs."""
    began = stored.get("began")
    areas = ", ".join(str(BodyArea(area).label) for area in stored.get("areas", []))
    signs = [_(q.label) for q in PAIN_FEATURES if stored.get(q.key, {}).get("answer") == Answer.YES]
    return [
        *_condition_rows(stored),
        AnswerRow(_("Began"), _month_words(began), "quiet" if began else "wait"),
        AnswerRow(_("Where"), areas, detail=stored.get("where", "")),
        AnswerRow(_("Signs of nerve pain"), ", ".join(signs) or _("none")),
    ]


def _month_words(text: str | None) -> str:
    if not text:
        return _("not known")
    month = YearMonth.parse(text)
    return date_format(date(month.year, month.month, 1), "YEAR_MONTH_FORMAT")


def _condition_rows(stored: Stored) -> list[AnswerRow]:
    named = stored.get("conditions", [])
    if not named:
        return [AnswerRow(_("Condition"), _("no diagnosis, or not sure"), "wait")]
    return [
        AnswerRow(_("Condition"), condition["text"], detail=_code_words(condition))
        for condition in named
    ]


def _code_words(stored: Mapping[str, str]) -> str:
    """What the clinician may code it as: chosen from the list, or guessed from free words."""
    known = BY_CODE.get(stored.get("code", ""))
    if known is not None:
        return _("suggested code %(code)s") % {"code": _standing(known)}
    guessed = [_standing(each) for each in suggested_conditions(stored["text"])[:2]]
    if not guessed:
        return _("in their own words")
    return _("in their own words; perhaps %(codes)s") % {"codes": "; ".join(guessed)}


def _standing(condition: Condition) -> str:
    if condition.is_verified:
        return condition.code
    return _("%(code)s (to be checked)") % {"code": condition.code}


def treatment_rows(stored: Stored) -> list[AnswerRow]:
    """What was tried first; what was not tried, or left open, folds away."""
    rows = [_treatment_row(each) for each in stored.get("effects", {}).values()]
    other = stored.get("other", "")
    told = [AnswerRow(_("Anything else"), other)] if other else []
    return [*[row for row in rows if not row.is_plain], *told, *[r for r in rows if r.is_plain]]


def _treatment_row(told: Mapping[str, str]) -> AnswerRow:
    effect = told.get("effect", "")
    words = str(TreatmentEffect(effect).label) if effect else _("not answered")
    is_plain = effect in {"", TreatmentEffect.NOT_TRIED}
    return AnswerRow(_(told["asked"]), words, is_plain=is_plain)


def opioid_rows(stored: Stored) -> list[AnswerRow]:
    """The amount and how often, exactly as given."""
    told = stored.get("opioids", [])
    if not told:
        return [AnswerRow(_("Opioids"), _("none"))]
    return [
        AnswerRow(o["name"], f"{o['amount']}, {OpioidTimes(o['times']).label}", "wait")
        for o in told
    ]


def ketamine_rows(stored: Stored) -> list[AnswerRow]:
    """Each earlier treatment; a bad reaction stands out."""
    return [
        AnswerRow(
            str(KetamineRoute(use["route"]).label),
            ", ".join(part for part in (use.get("dose", ""), _effect(use)) if part) or "–",
            "wait" if use.get("reaction") else "quiet",
            use.get("reaction", ""),
        )
        for use in stored.get("uses", [])
    ]


def _effect(use: Mapping[str, str]) -> str:
    return str(TreatmentEffect(use["effect"]).label) if use.get("effect") else ""
