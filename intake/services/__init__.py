"""Writes of intake."""

from intake.services.application import application_save_section, application_start
from intake.services.consent import consent_documents_install, consent_sign, consent_withdraw
from intake.services.decision import application_decide
from intake.services.readiness import GateEntry, readiness_gate_record, readiness_gates_record
from intake.services.safety import safety_contact_record
from intake.services.submission import application_submit
from intake.services.transitions import patient_transition

__all__ = [
    "GateEntry",
    "application_decide",
    "application_save_section",
    "application_start",
    "application_submit",
    "consent_documents_install",
    "consent_sign",
    "consent_withdraw",
    "patient_transition",
    "readiness_gate_record",
    "readiness_gates_record",
    "safety_contact_record",
]
