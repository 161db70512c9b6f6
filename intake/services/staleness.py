"""Nobody acts on a page that is no longer what the record says."""

from django.utils.translation import gettext as _

from intake.choices import Section
from intake.models import Submission
from intake.rules.changes import Difference
from intake.selectors import submission_difference, submission_numbered
from intake.services.errors import ApplicationChanged


def refuse_stale(submission: Submission, shown: int | None) -> None:
    """Raise ApplicationChanged, with what changed, unless `shown` is this submission's number.

    None means that the caller read the newest one itself, inside the lock.
    """
    if shown is None or shown == submission.number:
        return
    older = submission_numbered(submission.patient, shown)
    changed = submission_difference(older, submission) if older else Difference()
    raise ApplicationChanged(submission.number, difference_words(changed, submission, older))


def difference_words(changed: Difference, newer: Submission, older: Submission | None) -> str:
    """The pages, and the findings by the words before their colon."""
    names = _finding_names(newer, older)
    pages = [str(Section(page).label) for page in changed.sections if page in Section.values]
    parts = [
        (_("Pages: %(names)s."), pages),
        (_("New findings: %(names)s."), [names[key] for key in changed.came]),
        (_("More urgent now: %(names)s."), [names[key] for key in changed.rose]),
        (_("No longer found: %(names)s."), [names[key] for key in changed.went]),
    ]
    return " ".join(text % {"names": ", ".join(found)} for text, found in parts if found)


def _finding_names(newer: Submission, older: Submission | None) -> dict[str, str]:
    names: dict[str, str] = {}
    for submission in (older, newer):
        if submission is not None:
            rows = submission.findings.values_list("key", "sentence")
            names |= {key: sentence.partition(":")[0] for key, sentence in rows}
    return names
