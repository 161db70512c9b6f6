"""Keys of alerts; the labels are what a clinician reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How soon a person must look."""

    EMERGENCY = "emergency", _("Emergency")
    SAME_DAY = "same_day", _("Same day")
    ROUTINE = "routine", _("Routine")


class RuleKey(models.TextChoices):
    """Every rule that raises an alert, apart from graded side effects; the label is its title."""

    BP_RAISED = "bp_raised", _("Blood pressure still raised")
    BP_HIGH = "bp_high", _("Blood pressure high")
    BP_SEVERE = "bp_severe_no_symptoms", _("Blood pressure very high, no symptoms told")
    BP_EMERGENCY = "bp_emergency", _("Blood pressure very high with a warning symptom")
    BP_LOW = "bp_low", _("Blood pressure still low")
    BP_LOW_DIZZY = "bp_low_dizzy", _("Blood pressure low and dizzy")
    BP_VERY_LOW = "bp_very_low", _("Blood pressure very low")
    BP_VERY_LOW_EMERGENCY = (
        "bp_very_low_emergency",
        _("Blood pressure very low with fainting or confusion"),
    )
    POST_RISE = "post_rise", _("Large rise in blood pressure after the dose")
    POST_HIGH = "post_high", _("Blood pressure high after the dose")
    PULSE_FAST = "hr_fast", _("Pulse still fast")
    PULSE_VERY_FAST = "hr_very_fast", _("Pulse very fast")
    PULSE_SLOW = "hr_slow", _("Pulse slow")
    PULSE_EMERGENCY = "hr_emergency", _("Pulse at a dangerous rate")
    OXYGEN_LOW = "spo2_hold", _("Oxygen still low")
    OXYGEN_EMERGENCY = "spo2_emergency", _("Oxygen dangerously low")
    CHEST = "predose_chest", _("Warning symptom before a dose")
    EMERGENCY_SYMPTOM = "emergency_symptom", _("Warning symptom before a dose")
    CONFUSION = "new_confusion", _("New confusion")
    NEW_SYMPTOM = "new_symptom", _("New symptom before a dose")
    FEELING = "predose_feeling", _("Feels unusually unwell")
    FEELING_EMERGENCY = (
        "predose_feeling_emergency",
        _("Feels unwell with a pressure far out of range"),
    )
    BLADDER = "predose_bladder", _("New bladder problem")
    MOOD = "predose_mood", _("Thoughts of self-harm")
    MEDICINES = "predose_meds", _("New or extra medicine")
    PREGNANT = "predose_pregnant", _("Could be pregnant")
    SLOT_HOLDS = "slot_holds_repeated", _("Several doses held in a few days")
    PHQ9_ITEM_9 = "phq9_item_9", _("Thoughts of death or self-harm in a check-in (PHQ-9 item 9)")
    PHQ9_RISE = "phq9_rise", _("Mood worse than before (PHQ-9)")
    ASQ_ACUTE = "asq_acute", _("Thoughts of suicide right now, or not denied (ASQ)")
    ASQ_POSITIVE = "asq_positive", _("Thoughts of suicide or an attempt, not right now (ASQ)")
    ASQ_INCOMPLETE = "asq_incomplete", _("Thoughts of suicide; whether now is not answered (ASQ)")
    CHANGE_WORSE = "change_much_worse", _("Much worse than before the treatment, by their own word")
    MISSED_CHECKIN = "missed_checkin", _("Missed check-in")
    MISSED_DOSE = "missed_dose", _("Missed dose")
    MISSED_CHECK = "missed_safety_check", _("Missed safety check after a dose")
    SILENCE = "silence", _("Nothing heard from the patient")
    DOSE_EXTRA = "dose_extra", _("Extra dose taken")
    DOSE_ON_HOLD = "dose_on_hold", _("Dose taken while on hold")
    DOSE_TOO_SOON = "dose_too_soon", _("Dose taken too soon after the one before")
    DOSE_EARLY = "dose_early", _("Dose taken before its time")
    DOSE_OVER_PLAN = "dose_over_plan", _("More than the planned amount taken")
    DOSE_OFF_PLAN = "dose_off_plan", _("Dose taken that is not on the plan in force")
    DOSE_NOT_OFFERED = "dose_not_offered", _("Dose taken that was not offered")
    DOSE_UNCLEARED = "dose_uncleared", _("Dose taken without a cleared check")
    DOSE_LATE = "dose_late", _("Dose taken after its time")
    MEDICINE_BLOCK = "medicine_block", _("Medicine that must not be combined")
    INDUCER_STOPPED = "inducer_stopped", _("Stopped a medicine that kept the level low")
    INHIBITOR_STARTED = "inhibitor_started", _("Started a medicine that raises the level")
    MEDICINE_MAJOR = "medicine_major", _("Change of a medicine with a major interaction")
    MEDICINE_REVIEW = "medicine_review", _("Medicine to check for interactions")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent taken back: decide how to stop")
    TAPER_OR_RESTART = "taper_or_restart", _("On hold: decide between taper and restart")
    RESTART_NEEDED = "restart_needed", _("Too long without a dose to go on as before")
    BENEFIT_REVIEW = "benefit_review", _("Review the benefit of the plan")
    SUPPLY_LOST = "lost_stolen_shared", _("Some is lost or went to somebody else")
    SUPPLY_CHILD = "child_or_pet_exposed", _("A child or a pet may have swallowed some")
    SUPPLY_VARIANCE = "supply_variance", _("The count differs from the record")
    SUPPLY_EARLY = "supply_early_refill", _("A refill came early")
    SUPPLY_MARKED = "supply_marked", _("A dispensing to look at")
    SUPPLY_RUN_OUT = "supply_run_out", _("The supply runs out soon")
    SUPPLY_PAST_USE = "supply_past_use", _("The supply is past its beyond-use date")
    SYMPTOM_PATTERN = "symptom_pattern", _("The same side effect keeps coming back")
    SYMPTOM_CHEST_PAIN = "symptom_chest_pain", _("Chest pain or pressure")
    SYMPTOM_BREATHING = "symptom_breathing", _("Trouble breathing")
    SYMPTOM_WORST_HEADACHE = (
        "symptom_worst_headache",
        _("Sudden severe headache, weakness or trouble speaking"),
    )


