"""Writes of intake."""

from intake.services.amendment import amendment_review, application_amend
from intake.services.application import application_save_section, application_start
from intake.services.claims import application_claim, application_release
from intake.services.consent import (
    consent_copy_record,
    consent_documents_install,
    consent_sign,
    consent_withdraw,
)
from intake.services.decision import application_decide
from intake.services.information import AskedQuestion, information_ask
from intake.services.instruments import instrument_record
from intake.services.medicines import (
    medicine_add,
    medicine_change,
    medicine_review,
    medicine_stop,
    medicine_strike_out,
)
from intake.services.merge import patients_merge
from intake.services.readiness import GateEntry, readiness_gate_record, readiness_gates_record
from intake.services.safety import (
    safety_answer_record,
    safety_concern_raise,
    safety_contact_record,
)
from intake.services.standing import moves_open_to, patient_move
from intake.services.submission import application_submit
from intake.services.transitions import patient_transition

__all__ = [
    "AskedQuestion",
    "GateEntry",
    "amendment_review",
    "application_amend",
    "application_claim",
    "application_decide",
    "application_release",
    "application_save_section",
    "application_start",
    "application_submit",
    "consent_copy_record",
    "consent_documents_install",
    "consent_sign",
    "consent_withdraw",
    "information_ask",
    "instrument_record",
    "medicine_add",
    "medicine_change",
    "medicine_review",
    "medicine_stop",
    "medicine_strike_out",
    "moves_open_to",
    "patient_move",
    "patient_transition",
    "patients_merge",
    "readiness_gate_record",
    "readiness_gates_record",
    "safety_answer_record",
    "safety_concern_raise",
    "safety_contact_record",
]
