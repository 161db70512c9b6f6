"""Writes of home checks, side effects and pain."""

from monitoring.checkins.services.checkin import checkin_record
from monitoring.checkins.services.errors import (
    CheckIncomplete,
    CheckInIncomplete,
    CheckInNotOpen,
    EntryUnlikely,
    NotYourDose,
    ReporterRefused,
    ReportNotReadable,
)
from monitoring.checkins.services.judging import Entry
from monitoring.checkins.services.pressure import pressure_check_record
from monitoring.checkins.services.reports import (
    pain_record,
    safety_record,
    side_effects_record,
)
from monitoring.checkins.services.screens import asq_record, checkin_alarm_record

__all__ = [
    "CheckInIncomplete",
    "CheckInNotOpen",
    "CheckIncomplete",
    "Entry",
    "EntryUnlikely",
    "NotYourDose",
    "ReportNotReadable",
    "ReporterRefused",
    "asq_record",
    "checkin_alarm_record",
    "checkin_record",
    "pain_record",
    "pressure_check_record",
    "safety_record",
    "side_effects_record",
]
