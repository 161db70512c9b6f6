"""The named refusals of dosing; each says to a person what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.models import DoseLog
from dosing.rules import LimitFinding, second_report
from dosing.selectors import Blocker
from ketaclinic.errors import Refused


class PlanOverLimit(Refused):
    """The plan goes past a limit that one prescriber cannot pass; `findings` names each."""

    def __init__(self, findings: Sequence[LimitFinding]) -> None:
        first = findings[0]
        super().__init__(first.text(gettext), field=first.field or None)
        self.findings = list(findings)


class PlanNotPossible(PlanOverLimit):
    """The terms cannot be carried out by anybody, whatever the limits are."""


class ReasonNeeded(Refused):
    """A soft limit is passed without a typed reason."""

    message = _("This plan goes past a limit. Say why it is right for this patient.")


class NothingToSign(Refused):
    """There is no open draft: it was signed or discarded meanwhile."""

    message = _("There is no open draft. It was signed or discarded already.")


class DraftChanged(Refused):
    """Somebody saved the draft after this person had read it."""

    message = _("The draft changed after you opened it. Read it again, then sign.")


class SigningRefused(Refused):
    """A gate is closed: the patient's state, the exam, a hold, a missing permit."""

    def __init__(self, gates: Sequence[Blocker]) -> None:
        super().__init__(gates[0].sentence)
        self.gates = list(gates)


class NoPlanToStop(Refused):
    """No version is in force or coming."""

    message = _("There is no plan to stop.")


class NoteNeeded(Refused):
    """Who-when-why: the why is missing."""

    message = _("Say why in a few words.")


class ClearanceRefused(Refused):
    """Something that no check can clear stands in the way."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__(blockers[0].sentence)
        self.blockers = list(blockers)


class LimitsChanged(Refused):
    """The clinic published other limits between the judgement and the write."""

    message = _("The clinic changed its limits a moment ago. Do the check again.")


class PermitRefused(Refused):
    """A hold is open, and every hold also means no increase."""

    message = _("Doses are on hold, so no increase can be permitted.")


class ReportNotReadable(Refused):
    """A report lacks what makes it a report: an amount, a time that has passed."""


class ReporterRefused(Refused):
    """Only the patient and the clinic's staff report a dose."""

    message = _("Only the patient or the clinic can report this dose.")


class WrongSlot(Refused):
    """The dose belongs to another patient."""

    message = _("This dose is not on your plan.")


class AlreadyCorrected(Refused):
    """Somebody corrected this report meanwhile; correct the newer one."""

    message = _("This report was corrected already. Open the newer one.")


class AnotherReportExists(Refused):
    """A different report is in force for this dose; `question` says what to ask the person.

    Yes to another dose is an extra dose; yes to any other question is a correction.
    """

    def __init__(self, existing: DoseLog, *, is_ingested: bool) -> None:
        self.existing = existing
        self.question = second_report(existing.is_ingested, is_ingested)
        super().__init__(self.question.label)
