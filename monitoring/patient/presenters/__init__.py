"""Display values of the patient's pages."""

from monitoring.patient.presenters.answers import (
    Answer,
    check_answer,
    emergency_reasons,
    report_answer,
)
from monitoring.patient.presenters.checkin import (
    asq_answer,
    checkin_answer,
    next_words,
    past_lines,
    past_parts,
)
from monitoring.patient.presenters.dose import (
    DoseWords,
    dose_words,
    planned_text,
    report_sentence,
)
from monitoring.patient.presenters.journey import JourneyPage, journey_page
from monitoring.patient.presenters.limits import limits_json
from monitoring.patient.presenters.today import TodayPage, today_page
from monitoring.patient.presenters.watch import watch_card

__all__ = [
    "Answer",
    "DoseWords",
    "JourneyPage",
    "TodayPage",
    "asq_answer",
    "check_answer",
    "checkin_answer",
    "dose_words",
    "emergency_reasons",
    "journey_page",
    "limits_json",
    "next_words",
    "past_lines",
    "past_parts",
    "planned_text",
    "report_answer",
    "report_sentence",
    "today_page",
    "watch_card",
]
