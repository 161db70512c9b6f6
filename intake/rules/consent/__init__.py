"""The documents a patient signs: the newest text of each key, and which must be current."""

from intake.rules.consent.model import ConsentText
from intake.rules.consent.treatment import TREATMENT_1

CONSENT_TEXTS: tuple[ConsentText, ...] = (TREATMENT_1,)
REQUIRED_CONSENTS: tuple[str, ...] = ("treatment",)

__all__ = ["CONSENT_TEXTS", "REQUIRED_CONSENTS", "ConsentText"]
