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


class ChangeReasonNeeded(Refused):
    """A version that follows another one does not say to the patient why it differs."""

    message = _("Write for the patient, in plain words, why the plan changes.")


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


class NothingToApprove(Refused):
    """The draft goes past no hard limit."""

    message = _("The draft goes past no limit that a second prescriber is needed for.")


class NobodyToApprove(Refused):
    """With one prescriber, hard means no (§11.9)."""

    message = _("Nobody else here may approve this. With one prescriber, the limit means no.")


class DeclinedAlready(Refused):
    """Asking again until somebody says yes is not asking."""

    message = _("This draft was declined. Change it before you ask again.")


class OwnRequest(Refused):
    """Whoever asked for the approval, or drafted the plan, is not the second person."""

    message = _("Another prescriber must answer: you asked for this or drafted the plan.")


class AlreadyAnswered(Refused):
    """Somebody else, or the same person otherwise, answered before."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has answered this already.") % {"name": name})


class RequestVoid(Refused):
    """What was asked about is not what the draft says now; `message` says why."""


class SignerApproved(Refused):
    """Whoever approved a plan past a hard limit does not also sign it."""

    message = _("You approved this draft, so another prescriber signs it.")


class StepChanged(Refused):
    """The plan is not the one that was read: another version is in force, or no step is left."""

    message = _("The plan changed after you opened it. Read the next step again.")


class StepNotReady(Refused):
    """The next step still waits for something; `missing` names each thing."""

    def __init__(self, missing: Sequence[Blocker]) -> None:
        super().__init__(missing[0].sentence)
        self.missing = list(missing)


class AnswersNeeded(Refused):
    """A condition that only a person can say was not said."""

    message = _("Tick each of these when it is done, then release the step.")


class NoPlanToStop(Refused):
    """No version is in force or coming."""

    message = _("There is no plan to stop.")


class TaperFirst(Refused):
    """After weeks of doses a stop at once is said in so many words, or a taper is made."""

    def __init__(self, days: int) -> None:
        text = _(
            "This patient has taken doses for more than %(days)s days. Make a taper instead, or "
            "tick that a stop at once is right."
        )
        super().__init__(text % {"days": days}, field="without_taper")


class TaperNotPossible(Refused):
    """The product cannot make anything smaller, or no plan is in force on the first day."""

    message = _(
        "No smaller amount can be made of this. Name a smaller unit, or draft the plan by hand."
    )


class TaperChanged(Refused):
    """The steps are not those that were read: another plan is in force, or other limits are."""

    message = _("The plan changed after you opened it. Read the steps again, then sign.")


class NoPlanToHold(Refused):
    """No version is in force or coming."""

    message = _("There is no plan to hold.")


class AlreadyHeld(Refused):
    """Somebody else put the plan on hold before."""

    message = _("A clinician has put the doses on hold already.")


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


class JourneyNotReadable(Refused):
    """An answer about a journey without a zone, or without one of the two answers."""

    message = _("Choose a time zone from the list.")
