"""What the clinic asked again bounds what the applicant can send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.choices import Section
from intake.models import InformationRequest, Patient, SectionAnswers
from intake.selectors import answers_in_force, asked_sections, open_request, open_sections
from intake.services.errors import PageNotAsked


@dataclass(frozen=True)
class Asked:
    """The request that a page answers, and the single questions of it; none means all."""

    request: InformationRequest | None = None
    keys: frozenset[str] = frozenset()

    @classmethod
    def of(cls, patient: Patient, section: Section) -> "Asked":
        """Raises PageNotAsked for a page that is closed."""
        request = open_request(patient)
        if request is None:
            return cls()
        if section not in open_sections(patient, answers_in_force(patient)):
            raise PageNotAsked()
        return cls(request, asked_sections(request).get(section, frozenset()))

    def completed(self, given: Mapping[str, Any], newest: SectionAnswers | None) -> dict[str, Any]:
        """The page as its writer wants it: what was not asked again stays as it was."""
        if not self.keys or newest is None:
            return dict(given)
        return {**newest.answers, **{key: given[key] for key in self.keys if key in given}}

    def only(self, stored: dict[str, Any], newest: SectionAnswers | None) -> dict[str, Any]:
        """The stored page, in which what was not asked again keeps even its words."""
        if not self.keys or newest is None:
            return stored
        kept = {key: value for key, value in newest.answers.items() if key not in self.keys}
        return {**stored, **kept}

    def is_older(self, newest: SectionAnswers) -> bool:
        """Whether the answer on record is from before the clinic asked."""
        return self.request is not None and newest.recorded_at < self.request.asked_at