class ClearsWhen(models.TextChoices):
    """What a person must have done before an alert is closed."""

    SPOKEN = "spoken", _("Someone from the clinic has spoken to the patient.")
    FRESH_PAIR = (
        "fresh_pair",
        _("A clinician has looked at it, and a fresh pair of readings is in range."),
    )
    SAFETY = (
        "safety",
        _("The safety questions (ASQ) are done and a clinician has spoken to the patient."),
    )
    ASSESSED = (
        "assessed",
        _("A clinician has spoken to the patient about the danger and noted what follows."),
    )
    MEDICINES = "medicines", _("The medicine list is up to date and checked for interactions.")
    MEDICINE_READ = "medicine_read", _("A clinician has reviewed the change of the medicine list.")
    TAPER = (
        "taper",
        _("A prescriber has decided with the patient how to stop or taper, or it is signed again."),
    )
    DECIDED = "decided", _("A prescriber has decided: go on, restart lower, taper or stop.")
    STEP = "step", _("A new step is signed, or the plan is stopped.")
    BENEFIT = (
        "benefit",
        _("A prescriber has looked at the benefit with the patient and noted whether to go on."),
    )
    PREGNANCY = "pregnancy", _("A pregnancy test result is on file.")
    DOSE_TALK = (
        "dose_talk",
        _("Someone has asked the patient what happened and has agreed on the next dose."),
    )
    REVIEWED = "reviewed", _("A clinician has read it and noted what follows.")
    HEARD = "heard", _("The patient has been reached.")
    WATCH = (
        "watch",
        _("Someone has reached the patient or their helper, and knows how the patient is."),
    )
    SUPPLY = (
        "supply",
        _("Someone has spoken to the patient, and what happened stands in the supply record."),
    )
    REFILL = "refill", _("More is dispensed, or a clinician has decided what follows.")
    SYMPTOM = "symptom", _("The side effect has passed, or a clinician has decided what follows.")


class AlertSentence(models.TextChoices):
    """The one sentence of an alert, with the places of its values."""

    MEASURED = "measured", _("%(title)s: %(value)s, limit %(limit)s")
    TOLD = "told", _("%(title)s: %(value)s")
    BARE = "bare", _("%(title)s")
    MISSED_DOSE = "missed_dose", _("No report of the dose due at %(due)s")
    MISSED_CHECK = (
        "missed_check",
        _("Nothing recorded of the check at %(due)s, %(minutes)s minutes after a dose"),
    )
    MISSED_CHECKIN = "missed_checkin", _("%(kind)s of %(day)s is not filled in")
    SILENT_CHECKS = "silent_checks", _("%(count)s doses in a row without a check or a report")
    SILENT_DAYS = "silent_days", _("Nothing reported for %(count)s days")
    MEDICINE = "medicine", _("%(what)s: %(name)s")
    CONSENT = "consent", _("Took back the consent “%(title)s”; no dose is cleared any more")
    TAPER_OR_RESTART = (
        "taper_or_restart",
        _("Every dose is on hold, after more than %(count)s days of dosing"),
    )
    RESTART_NEEDED = (
        "restart_needed",
        _("No dose for %(count)s days; nothing is offered until a new step is signed"),
    )
    BENEFIT_REVIEW = "benefit_review", _("%(count)s days on the plan, and no benefit is known")
    VARIANCE = "variance", _("By our record %(recorded)s, counted %(counted)s")
    LOSS = "loss", _("%(what)s: %(amount)s")
    DISPENSED = "dispensed", _("%(amount)s dispensed: %(marks)s")
    RUN_OUT = "run_out", _("What is on hand lasts until %(day)s")
    PAST_USE = "past_use", _("All that was dispensed is past its beyond-use date, %(day)s")
    PATTERN = "pattern", _("%(name)s at grade 2 or more on %(count)s of %(days)s days")


class FactLabel(models.TextChoices):
    """The names of the values that an alert shows as its reasons."""

    VALUE = "value", _("Value")
    QUESTION = "question", _("Answered with a worry")
    LIMIT = "limit", _("Limit")
    WHEN = "when", _("When")
    KIND = "kind", _("Measured")
    TOLD_IN = "told_in", _("Told in")
    INTERACTION = "interaction", _("Interaction")
    GRADE = "grade", _("Grade")
    DUE = "due", _("Due")
    ASKED = "asked", _("Asked")
    CLOSED = "closed", _("Window closed")
    PLANNED = "planned", _("Planned amount")
    TAKEN = "taken", _("Taken")
    MARKS = "marks", _("Marked")
    RECORDED = "recorded", _("By our record")
    COUNTED = "counted", _("Counted")
    DIFFERENCE = "difference", _("Difference")
    PRODUCT = "product", _("Product")
    AMOUNT = "amount", _("How much")
    LAST_HEARD = "last_heard", _("Last heard from")
    DAYS = "days", _("Days")
    HELD = "held", _("On hold because")
    RUN = "run", _("Days of doses")
    LAST_DOSE = "last_dose", _("Last dose")
    SCORE = "score", _("Pain score (PEG), then and now")
