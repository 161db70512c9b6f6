"""The clinic's page about one application, and words that the queue shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from intake.choices import Action, Section
from intake.models import Patient, ScreeningFinding
from intake.rules.dates import age_in_years

ACTION_KINDS = {Action.EXCLUDE: "stop", Action.REVIEW: "wait", Action.NOTE: "info"}


def waiting_words(since: datetime, now: datetime) -> str:
    """How long, in one unit: "3 days"."""
    return timesince(since, now, depth=1)


def age_words(born: date | None, today: date) -> str:
    return "" if born is None else str(age_in_years(born, today))


@dataclass(frozen=True)
class FindingRow:
    """One finding as the clinician reads it."""

    key: str
    kind: str
    word: str
    sentence: str
    source: str
    answer: str
    answered_by: str


def finding_rows(
    findings: list[ScreeningFinding], field_of: Callable[[str], Any] | None
) -> list[tuple[FindingRow, Any]]:
    """Findings, most urgent first, each with the box for its answer where there is a form."""
    order = list(ACTION_KINDS)
    rows = sorted(findings, key=lambda finding: order.index(Action(finding.action)))
    return [(_finding_row(f), field_of(f.key) if field_of else None) for f in rows]


def _finding_row(finding: ScreeningFinding) -> FindingRow:
    answer = getattr(finding, "answer", None)
    action = Action(finding.action)
    return FindingRow(
        key=finding.key,
        kind=ACTION_KINDS[action],
        word=str(action.label),
        sentence=finding.sentence,
        source=finding.source,
        answer=answer.answer if answer else "",
        answered_by=str(answer.answered_by) if answer else "",
    )


_LAST = (
    Section.MEDICINES,
    Section.MOOD,
    Section.SAFETY,
    Section.WORRY,
    Section.SUBSTANCES,
    Section.PAIN_SCORE,
    Section.WEIGHT,
    Section.PRESSURE,
    Section.CONSENT,
    Section.ABOUT,
    Section.HOME,
    Section.CONTACT,
    Section.PEOPLE,
)


def clinic_order(sections: list[Section]) -> list[Section]:
    """What a decision rests on first: answers, medicines, scores, readings, consent, the person."""
    return [s for s in sections if s not in _LAST] + [s for s in _LAST if s in sections]


def record_choices(patients: Iterable[Patient]) -> list[tuple[str, str]]:
    """Records by identifier, told apart by what differs between them."""
    words = _("%(email)s, %(state)s, started %(date)s")
    return [
        (
            str(each.public_id),
            words
            % {
                "email": each.user.email,
                "state": each.get_state_display(),
                "date": date_format(each.created_at),
            },
        )
        for each in patients
    ]


def identity_items(patient: Patient, now: datetime) -> list[tuple[str, str]]:
    """Who it is, in one short list."""
    return [
        (_("Age"), age_words(patient.date_of_birth, now.date())),
        (_("Sex at birth"), str(patient.get_sex_at_birth_display())),
        (_("Lives in"), patient.state_of_residence),
        (_("Doses at"), patient.dosing_place or _("home")),
        (_("Phone"), patient.phone),
        (_("Email"), patient.user.email),
        (_("State"), str(patient.get_state_display())),
    ]
