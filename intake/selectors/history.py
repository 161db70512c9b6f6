"""The told history of an application as the rules read it."""

from collections.abc import Mapping
from typing import Any

from intake.choices import KetamineRoute, OpioidTimes, Section, TreatmentEffect
from intake.rules.dates import YearMonth
from intake.rules.history.model import (
    HistoryFacts,
    KetamineUse,
    OpioidLine,
    PainFacts,
    TreatmentFacts,
)

Stored = Mapping[str, Any]


def history_from(answers: Mapping[str, Stored]) -> HistoryFacts:
    """What the pages about pain, opioids, earlier ketamine and body size say."""
    size = answers.get(Section.WEIGHT, {})
    return HistoryFacts(
        pain=_pain(answers.get(Section.PAIN)),
        treatments=_treatments(answers.get(Section.PAIN_TREATMENTS)),
        opioids=_opioids(answers.get(Section.OPIOIDS)),
        ketamine=_ketamine(answers.get(Section.KETAMINE_BEFORE, {})),
        weight_g=size.get("weight_g"),
        height_mm=size.get("height_mm"),
        symptoms=frozenset(answers.get(Section.PRESSURE, {}).get("symptoms", [])),
    )


def _pain(stored: Stored | None) -> PainFacts | None:
    if not stored:
        return None
    began = stored.get("began")
    return PainFacts(
        conditions=tuple(condition["text"] for condition in stored.get("conditions", [])),
        began=YearMonth.parse(began) if began else None,
    )


def _treatments(stored: Stored | None) -> TreatmentFacts | None:
    if not stored:
        return None
    told = {key: each["effect"] for key, each in stored.get("effects", {}).items()}
    return TreatmentFacts(effects=told, other=stored.get("other", ""))


def _opioids(stored: Stored | None) -> tuple[OpioidLine, ...] | None:
    """None for a page that says neither which opioids nor that there are none."""
    if not stored or "opioids" not in stored:
        return None
    return tuple(
        OpioidLine(o["name"], o["amount"], str(OpioidTimes(o["times"]).label))
        for o in stored["opioids"]
    )


def _ketamine(stored: Stored) -> tuple[KetamineUse, ...]:
    return tuple(
        KetamineUse(
            route=str(KetamineRoute(use["route"]).label),
            dose=use.get("dose", ""),
            effect=str(TreatmentEffect(use["effect"]).label) if use.get("effect") else "",
            reaction=use.get("reaction", ""),
            was_stopped=use.get("effect") == TreatmentEffect.STOPPED,
        )
        for use in stored.get("uses", [])
    )
