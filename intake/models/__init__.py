"""What intake remembers."""

from intake.models.application import ScreeningFinding, SectionAnswers, Submission
from intake.models.care import CareRecord
from intake.models.consent import (
    ConsentCopy,
    ConsentDocument,
    ConsentSignature,
    ConsentWithdrawal,
)
from intake.models.decision import Decision, FindingAnswer
from intake.models.measurements import (
    BaselinePressure,
    HeightMeasurement,
    InstrumentResponse,
    WeightMeasurement,
)
from intake.models.medicines import Medicine, MedicineChange, MedicineReview
from intake.models.patient import Patient, PatientMerge, PatientStateChange
from intake.models.readiness import ReadinessGate
from intake.models.reading import ReadingTask
from intake.models.review import AmendmentReview, ApplicationClaim, InformationRequest
from intake.models.safety import SafetyAnswer, SafetyConcern, SafetyContact

__all__ = [
    "AmendmentReview",
    "ApplicationClaim",
    "BaselinePressure",
    "CareRecord",
    "ConsentCopy",
    "ConsentDocument",
    "ConsentSignature",
    "ConsentWithdrawal",
    "Decision",
    "FindingAnswer",
    "HeightMeasurement",
    "InformationRequest",
    "InstrumentResponse",
    "Medicine",
    "MedicineChange",
    "MedicineReview",
    "Patient",
    "PatientMerge",
    "PatientStateChange",
    "ReadinessGate",
    "ReadingTask",
    "SafetyAnswer",
    "SafetyConcern",
    "SafetyContact",
    "ScreeningFinding",
    "SectionAnswers",
    "Submission",
    "WeightMeasurement",
]
