"""The documents a patient signs: every text that was ever installed, and which must be current."""

from collections.abc import Mapping

from intake.rules.consent.difference import ChangeKind, TextChange, text_changes
from intake.rules.consent.electronic import ELECTRONIC_1
from intake.rules.consent.model import ConsentText, TeachBack
from intake.rules.consent.off_label import OFF_LABEL_1
from intake.rules.consent.privacy import PRIVACY_1
from intake.rules.consent.telehealth import TELEHEALTH_1
from intake.rules.consent.treatment import TREATMENT_1

CONSENT_TEXTS: tuple[ConsentText, ...] = (
    ELECTRONIC_1,
    TREATMENT_1,
    OFF_LABEL_1,
    TELEHEALTH_1,
    PRIVACY_1,
)
# In the order in which they are signed: the agreement to sign on a screen comes first.
REQUIRED_CONSENTS: tuple[str, ...] = (
    "electronic_records",
    "treatment",
    "off_label",
    "telehealth",
    "privacy",
)
_BY_VERSION: Mapping[tuple[str, int], ConsentText] = {
    (text.key, text.version): text for text in CONSENT_TEXTS
}


def teach_back_of(key: str, version: int) -> tuple[TeachBack, ...]:
    """The questions of one document version; none for a version that the code does not know."""
    text = _BY_VERSION.get((key, version))
    return text.teach_back if text else ()


__all__ = [
    "CONSENT_TEXTS",
    "REQUIRED_CONSENTS",
    "ChangeKind",
    "ConsentText",
    "TeachBack",
    "TextChange",
    "teach_back_of",
    "text_changes",
]
