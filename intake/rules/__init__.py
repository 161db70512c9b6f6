"""The pure rules of intake: policy, questions, findings, states, gates, scores."""

from intake.rules.facts import Finding, Reply, ScreeningFacts
from intake.rules.policy import IntakePolicy
from intake.rules.screening import decision_findings, findings
from intake.rules.states import TRANSITIONS, is_allowed

__all__ = [
    "TRANSITIONS",
    "Finding",
    "IntakePolicy",
    "Reply",
    "ScreeningFacts",
    "decision_findings",
    "findings",
    "is_allowed",
]
