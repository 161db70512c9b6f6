"""The pages that are a questionnaire."""

from typing import Any

from intake.choices import ConcernKind, Instrument
from intake.models import InstrumentResponse
from intake.rules.instruments import BY_SECTION, InstrumentDefinition, answers_from, result_of
from intake.rules.instruments.concerns import concern_of, worse_before
from intake.selectors.measurements import latest_response
from intake.selectors.safety import open_concerns_of
from intake.services.instruments import instrument_record
from intake.services.safety import safety_concern_raise
from intake.services.sections.page import Page
from intake.services.sections.questions import question_page


def instrument_page(page: Page) -> dict[str, Any]:
    """Keep and score the answers; a missing item stays missing and gives no score.

    What may not wait is put before the clinic in the same transaction.
    """
    definition = BY_SECTION[page.section]
    answers = answers_from(definition, page.answers)
    newest = latest_response(page.patient, definition.key)
    is_new = newest is None or newest.answers != answers or _is_asked_again(page, definition)
    if is_new:
        instrument_record(
            patient=page.patient,
            instrument=definition.key,
            answers=answers,
            by=page.by,
            now=page.now,
        )
    kind = concern_of(definition, answers)
    if kind is not None and (is_new or definition.key == Instrument.ASQ):
        safety_concern_raise(patient=page.patient, kind=kind, by=page.by, now=page.now)
    return {"version": definition.version, **answers}


def safety_page(page: Page) -> dict[str, Any]:
    """The ASQ. A more urgent answer of earlier is kept beside a calmer one of now."""
    stored = instrument_page(page)
    definition = BY_SECTION[page.section]
    earlier = InstrumentResponse.objects.filter(
        patient=page.patient, instrument=definition.key
    ).values_list("result", flat=True)
    worst = worse_before(earlier, result_of(definition, stored))
    return stored | ({"earlier_outcome": worst} if worst else {})


def substances_page(page: Page) -> dict[str, Any]:
    """The AUDIT-C, and the questions about other substances."""
    replies = question_page(page)
    return instrument_page(page) | replies


def _is_asked_again(page: Page, definition: InstrumentDefinition) -> bool:
    """After thoughts of death in the PHQ-9 the ASQ counts anew, even with the same answers."""
    if definition.key != Instrument.ASQ:
        return False
    return open_concerns_of(page.patient).filter(key=ConcernKind.PHQ9_ITEM_9).exists()
