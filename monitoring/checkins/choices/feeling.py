"""Keys of side effects, and of what is pressed in an emergency; each label is a patient's text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SideEffect(models.TextChoices):
    """The side effects that a patient is asked about; the label is the question."""

    NAUSEA = "nausea", _("Feeling sick to your stomach?")
    VOMITING = "vomiting", _("Have you been sick (vomited)?")
    DIZZINESS = "dizziness", _("Dizzy or unsteady?")
    SEDATION = "sedation", _("Sleepy or hard to stay awake?")
    DISSOCIATION = (
        "dissociation",
        _("Feeling unreal, outside your body, or things looking or sounding strange?"),
    )
    HEADACHE = "headache", _("Headache?")
    BLURRED_VISION = "blurred_vision_diplopia", _("Blurred or double vision?")
    ANXIETY = "anxiety_agitation", _("Anxious, panicky or agitated?")
    URINARY_FREQUENCY = (
        "urinary_frequency",
        _("Passing urine more often than usual for you?"),
    )
    URINARY_URGENCY = "urinary_urgency", _("A sudden, strong need to pass urine?")
    BLADDER_PAIN = (
        "dysuria_bladder_pain",
        _("Pain or burning in your bladder, or when you pass urine?"),
    )
    BLOOD_IN_URINE = "haematuria", _("Blood in your urine (pink, red or brown)?")
    INCONTINENCE = "incontinence_new", _("New leaking of urine?")
    DRY_MOUTH = "dry_mouth", _("Dry mouth?")
    CRAVING = (
        "craving_misuse",
        _("Do you find yourself craving your medicine, or thinking about the next dose?"),
    )


class SideEffectName(models.TextChoices):
    """The short name of each side effect, for lists and alerts."""

    NAUSEA = "nausea", _("Nausea")
    VOMITING = "vomiting", _("Vomiting")
    DIZZINESS = "dizziness", _("Dizziness")
    SEDATION = "sedation", _("Sleepiness")
    DISSOCIATION = "dissociation", _("Feeling unreal")
    HEADACHE = "headache", _("Headache")
    BLURRED_VISION = "blurred_vision_diplopia", _("Blurred or double vision")
    ANXIETY = "anxiety_agitation", _("Anxiety or agitation")
    URINARY_FREQUENCY = "urinary_frequency", _("Passing urine often")
    URINARY_URGENCY = "urinary_urgency", _("Sudden need to pass urine")
    BLADDER_PAIN = "dysuria_bladder_pain", _("Bladder pain or burning")
    BLOOD_IN_URINE = "haematuria", _("Blood in the urine")
    INCONTINENCE = "incontinence_new", _("Leaking of urine")
    DRY_MOUTH = "dry_mouth", _("Dry mouth")
    CRAVING = "craving_misuse", _("Craving")


class UrgentSymptom(models.TextChoices):
    """Side effects that are an emergency whenever they are ticked."""

    CHEST_PAIN = "chest_pain", _("Chest pain or pressure")
    BREATHING = "breathing", _("Trouble breathing, or your breathing was seen to slow or stop")
    WORST_HEADACHE = (
        "worst_headache",
        _("Sudden worst-ever headache, weakness on one side, or trouble speaking"),
    )


class GradeAnchor(models.TextChoices):
    """The plain words of each grade; the key is the side effect and the grade."""

    NAUSEA_1 = "nausea_1", _("Queasy, but eating as usual")
    NAUSEA_2 = "nausea_2", _("Eating or drinking less than usual")
    NAUSEA_3 = "nausea_3", _("Can hardly eat or drink")
    VOMITING_1 = "vomiting_1", _("Once or twice, no treatment needed")
    VOMITING_2 = "vomiting_2", _("Needed medicine or fluids from a clinic")
    VOMITING_3 = "vomiting_3", _("Cannot keep fluids down, or needed a hospital")
    VOMITING_4 = "vomiting_4", _("Life-threatening")
    DIZZINESS_1 = "dizziness_1", _("A little")
    DIZZINESS_2 = "dizziness_2", _("Hard to do chores")
    DIZZINESS_3 = "dizziness_3", _("Hard to wash, dress or stand")
    SEDATION_1 = "sedation_1", _("A bit drowsier than usual")
    SEDATION_2 = "sedation_2", _("Sleepy and slowed, chores are difficult")
    SEDATION_3 = "sedation_3", _("Very hard to wake")
    SEDATION_4 = "sedation_4", _("Could not be woken")
    DISSOCIATION_1 = "dissociation_1", _("Mild, it passed, not upsetting")
    DISSOCIATION_2 = "dissociation_2", _("Strong or upsetting, but I knew it was the medicine")
    DISSOCIATION_3 = "dissociation_3", _("Could not tell what was real")
    DISSOCIATION_4 = "dissociation_4", _("A danger to myself or others")
    HEADACHE_1 = "headache_1", _("Mild")
    HEADACHE_2 = "headache_2", _("Chores are difficult")
    HEADACHE_3 = "headache_3", _("Severe, cannot care for myself")
    BLURRED_VISION_1 = "blurred_vision_diplopia_1", _("Mild, it passed")
    BLURRED_VISION_2 = "blurred_vision_diplopia_2", _("Hard to read, drive or do chores")
    BLURRED_VISION_3 = "blurred_vision_diplopia_3", _("Severe, hard to get around")
    BLURRED_VISION_4 = "blurred_vision_diplopia_4", _("Loss of sight")
    ANXIETY_1 = "anxiety_agitation_1", _("Mild")
    ANXIETY_2 = "anxiety_agitation_2", _("Hard to do usual things")
    ANXIETY_3 = "anxiety_agitation_3", _("Severe, could not settle or care for myself")
    ANXIETY_4 = "anxiety_agitation_4", _("A danger, or needed emergency help")
    URINARY_FREQUENCY_1 = "urinary_frequency_1", _("Yes, mild")
    URINARY_FREQUENCY_2 = (
        "urinary_frequency_2",
        _("It affects daily life or sleep (two or more extra trips at night)"),
    )
    URINARY_URGENCY_1 = "urinary_urgency_1", _("Yes, mild")
    URINARY_URGENCY_2 = "urinary_urgency_2", _("It affects daily life")
    BLADDER_PAIN_1 = "dysuria_bladder_pain_1", _("Mild")
    BLADDER_PAIN_2 = "dysuria_bladder_pain_2", _("It affects daily life")
    BLADDER_PAIN_3 = "dysuria_bladder_pain_3", _("Severe")
    BLOOD_IN_URINE_1 = "haematuria_1", _("A test found it; I cannot see it")
    BLOOD_IN_URINE_2 = "haematuria_2", _("I can see it")
    BLOOD_IN_URINE_3 = "haematuria_3", _("A lot of blood, clots, or I cannot pass urine")
    INCONTINENCE_1 = "incontinence_new_1", _("Now and then")
    INCONTINENCE_2 = "incontinence_new_2", _("It affects daily life")
    DRY_MOUTH_1 = "dry_mouth_1", _("Mild")
    DRY_MOUTH_2 = "dry_mouth_2", _("Moderate")
    DRY_MOUTH_3 = "dry_mouth_3", _("Severe")
    CRAVING_1 = "craving_misuse_1", _("Sometimes")
    CRAVING_2 = "craving_misuse_2", _("Often")
    CRAVING_3 = (
        "craving_misuse_3",
        _("I cannot cut down, or I use it for my feelings and not for pain"),
    )


class SafetyAnswer(models.TextChoices):
    """The three buttons of the emergency page."""

    CALLED = "called", _("I called")
    HELPER_CALLED = "helper_called", _("My helper called")
    SAFE_NOW = "safe_now", _("I am safe now")
