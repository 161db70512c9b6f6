"""What intake remembers."""

from intake.models.application import ScreeningFinding, SectionAnswers, Submission
from intake.models.consent import ConsentDocument, ConsentSignature, ConsentWithdrawal
from intake.models.decision import Decision, FindingAnswer
from intake.models.measurements import BaselinePressure, InstrumentResponse, WeightMeasurement
from intake.models.medicines import Medicine
from intake.models.patient import Patient, PatientStateChange
from intake.models.readiness import ReadinessGate
from intake.models.safety import SafetyConcern, SafetyContact

__all__ = [
    "BaselinePressure",
    "ConsentDocument",
    "ConsentSignature",
    "ConsentWithdrawal",
    "Decision",
    "FindingAnswer",
    "InstrumentResponse",
    "Medicine",
    "Patient",
    "PatientStateChange",
    "ReadinessGate",
    "SafetyConcern",
    "SafetyContact",
    "ScreeningFinding",
    "SectionAnswers",
    "Submission",
    "WeightMeasurement",
]
