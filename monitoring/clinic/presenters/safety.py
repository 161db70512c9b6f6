"""What the head of the chart says of the safety questions, and where each alert was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.choices import Instrument
from intake.presenters.instruments import result_words
from intake.rules.instruments import ASQ, AsqOutcome
from monitoring.clinic.presenters.words import Clock
from monitoring.clinic.selectors import ScoreFacts

ITEM_9_FACT = "item_9:"
KINDS = {
    AsqOutcome.ACUTE: "call",
    AsqOutcome.NON_ACUTE: "stop",
    AsqOutcome.INCOMPLETE: "wait",
    AsqOutcome.NEGATIVE: "quiet",
}


@dataclass(frozen=True)
class SafetyLine:
    """The newest outcome as a tag, its moment, and what is still to be asked; "" is nothing."""

    kind: str
    word: str
    when: str
    url: str
    outstanding: str
    ask_url: str


def safety_line(
    facts: ScoreFacts, patient_id: UUID, zone: str, *, is_outstanding: bool, may_ask: bool
) -> SafetyLine | None:
    """None while the safety questions were never asked and nothing asks for them.

    `may_ask`: the patient is in care, so that staff can ask and record them.
    """
    result, at, url = _newest(facts, patient_id)
    if at is None and not is_outstanding:
        return None
    return SafetyLine(
        kind=KINDS[AsqOutcome(result)] if result else "",
        word=_("ASQ: %(outcome)s") % {"outcome": result_words(ASQ, result)} if result else "",
        when=Clock(zone, "M j, Y").text(at) if at else "",
        url=url,
        outstanding=_("Safety questions (ASQ) still to be asked") if is_outstanding else "",
        ask_url=reverse("clinic:asq", args=[patient_id]) if may_ask else "",
    )


def _newest(facts: ScoreFacts, patient_id: UUID) -> tuple[str, datetime | None, str]:
    """The outcome, its moment and its page: the last in care, else that of the application."""
    last = facts.last_asq
    if last is not None:
        return last.result, last.at, reverse("clinic:screen", args=[patient_id, last.public_id])
    first = facts.at_first.get(Instrument.ASQ)
    return (first.result, first.at, "") if first else ("", None, "")


# --- Where an alert was told -------------------------------------------------------------------
def told_pages(facts: ScoreFacts, patient_id: UUID) -> Mapping[str, str]:
    """The page of each record by the fact of the alerts that come from it.

    A finished check-in stands before the unfinished form of the same day.
    """
    pages: dict[str, str] = {}
    for row in facts.checkins:
        page = reverse("clinic:checkin", args=[patient_id, row.public_id])
        pages |= {f"checkin:{row.public_id}": page, f"report:{row.report_id}": page}
        pages[f"{ITEM_9_FACT}{row.due_on.isoformat()}"] = page
    for screen in facts.screens:
        page = reverse("clinic:screen", args=[patient_id, screen.public_id])
        pages[f"checkin:{screen.public_id}"] = page
        if screen.instrument == Instrument.PHQ9:
            due = screen.due_on.isoformat() if screen.due_on else screen.public_id
            pages.setdefault(f"{ITEM_9_FACT}{due}", page)
    return pages


def told_page(fact_key: str, pages: Mapping[str, str]) -> str:
    """Where the alert of this fact was told; "" for what no check-in told."""
    is_item_9 = fact_key.startswith(ITEM_9_FACT)
    return pages.get(fact_key.rpartition(":")[0] if is_item_9 else fact_key, "")
