"""The named refusals of supply; each says to a person what to do."""

from django.utils.translation import gettext_lazy as _

from ketaclinic.errors import Refused


class EntryNotReadable(Refused):
    """A row lacks what makes it one: an amount, a day that has passed, a known product."""


class SupplyReasonNeeded(Refused):
    """A dispensing earns a mark, and nobody said why it is right."""

    def __init__(self, marks: list[str], sentences: list[str]) -> None:
        message = _("Say why this is right for this patient: %(what)s.")
        super().__init__(message % {"what": "; ".join(sentences)}, field="note")
        self.marks = marks


class RecordLookNeeded(Refused):
    """The last look at the state's prescription record is too old, or there is none."""


class PrescriptionOver(Refused):
    """The prescription was ended by somebody meanwhile."""

    message = _("This prescription was ended already.")
