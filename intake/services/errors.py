"""Every refusal of intake by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ketaclinic.errors import Refused


class ApplicationFrozen(Refused):
    """The application was sent, so its answers stand."""

    message = _("Your application has been sent, so it cannot be changed here.")


class EmailUnproven(Refused):
    message = _("Confirm your email address first: open the link in the message we sent you.")


class AnsweredElsewhere(Refused):
    """The page was answered in another window since it was opened; both answers are kept at hand.

    `newest` is the row in force, `given` what would have been stored.
    """

    message = _("This page was answered in another window or on another device meanwhile.")

    def __init__(self, newest: Any, given: dict[str, Any]) -> None:
        self.newest, self.given = newest, given
        super().__init__()


class ApplicationIncomplete(Refused):
    """Some pages are not sent yet."""

    def __init__(self, sections: list[Any]) -> None:
        self.sections = sections
        names = ", ".join(str(section.label) for section in sections)
        super().__init__(_("Some pages are still missing: %(names)s.") % {"names": names})


class AnswerRefused(Refused):
    """A value cannot be right; the message says what to do."""


class UnderAge(AnswerRefused):
    message = _(
        "This program is for people aged %(years)s and over. If the date is right, please call the "
        "clinic."
    )


class StateNotServed(AnswerRefused):
    message = _(
        "The clinic does not treat people who live in this state yet. Please call the clinic if "
        "you have questions."
    )


class EntryImplausible(AnswerRefused):
    """A reading must be measured again; the same value is accepted the second time."""


class ThirdReadingNeeded(AnswerRefused):
    message = _(
        "Your two readings are far apart. Rest one minute, measure a third time and type it here."
    )


class ConsentTextChanged(Refused):
    message = _("The document changed while you were reading. Please read the new text.")


class SignatureIncomplete(Refused):
    message = _("Type your name and tick the box to sign.")


class TeachBackWrong(Refused):
    """An answer shows that a key point did not come across; the message leads back to it."""

    message = _("Choose one answer. You can read the text again.")


class ConsentNotSigned(Refused):
    message = _("There is no signature to take back.")


class TransitionRefused(Refused):
    """The transition table does not know this step, or what it rests on is missing."""

    message = _("This change is not possible now.")


class NothingToDecide(Refused):
    message = _("This application does not wait for a decision. Somebody may have decided it.")


class DirectorNeeded(Refused):
    message = _("Only the medical director can approve an application with these findings.")


class FindingUnanswered(Refused):
    message = _("Write what you found out about this before you approve.")


class ApplicantNotReached(Refused):
    message = _(
        "Nobody has recorded that they reached this applicant about their safety. Call first, and "
        "record it on the page Applications."
    )


class ConsentNotUnderstood(Refused):
    message = _("Approval needs a patient who understands the risks and the alternatives.")


class ReasonMissing(Refused):
    message = _("Write the reason for the record.")


class MessageMissing(Refused):
    message = _("Write the message that the patient will read.")


class PainTypeMissing(Refused):
    message = _("Choose the type of pain.")


class GateUnknown(Refused):
    message = _("This is not on the patient's list.")


class GateRefused(Refused):
    """The gate cannot be closed like this; the message says what is missing."""


class CareRefused(Refused):
    """A test or a visit cannot be recorded like this."""

    message = _("This cannot be recorded for this patient now.")


class ReadingRefused(Refused):
    """Nobody can be asked to read this now."""

    message = _("This article cannot be given to this patient now.")


class NoteMissing(Refused):
    message = _("Write a note.")


class NothingToClaim(Refused):
    message = _("This application does not wait for anybody now.")


class ClaimedByOther(Refused):
    """Somebody else has this application in hand; the message names them."""

    def __init__(self, holder: Any) -> None:
        self.holder = holder
        text = _("%(name)s has this application in hand. Take it over first, or ask them.")
        super().__init__(text % {"name": holder})


class ApplicationChanged(Refused):
    """What was on the screen is not the newest any more; the message says what changed."""

    def __init__(self, number: int, words: str) -> None:
        self.number = number
        text = _(
            "The application changed while you were reading, so nothing was recorded. %(changes)s "
            "Read it again below, then decide."
        )
        super().__init__(text % {"changes": words})


class NothingAsked(Refused):
    message = _("Choose at least one page or question.")


class QuestionUnknown(Refused):
    message = _("This page or question is not part of the application.")


class PageNotAsked(Refused):
    message = _("The clinic did not ask about this page again.")


class AmendmentClosed(Refused):
    message = _("This application can no longer be changed.")


class AmendmentReasonMissing(Refused):
    message = _("Write in a few words why this changes.")


class PageChanged(Refused):
    message = _(
        "This page was changed meanwhile. What is on record now stands below; send again if your "
        "answers are still right."
    )


class ListClosed(Refused):
    message = _("This record is closed, so its list of medicines cannot change.")


class NothingToReview(Refused):
    message = _("This change does not wait for a clinician.")


class MoveRefused(Refused):
    message = _("This is not possible from where the patient stands now.")


class MoveUnconfirmed(Refused):
    message = _("Tick that you are sure: this cannot be taken back.")


class AlternativesMissing(Refused):
    message = _("Write which other help the patient can turn to.")


class MergeWithItself(Refused):
    message = _("These are one and the same record.")


class MergeNotAlike(Refused):
    message = _("Name and birth date differ, so these records cannot be joined.")


class MergedAlready(Refused):
    message = _("One of these records was joined with another one before.")


class MergeInCare(Refused):
    message = _(
        "The record to close is of somebody in care. Discharge it first, or keep that record."
    )


class MergeIntoClosed(Refused):
    message = _("The record to keep is closed. Keep the other one.")
