"""Writes of dosing."""

from dosing.services.calendar import calendar_make, calendar_read, calendar_stop
from dosing.services.clearances import (
    clearance_grant,
    clearances_void_all,
    permit_grant,
    permit_withdraw,
)
from dosing.services.errors import (
    AlreadyCorrected,
    AnotherReportExists,
    ClearanceRefused,
    DraftChanged,
    LimitsChanged,
    NoPlanToStop,
    NoteNeeded,
    NothingToSign,
    PermitRefused,
    PlanNotPossible,
    PlanOverLimit,
    ReasonNeeded,
    ReporterRefused,
    ReportNotReadable,
    SigningRefused,
    WrongSlot,
)
from dosing.services.extend import slots_extend
from dosing.services.holds import hold_close, hold_place
from dosing.services.logs import dose_correct, dose_record
from dosing.services.plans import plan_draft_discard, plan_draft_save
from dosing.services.signing import plan_sign, plan_stop

__all__ = [
    "AlreadyCorrected",
    "AnotherReportExists",
    "ClearanceRefused",
    "DraftChanged",
    "LimitsChanged",
    "NoPlanToStop",
    "NoteNeeded",
    "NothingToSign",
    "PermitRefused",
    "PlanNotPossible",
    "PlanOverLimit",
    "ReasonNeeded",
    "ReportNotReadable",
    "ReporterRefused",
    "SigningRefused",
    "WrongSlot",
    "calendar_make",
    "calendar_read",
    "calendar_stop",
    "clearance_grant",
    "clearances_void_all",
    "dose_correct",
    "dose_record",
    "hold_close",
    "hold_place",
    "permit_grant",
    "permit_withdraw",
    "plan_draft_discard",
    "plan_draft_save",
    "plan_sign",
    "plan_stop",
    "slots_extend",
]
