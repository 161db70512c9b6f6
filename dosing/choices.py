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


class AfterHold(TextChoices):
    """What is done with what is left after holding the dose under the tongue."""

    NONE = "", _("Not held under the tongue")
    SWALLOW = "swallow", _("Swallow what is left")
    SPIT = "spit", _("Spit out what is left")


class StepCondition(TextChoices):
    """What must be true before a planned step may begin, besides the permit to increase."""

    NO_RAISED_BP = "no_raised_bp", _("No raised blood pressure since the step before")
    NO_HOLD = "no_hold", _("No hold since the step before")
    PAIN_REVIEW = "pain_review", _("Pain reviewed by a person")
    EFFECTS_REVIEW = "side_effect_review", _("Side effects reviewed by a person")


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


class ApprovalOutcome(TextChoices):
    """What another prescriber answers to a plan that goes past a hard limit."""

    APPROVED = "approved", _("Approve")
    DECLINED = "declined", _("Decline")


class ApprovalStanding(TextChoices):
    """How a request for approval stands now; only an approval that stands lets a plan be signed."""

    WAITING = "waiting", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    SIGNED = "signed", _("Approved and signed")
    DRAFT_CLOSED = "draft_closed", _("The draft was signed or discarded")
    DRAFT_CHANGED = "draft_changed", _("Void: the draft changed after it")
    POLICY_CHANGED = "policy_changed", _("Void: the clinic published other limits after it")
    EXPIRED = "expired", _("Void: the approval is too old")
    WORSE = "worse", _("Void: the plan is further past the limit than it was")


class CancelReason(TextChoices):
    NONE = "", _("Not cancelled")
    PLAN_SUPERSEDED = "plan_superseded", _("The plan changed")
    PLAN_STOPPED = "plan_stopped", _("The plan was stopped")


class NotOffered(TextChoices):
    OFFERED = "", _("Offered")
    INTERVAL = "interval", _("Too near the dose before it")
    ZONE = "zone", _("Its time had passed when the time zone changed")


class JourneyAnswer(TextChoices):
    """What a patient in another time zone wants of their dose times."""

    KEEP = "keep", _("Keep home times")
    MOVE = "move", _("Move to the time here")


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


class SecondReport(TextChoices):
    """What a person is asked whose report differs from the one in force; "yes" is the key."""

    TOOK_ANOTHER = (
        "took_another",
        _("You have already reported this dose. Did you take another dose?"),
    )
    TOOK_AFTER_ALL = (
        "took_after_all",
        _("You reported that you did not take this dose. Did you take it after all?"),
    )
    NOT_TAKEN_AFTER_ALL = (
        "not_taken_after_all",
        _("You reported that you took this dose. Did you not take it?"),
    )
    OTHER_REASON = (
        "other_reason",
        _("You have already said why you did not take this dose. Is it this reason instead?"),
    )


class ToldBy(TextChoices):
    """From whom staff know what they write down about a dose."""

    PATIENT = "patient", _("The patient told us")
    HELPER = "helper", _("A helper or relative told us")
    SEEN = "seen", _("We saw it at the clinic")
    OTHER = "other", _("Somebody else told us")


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


class SupplyKind(TextChoices):
    """One row of what a patient has of the medicine; doses taken come from the dose log."""

    DISPENSED = "dispensed", _("Dispensed")
    TAKEN = "taken", _("Taken")
    WASTED = "wasted", _("Spoilt or thrown away")
    RETURNED = "returned", _("Returned")
    LOST = "lost", _("Lost or stolen")
    SHARED = "shared", _("Taken by somebody else")
    CHILD = "child_or_pet", _("A child or a pet may have swallowed some")
    COUNTED = "counted", _("Counted")


class SupplyMark(TextChoices):
    """What a dispensing is marked with; it happened, so a mark never refuses its record."""

    EARLY = "early_refill", _("Earlier than a refill was due")
    NO_PRESCRIPTION = "no_prescription", _("Without a recorded prescription")
    OTHER_PRODUCT = "other_product", _("Not what the prescription says")
    PRESCRIPTION_OVER = "prescription_over", _("After the prescription had ended")
    NO_FILL_LEFT = "no_fill_left", _("No refill was left")
    OVER_DAYS = "over_days", _("More days than the clinic allows at this time")
    OVER_CEILING = "over_ceiling", _("More days than the clinic's ceiling")
    NOT_ON_PLAN = "not_on_plan", _("Not the product of the plan")
    PAST_USE = "past_use", _("Past its beyond-use date when dispensed")


class SupplyWarning(TextChoices):
    """What stands in the way of carrying the plan on."""

    NOTHING_ON_HAND = "nothing_on_hand", _("None of the plan's product is on record as dispensed.")
    USE_BY_FIRST = "use_by_first", _("It reaches its beyond-use date before it is used up.")
    CANNOT_COVER = "cannot_cover", _("No prescription can be filled when the supply runs out.")
    PRESCRIPTION_ENDS = "prescription_ends", _("The prescription ends soon.")


class Stretch(TextChoices):
    """How many days of the schedule a page shows."""

    DAY = "today", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class ReminderPurpose(TextChoices):
    """The keys of what dosing reminds of."""

    SOON = "dose_soon", _("A dose is coming up")
    DUE = "dose_due", _("A dose is due")
    LAST_CALL = "dose_last_call", _("Last call for a dose")
    MISSED = "dose_missed", _("A dose was missed")


class HoldPurpose(TextChoices):
    """The keys of what a patient is told when the clinic stops their doses or lets them go on."""

    HELD = "plan_held", _("Your doses are on hold")
    RESUMED = "plan_resumed", _("Your doses go on")


class SupplyPurpose(TextChoices):
    """The keys of what a patient is reminded of about their supply."""

    REFILL = "refill_due", _("A refill is due")
    RUN_OUT = "supply_run_out", _("The supply runs out")
