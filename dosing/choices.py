"""The words that dosing stores, one list each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanMode(TextChoices):
    SCHEDULED_LOW_DOSE = "scheduled_low_dose", _("Small doses, every dose day")
    SESSION = "session", _("Single larger sessions")


class Formulation(TextChoices):
    CAPSULE = "capsule", _("Capsule")
    ORAL_SOLUTION = "oral_solution", _("Liquid")
    TROCHE = "troche_lozenge", _("Troche or lozenge")
    RAPID_DISSOLVE_TABLET = "rdt", _("Rapid-dissolve tablet")
    INJECTION_TAKEN_ORALLY = "injection_taken_orally", _("Injection fluid taken by mouth")


class Route(TextChoices):
    SWALLOW = "swallow", _("Swallow")
    SUBLINGUAL = "sublingual", _("Hold under the tongue")


class Enantiomer(TextChoices):
    RACEMIC = "racemic", _("Racemic ketamine")
    S_KETAMINE = "s_ketamine", _("S-ketamine")


class Place(TextChoices):
    HOME = "home", _("At home")
    CLINIC = "clinic", _("At the clinic")


class PlanChange(TextChoices):
    """How a signed version stands to the one that it followed."""

    START = "start", _("Start")
    INCREASE = "increase", _("Increase")
    SAME = "same", _("Same dose")
    DECREASE = "decrease", _("Decrease")


class PlanEndKind(TextChoices):
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    STOPPED = "stopped", _("Stopped")
    COMPLETED = "completed", _("Completed")


class CancelReason(TextChoices):
    NONE = "", _("Not cancelled")
    PLAN_SUPERSEDED = "plan_superseded", _("The plan changed")
    PLAN_STOPPED = "plan_stopped", _("The plan was stopped")


class NotOffered(TextChoices):
    OFFERED = "", _("Offered")
    INTERVAL = "interval", _("Too near the dose before it")


class HoldScope(TextChoices):
    SLOT = "slot", _("This dose only")
    PLAN = "plan", _("Every dose, until the clinic closes it")


class Outcome(TextChoices):
    TAKEN = "taken", _("Taken")
    PARTLY_TAKEN = "partly_taken", _("Partly taken")
    VOMITED = "vomited", _("Taken, then vomited")
    SKIPPED = "skipped", _("Skipped")
    NOT_TAKEN = "not_taken", _("Not taken")


class NotTakenReason(TextChoices):
    NONE = "", _("No reason given")
    BP_HIGH = "bp_high", _("Blood pressure was high")
    BP_LOW = "bp_low", _("Blood pressure was low")
    FELT_UNWELL = "felt_unwell", _("Felt unwell")
    SIDE_EFFECT = "side_effect", _("A side effect")
    NO_SITTER = "no_sitter", _("No helper")
    ALCOHOL_OR_SEDATIVE = "alcohol_or_sedative", _("Alcohol or a sedating medicine")
    FORGOT = "forgot", _("Forgot")
    NO_SUPPLY = "no_supply", _("Nothing left to take")
    CHOSE_NOT_TO = "chose_not_to", _("Chose not to")
    CLINIC_HOLD = "clinic_hold", _("The clinic said to wait")
    PAIN_OK = "pain_ok", _("Pain was all right")


class LogMark(TextChoices):
    """What a truthful report is marked with; a mark never refuses the report."""

    EARLY = "early", _("Before the dose time opened")
    LATE = "late", _("After the dose time closed")
    TOO_SOON = "too_soon", _("Too soon after the dose before it")
    UNCLEARED = "uncleared", _("Without a cleared check")
    ON_HOLD = "on_hold", _("While doses were on hold")
    EXTRA = "extra", _("An extra dose")
    OVER_PLAN = "over_plan", _("More than the planned amount")
    NOT_OFFERED = "not_offered", _("A dose that was not offered")
    OFF_PLAN = "off_plan", _("Not on the plan in force")


class ReminderPurpose(TextChoices):
    """The keys of what dosing reminds of."""

    SOON = "dose_soon", _("A dose is coming up")
    DUE = "dose_due", _("A dose is due")
    LAST_CALL = "dose_last_call", _("Last call for a dose")
    MISSED = "dose_missed", _("A dose was missed")
