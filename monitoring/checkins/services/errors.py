"""The named refusals of home checks; each says to a person what to do."""

from django.utils.translation import gettext_lazy as _

from ketaclinic.errors import Refused


class CheckIncomplete(Refused):
    """A fact that the gate needs is missing; `missing` names every one of them."""

    message = _("Answer this before the check can be judged.")

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(field=missing[0])
        self.missing = missing


class CheckInIncomplete(CheckIncomplete):
    """A question of a check-in, or of the ASQ, is blank; `missing` names every one of them."""

    message = _("Answer this question. Choose the answer that fits best.")


class CheckInNotOpen(Refused):
    """No check-in is due: it was sent in another tab, or the plan at home has ended."""

    message = _("There is no check-in to fill in now. If you sent one, we have it.")


class EntryUnlikely(Refused):
    """Numbers that cannot be right; entered a second time they are treated as real."""

    message = _("These numbers do not look right. Check the screen and enter them again.")


class ReportNotReadable(Refused):
    """A report names something that nobody asked, or a number that is none."""

    message = _("This could not be read. Check it and send it again.")


class ReporterRefused(Refused):
    """Neither the patient nor clinical staff."""

    message = _("Only the patient or the clinic can report this.")


class NotYourDose(Refused):
    """The dose belongs to another patient."""

    message = _("This dose is not on your plan.")
