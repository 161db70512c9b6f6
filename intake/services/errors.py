"""Every refusal of intake by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ketaclinic.errors import Refused


class ApplicationFrozen(Refused):
    """The application was sent, so its answers stand."""

    message = _("Your application has been sent, so it cannot be changed here.")


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


class NoteMissing(Refused):
    message = _("Write a note.")
