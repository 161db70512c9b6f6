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


class ConcernKind(TextChoices):
    """Why a person of the clinic must reach an applicant; from most to least urgent."""

    SUICIDE_ACUTE = "suicide_acute", _("Thoughts of killing themselves right now, or not denied")
    ASQ_INCOMPLETE = "asq_incomplete", _("Told of thoughts of suicide; whether now is not answered")
    ASQ_POSITIVE = "asq_positive", _("Told of thoughts of suicide or an attempt; not right now")
    PHQ9_ITEM_9 = "phq9_9", _("Thoughts of death or self-harm; the safety questions are open")


class LengthUnit(TextChoices):
    FEET_AND_INCHES = "ft", _("feet and inches")
    CENTIMETER = "cm", _("centimeters (cm)")


class ContactChannel(TextChoices):
    """How the clinic may reach a patient for what is not an emergency."""

    PHONE = "phone", _("Phone call")
    EMAIL = "email", _("Email")
    POST = "post", _("Letter by post")


class DosingPlace(TextChoices):
    """Where help would be sent while a dose works."""

    HERE = "here", _("At this address")
    ELSEWHERE = "elsewhere", _("Somewhere else")


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


class CareKind(TextChoices):
    """What care asks for again and again."""

    LIVER = "liver_tests", _("Liver tests")
    URINE = "urine_test", _("Urine test")
    VISIT = "visit", _("Visit")


class CarePurpose(TextChoices):
    """The keys of what a patient is reminded of: tests together, visits apart."""

    LABS = "labs_due", _("A test is due")
    VISIT = "visit_due", _("A visit is due")


class BodyArea(TextChoices):
    """Where it hurts."""

    HEAD = "head", _("Head or face")
    NECK = "neck", _("Neck")
    SHOULDER = "shoulder", _("Shoulder or upper arm")
    HAND = "hand", _("Lower arm or hand")
    CHEST = "chest", _("Chest")
    BELLY = "belly", _("Belly")
    BACK = "back", _("Back")
    PELVIS = "pelvis", _("Hip or pelvis")
    LEG = "leg", _("Leg")
    FOOT = "foot", _("Foot")
    ALL_OVER = "all_over", _("All over")


class TreatmentEffect(TextChoices):
    """What a treatment did to the pain, as the applicant tells it."""

    HELPED = "helped", _("It helped")
    HELPED_A_LITTLE = "helped_a_little", _("It helped a little")
    DID_NOT_HELP = "did_not_help", _("It did not help")
    STOPPED = "stopped", _("I stopped because of side effects")
    NOT_TRIED = "not_tried", _("Not tried")
    NOT_SURE = "not_sure", _("Not sure")


class OpioidTimes(TextChoices):
    """How often an opioid is taken; kept in words, nothing is computed from it."""

    ONE = "1", _("1 time a day")
    TWO = "2", _("2 times a day")
    THREE = "3", _("3 times a day")
    FOUR = "4", _("4 times a day")
    FIVE = "5", _("5 times a day")
    SIX = "6", _("6 times a day")
    MORE = "more", _("more than 6 times a day")
    AS_NEEDED = "as_needed", _("only when I need it, not every day")
    PATCH_THREE_DAYS = "patch_3", _("a patch, changed every 3 days")
    PATCH_WEEK = "patch_7", _("a patch, changed every 7 days")
    MONTH = "month", _("a shot or an implant, once a month or less")
    NOT_SURE = "not_sure", _("not sure")


class KetamineRoute(TextChoices):
    """How earlier ketamine was given."""

    INFUSION = "infusion", _("Infusion into a vein")
    INJECTION = "injection", _("Shot into a muscle or under the skin")
    ORAL = "oral", _("By mouth: capsule, tablet, lozenge or liquid")
    NASAL = "nasal", _("Nasal spray from a pharmacy")
    SPRAVATO = "spravato", _("Spravato (esketamine nasal spray)")
    OTHER = "other", _("Another way")
    NOT_SURE = "not_sure", _("Not sure")


class Symptom(TextChoices):
    """What may be wrong at the moment of a blood pressure reading."""

    CHEST_PAIN = "chest_pain", _("Chest pain or pressure")
    BREATHLESS = "breathless", _("Short of breath")
    WEAKNESS = "weakness", _("Weakness on one side, or a drooping face")
    SPEECH = "speech", _("Trouble speaking")
    SEVERE_HEADACHE = "severe_headache", _("Sudden severe headache")
    FAINTING = "fainting", _("Fainting, or about to faint")
    CONFUSION = "confusion", _("Confused, not thinking straight")
    BACK_PAIN = "back_pain", _("New back pain")
    NUMBNESS = "numbness", _("New numbness")
    VISION = "vision", _("A change in how you see")
    VOMITING = "vomiting", _("Vomiting")
    DIZZINESS = "dizziness", _("Dizzy or unsteady")


class PressureAlarm(TextChoices):
    """Readings that ask to act at once; the label is the sentence that the patient reads."""

    SEVERE = (
        "bp_severe_no_symptoms",
        _("Your blood pressure is very high. Contact your clinic now."),
    )
    EMERGENCY = (
        "bp_emergency",
        _("Your blood pressure is very high and you have a warning symptom."),
    )
    SYMPTOM = "emergency_symptom", _("You told us of a warning symptom.")


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


class Move(TextChoices):
    """What staff do with where a patient stands, besides deciding an application."""

    PAUSE = "pause", _("Pause treatment")
    RESUME = "resume", _("Go on after a pause")
    WITHDRAW = "withdraw", _("The patient withdraws")
    DISCHARGE = "discharge", _("Discharge")
    DECEASED = "deceased", _("The patient has died")


class QueueTier(TextChoices):
    """What an application waits for."""

    ALL = "", _("All")
    EXCLUDE = "exclude", _("Medical director")
    REVIEW = "review", _("Review")
    CLEAR = "clear", _("Nothing found")
    ASKED = "asked", _("Waiting for the patient")


class QueueHolder(TextChoices):
    """Who has an application in hand."""

    ALL = "", _("Everybody's")
    MINE = "mine", _("Mine")
    UNCLAIMED = "unclaimed", _("Nobody's yet")
