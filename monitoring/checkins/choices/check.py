"""Keys of the home check; each label is the text that a patient reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.choices import PressureAlarm


class CheckKind(models.TextChoices):
    """Why the blood pressure was taken."""

    PREDOSE = "predose", _("Before a dose")
    REPEAT = "repeat", _("Repeat")
    POSTDOSE = "postdose", _("After a dose")
    GENERAL = "general", _("Between doses")


class Tier(models.TextChoices):
    """How closely a dose is watched."""

    ENHANCED = "enhanced", _("Watched closely")
    STANDARD = "standard", _("Standard")


class Outcome(models.TextChoices):
    """What a check says about the dose that it was taken for."""

    GO = "go", _("Go")
    REPEAT = "repeat", _("Measure again")
    INCOMPLETE = "incomplete", _("Not finished")
    SLOT_HOLD = "slot_hold", _("Not this dose")
    PLAN_HOLD = "plan_hold", _("No doses until the clinic says so")
    EMERGENCY = "emergency", _("Call 911")


class Notice(models.TextChoices):
    """How soon the clinic hears of a finding."""

    LOG_ONLY = "log_only", _("Stored")
    ROUTINE = "routine_review", _("Routine")
    SAME_DAY = "same_day", _("Same day")
    EMERGENCY = "emergency_now", _("Emergency")


class Question(models.TextChoices):
    """The questions before a dose, in the order in which they are asked."""

    CHEST = (
        "predose_chest",
        _(
            "Any chest pain, trouble breathing, sudden severe headache, weakness on one side, "
            "or trouble speaking?"
        ),
    )
    FEELING = (
        "predose_feeling",
        _("Do you feel unusually unwell, feverish, faint, confused or very drowsy?"),
    )
    MOOD = "predose_mood", _("Are you having thoughts of harming yourself?")
    BLADDER = (
        "predose_bladder",
        _(
            "Since your last dose: pain or burning when passing urine, blood in urine, "
            "or going much more often?"
        ),
    )
    MEDICINES = (
        "predose_meds",
        _(
            "Any new medicine, or any sleeping tablet, benzodiazepine or extra opioid today "
            "beyond your agreed list?"
        ),
    )
    ALCOHOL = "predose_alcohol", _("Any alcohol, cannabis or street drugs in the last 24 hours?")
    GRAPEFRUIT = "predose_grapefruit", _("Any grapefruit today?")
    PREGNANT = "predose_pregnant", _("Could you be pregnant?")
    FOOD = "predose_food", _("No food for the last 2 hours, and no drinks for the last 30 minutes?")
    SITTER = "predose_sitter", _("Is your adult helper here and staying for 2 hours?")
    ADULT_REACHABLE = (
        "predose_adult_reachable",
        _("Can an adult come to the phone or the door for the next two hours?"),
    )
    SAFE_PLACE = (
        "predose_safe_place",
        _(
            "Are you somewhere safe, sitting or lying down, not caring alone for anyone, "
            "and not about to drive, cook or bathe?"
        ),
    )


class FindingKey(models.TextChoices):
    """Every finding of a check; the label is the one sentence that the patient reads."""

    BP_OK = "bp_ok", _("Your blood pressure is in your range.")
    BP_RAISED = "bp_raised", _("Your blood pressure is above your limit for a dose.")
    BP_HIGH = "bp_high", _("Your blood pressure is too high for a dose.")
    BP_SEVERE = PressureAlarm.SEVERE.value, PressureAlarm.SEVERE.label
    BP_EMERGENCY = PressureAlarm.EMERGENCY.value, PressureAlarm.EMERGENCY.label
    BP_LOW = "bp_low", _("Your blood pressure is lower than it should be for a dose.")
    BP_LOW_DIZZY = "bp_low_dizzy", _("Your blood pressure is low and you feel dizzy.")
    BP_VERY_LOW = "bp_very_low", _("Your blood pressure is too low for a dose.")
    BP_VERY_LOW_EMERGENCY = (
        "bp_very_low_emergency",
        _("Your blood pressure is very low and you feel faint, confused or very unwell."),
    )
    PULSE_FAST = "hr_fast", _("Your pulse is faster than it should be for a dose.")
    PULSE_VERY_FAST = "hr_very_fast", _("Your pulse is too fast for a dose.")
    PULSE_SLOW = "hr_slow", _("Your pulse is too slow for a dose.")
    PULSE_EMERGENCY = "hr_emergency", _("Your pulse is at a dangerous rate.")
    OXYGEN_LOW = "spo2_hold", _("Your oxygen reading is too low for a dose.")
    OXYGEN_REPEAT = "spo2_repeat", _("Your oxygen reading is a little low.")
    OXYGEN_EMERGENCY = "spo2_emergency", _("Your oxygen reading is dangerously low.")
    POST_RISE = "post_rise", _("Your blood pressure has risen a lot since before the dose.")
    POST_HIGH = "post_high", _("Your blood pressure is high after the dose.")
    ENTRY_IMPLAUSIBLE = (
        "entry_implausible",
        _("These numbers do not look right. Check the screen and enter them again."),
    )
    THIRD_READING = (
        "third_reading",
        _("Your two readings are far apart. Wait one minute and take a third."),
    )
    MISSING_FACT = "missing_fact", _("Something is still missing.")
    CHEST = "predose_chest", _("You told us of a warning symptom.")
    EMERGENCY_SYMPTOM = PressureAlarm.SYMPTOM.value, PressureAlarm.SYMPTOM.label
    CONFUSION = "new_confusion", _("You told us that you feel confused.")
    NEW_SYMPTOM = "new_symptom", _("You have a new symptom.")
    FEELING = "predose_feeling", _("You told us that you feel unusually unwell.")
    FEELING_EMERGENCY = (
        "predose_feeling_emergency",
        _("You feel unwell and your blood pressure is far out of range."),
    )
    BLADDER = "predose_bladder", _("You told us of a new bladder problem.")
    MOOD = "predose_mood", _("You told us of thoughts of harming yourself. You are not alone.")
    MEDICINES = "predose_meds", _("You told us of a new or extra medicine.")
    ALCOHOL = "predose_alcohol", _("You told us of alcohol, cannabis or drugs in the last day.")
    GRAPEFRUIT = "predose_grapefruit", _("You told us of grapefruit today.")
    PREGNANT = "predose_pregnant", _("You told us that you could be pregnant.")
    FOOD = "predose_food", _("You have eaten or drunk too recently for this dose.")
    SITTER = "predose_sitter", _("Your helper is not with you.")
    ADULT_REACHABLE = "predose_adult_reachable", _("No adult can be reached for two hours.")
    SAFE_PLACE = "predose_safe_place", _("You are not yet somewhere safe to rest.")
    REPEAT_TOO_EARLY = "repeat_too_early", _("It is too soon to measure again.")
    HOLD_OPEN = "hold_open", _("Your doses are on hold.")
    NOT_OFFERED = "not_offered", _("This dose cannot be taken now.")
    SLOT_HOLDS = "slot_holds_repeated", _("Several doses were held in the last days.")
    PHQ9_ITEM_9 = (
        "phq9_item_9",
        _("You told us of thoughts of death or of hurting yourself. You are not alone."),
    )
    PHQ9_RISE = "phq9_rise", _("Your mood is worse than before.")
    ASQ_ACUTE = (
        "asq_acute",
        _("You told us of thoughts of killing yourself, or did not say no. You are not alone."),
    )
    ASQ_POSITIVE = "asq_positive", _("You told us of thoughts of suicide. You are not alone.")
    ASQ_INCOMPLETE = (
        "asq_incomplete",
        _("You told us of thoughts of suicide, and some questions are still open."),
    )
    CHANGE_WORSE = "change_much_worse", _("You told us that you are much worse since you began.")
