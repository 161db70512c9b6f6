"""Work on applications in words: claims, what was asked, what changed, which records are alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.choices import Action, Section
from intake.models import ApplicationClaim, InformationRequest, Submission
from intake.rules.changes import Difference, difference
from intake.rules.questions import BY_KEY


@dataclass(frozen=True)
class ClaimWords:
    """Who has an application in hand, since when, and whether it is the reader."""

    name: str
    since: datetime
    is_own: bool


def claim_words(claim: ApplicationClaim | None, user: Any) -> ClaimWords | None:
    if claim is None:
        return None
    return ClaimWords(str(claim.claimed_by), claim.claimed_at, claim.claimed_by_id == user.pk)


@dataclass(frozen=True)
class AskedWords:
    """What the clinic waits for, in words."""

    message: str
    asked_by: str
    asked_at: datetime
    pages: list[str]


def asked_words(request: InformationRequest | None) -> AskedWords | None:
    if request is None:
        return None
    pages = [_question_words(question) for question in request.questions]
    return AskedWords(request.message, str(request.asked_by), request.asked_at, pages)


def _question_words(question: dict[str, str]) -> str:
    title = page_title(question["section"])
    asked = BY_KEY.get(question.get("key", ""))
    return f"{title}: {_(asked.text)}" if asked else title


def page_title(section: str) -> str:
    """The name of a page; what an older release called otherwise stays as it is stored."""
    return str(Section(section).label) if section in Section.values else section


@dataclass(frozen=True)
class ChangeWords:
    """What a newer submission changed, as short lists; `kind` colours it."""

    kind: str
    title: str
    pages: str
    came: str
    went: str
    reason: str
    by: str
    at: datetime


def change_words(changed: Difference, newer: Submission) -> ChangeWords:
    """The difference to the submission before, with its reason."""
    title = _("More urgent than before") if changed.is_riskier else _("Changed since it was sent")
    return ChangeWords(
        kind="stop" if changed.is_riskier else "info",
        title=title,
        pages=", ".join(page_title(page) for page in changed.sections),
        came=_keys((*changed.came, *changed.rose)),
        went=_keys(changed.went),
        reason=newer.reason,
        by=str(newer.submitted_by),
        at=newer.submitted_at,
    )


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(_(BY_KEY[key].label) if key in BY_KEY else key for key in keys)


@dataclass(frozen=True)
class AmendmentRow:
    """A change after the decision that waits for a clinician."""

    href: str
    name: str
    number: int
    public_id: Any
    words: ChangeWords


def amendment_rows(
    submissions: Iterable[Submission], judged: Mapping[int, Submission]
) -> list[AmendmentRow]:
    """Unread changes, each against what a clinician judged last of the same patient (by its key).

    Both with their findings at hand.
    """
    return [_amendment_row(each, judged.get(each.patient_id)) for each in submissions]


def _amendment_row(submission: Submission, judged: Submission | None) -> AmendmentRow:
    patient = submission.patient
    before = judged.facts if judged else {}
    changed = difference((before, submission.facts), (_actions(judged), _actions(submission)))
    return AmendmentRow(
        href=reverse("intake:application", args=[patient.public_id]),
        name=patient.display_name,
        number=submission.number,
        public_id=patient.public_id,
        words=change_words(changed, submission),
    )


def _actions(submission: Submission | None) -> dict[str, Action]:
    found = submission.findings.all() if submission else []
    return {finding.key: Action(finding.action) for finding in found}
