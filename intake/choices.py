"""The words that intake stores, one list each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PatientState(TextChoices):
    DRAFT = "draft", _("Application not finished")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    MORE_INFO = "more_info", _("More information asked")
    INELIGIBLE_PENDING = "ineligible_pending_clinician", _("Waiting for the medical director")
    APPROVED = "approved", _("Approved, getting ready")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCHARGED = "discharged", _("Discharged")
    DECEASED = "deceased", _("Deceased")


class SexAtBirth(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Intersex or not known")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("Not sure")
    NOT_APPLICABLE = "not_applicable", _("Does not apply to me")


class Action(TextChoices):
    """What a finding asks for; the order is from most to least urgent."""

    EXCLUDE = "exclude", _("Cannot go on without the medical director")
    REVIEW = "review", _("Needs a recorded answer")
    NOTE = "note", _("To know")


class Section(TextChoices):
    """The pages of the application, in the order in which they are asked."""

    ABOUT = "about-you", _("About you")
    HOME = "where-you-live", _("Where you live")
    CONTACT = "how-to-reach-you", _("How to reach you")
    PEOPLE = "people-who-help", _("People who help you")
    PAIN = "pain", _("Your pain")
    PAIN_TREATMENTS = "pain-treatments", _("What you have tried")
    OPIOIDS = "opioids", _("Opioid pain medicine")
    KETAMINE_BEFORE = "ketamine-before", _("Ketamine before")
    HEART = "heart", _("Heart and blood vessels")
    BRAIN = "brain", _("Brain and nerves")
    MIND = "mind", _("Mind")
    BODY = "body", _("The rest of your body")
    PREGNANCY = "pregnancy", _("Pregnancy")
    DAILY_LIFE = "daily-life", _("Daily life")
    MEDICINES = "medicines", _("Medicines")
    MOOD = "mood", _("Mood")
    SAFETY = "your-safety", _("Your safety")
    WORRY = "worry", _("Worry")
    SUBSTANCES = "alcohol-and-drugs", _("Alcohol and drugs")
    WEIGHT = "weight", _("Weight and height")
    PRESSURE = "blood-pressure", _("Blood pressure")
    PAIN_SCORE = "pain-score", _("Pain this week")
    AT_HOME = "at-home", _("Ready at home")
    CONSENT = "consent", _("Consent")


class WeightUnit(TextChoices):
    POUND = "lb", _("pounds (lb)")
    KILOGRAM = "kg", _("kilograms (kg)")


class Instrument(TextChoices):
    PEG = "peg", _("PEG: pain, enjoyment, general activity")
    PHQ9 = "phq9", _("PHQ-9: mood")
    GAD7 = "gad7", _("GAD-7: worry")
    ASQ = "asq", _("ASQ: thoughts of suicide")
    AUDIT_C = "audit_c", _("AUDIT-C: alcohol")


class LengthUnit(TextChoices):
    FEET_AND_INCHES = "ft", _("feet and inches")
    CENTIMETER = "cm", _("centimeters (cm)")


class ContactChannel(TextChoices):
    """How the clinic may reach a patient for what is not an emergency."""

    PHONE = "phone", _("Phone call")
    EMAIL = "email", _("Email")
    POST = "post", _("Letter by post")


class SubmissionKind(TextChoices):
    FIRST = "first", _("Application")
    MORE_INFO = "more_info", _("Answer to the clinic's questions")
    AMENDMENT = "amendment", _("Amendment")


class MedicineChangeKind(TextChoices):
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    STOPPED = "stopped", _("Stopped")
    STRUCK_OUT = "struck_out", _("Struck out as a mistake")


class Severity(TextChoices):
    """How an interaction is taken; the order is from most to least urgent."""

    BLOCK = "block", _("Blocks dosing")
    MAJOR = "major", _("Major")
    MODERATE = "moderate", _("Moderate")
    INFO = "info", _("To know")


class SafetyReply(TextChoices):
    """What an applicant tells after the emergency page."""

    CALLED = "called", _("I called")
    NOT_ALONE = "not_alone", _("Someone is with me")
    SAFE_NOW = "safe_now", _("I am safe now")


class Outcome(TextChoices):
    APPROVE = "approve", _("Approve")
    DECLINE = "decline", _("Decline")


class PainType(TextChoices):
    NEUROPATHIC = "neuropathic", _("Neuropathic pain")
    CRPS = "crps", _("Complex regional pain syndrome")
    CHRONIC_PRIMARY = "chronic_primary", _("Chronic primary pain")
    CANCER = "cancer", _("Cancer pain")
    OTHER = "other", _("Other chronic pain")


class GateOutcome(TextChoices):
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class StateOfResidence(TextChoices):
    """The states of the US and the federal district."""

    AL = "AL", "Alabama"
    AK = "AK", "Alaska"
    AZ = "AZ", "Arizona"
    AR = "AR", "Arkansas"
    CA = "CA", "California"
    CO = "CO", "Colorado"
    CT = "CT", "Connecticut"
    DE = "DE", "Delaware"
    DC = "DC", "District of Columbia"
    FL = "FL", "Florida"
    GA = "GA", "Georgia"
    HI = "HI", "Hawaii"
    ID = "ID", "Idaho"
    IL = "IL", "Illinois"
    IN = "IN", "Indiana"
    IA = "IA", "Iowa"
    KS = "KS", "Kansas"
    KY = "KY", "Kentucky"
    LA = "LA", "Louisiana"
    ME = "ME", "Maine"
    MD = "MD", "Maryland"
    MA = "MA", "Massachusetts"
    MI = "MI", "Michigan"
    MN = "MN", "Minnesota"
    MS = "MS", "Mississippi"
    MO = "MO", "Missouri"
    MT = "MT", "Montana"
    NE = "NE", "Nebraska"
    NV = "NV", "Nevada"
    NH = "NH", "New Hampshire"
    NJ = "NJ", "New Jersey"
    NM = "NM", "New Mexico"
    NY = "NY", "New York"
    NC = "NC", "North Carolina"
    ND = "ND", "North Dakota"
    OH = "OH", "Ohio"
    OK = "OK", "Oklahoma"
    OR = "OR", "Oregon"
    PA = "PA", "Pennsylvania"
    RI = "RI", "Rhode Island"
    SC = "SC", "South Carolina"
    SD = "SD", "South Dakota"
    TN = "TN", "Tennessee"
    TX = "TX", "Texas"
    UT = "UT", "Utah"
    VT = "VT", "Vermont"
    VA = "VA", "Virginia"
    WA = "WA", "Washington"
    WV = "WV", "West Virginia"
    WI = "WI", "Wisconsin"
    WY = "WY", "Wyoming"
