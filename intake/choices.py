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
    HEART = "heart", _("Heart and blood vessels")
    BRAIN = "brain", _("Brain and nerves")
    MIND = "mind", _("Mind and mood")
    BODY = "body", _("The rest of your body")
    PREGNANCY = "pregnancy", _("Pregnancy")
    SUBSTANCES = "alcohol-and-drugs", _("Alcohol and drugs")
    DAILY_LIFE = "daily-life", _("Daily life")
    MEDICINES = "medicines", _("Medicines")
    PRESSURE = "blood-pressure", _("Blood pressure")
    WEIGHT = "weight", _("Weight")
    PAIN = "pain", _("Your pain")
    CONSENT = "consent", _("Consent")


class WeightUnit(TextChoices):
    POUND = "lb", _("pounds (lb)")
    KILOGRAM = "kg", _("kilograms (kg)")


class Instrument(TextChoices):
    PEG = "peg", _("PEG: pain, enjoyment, general activity")


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
