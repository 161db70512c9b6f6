"""Liver, kidneys, bladder, glands, breathing; and pregnancy."""

from intake.choices import Action, Section
from intake.rules.questions.model import FollowUp, FollowUpKind, Option, Question
from intake.rules.text import gettext_noop as _

BODY = (
    Question(
        key="liver_severe",
        section=Section.BODY,
        label=_("Severe liver disease or cirrhosis"),
        text=_("Has a doctor told you that you have severe liver disease or cirrhosis?"),
        why=_("Avoided in severe liver disease; in moderate disease used with monitoring"),
        source="ASRA 2018 (S02)",
        follow_up=FollowUp(
            FollowUpKind.CHOICE,
            _("How severe did the doctor say it is?"),
            (
                Option("severe", _("Severe (Child-Pugh C)"), Action.EXCLUDE),
                Option("moderate", _("Moderate (Child-Pugh B)"), Action.REVIEW),
                Option("unknown", _("I do not know"), Action.EXCLUDE),
            ),
        ),
    ),
    Question(
        key="liver_other",
        section=Section.BODY,
        label=_("Other liver disease, gallstones or abnormal liver tests"),
        text=_("Any other liver disease, gallstones or abnormal liver tests?"),
        why=_("Repeated use can harm the liver and bile ducts; liver tests are needed"),
        source="Pfizer adverse reactions (S15); FDA case series (S23)",
        yes=Action.REVIEW,
    ),
    Question(
        key="kidney_disease",
        section=Section.BODY,
        label=_("Kidney disease"),
        text=_("Do you have kidney disease?"),
        why=_("Damage to the urinary tract can reach the kidneys"),
        source="General knowledge, to be verified",
        yes=Action.REVIEW,
    ),
    Question(
        key="bladder_disease",
        section=Section.BODY,
        label=_("Bladder pain, blood in urine or repeated urine infections"),
        text=_(
            "Do you have bladder pain, interstitial cystitis, blood in your urine, or repeated "
            "urine infections?"
        ),
        why=_("Ketamine can injure the bladder; a urine test is needed"),
        source="Pfizer adverse reactions (S15); FDA alert 2023 (S07)",
        yes=Action.REVIEW,
    ),
    Question(
        key="hyperthyroid",
        section=Section.BODY,
        label=_("Over-active thyroid that is not controlled"),
        text=_("Do you have an over-active thyroid that is not under control?"),
        why=_("Blood pressure and pulse may rise dangerously"),
        source="PDR Ketalar (S04)",
    ),
    Question(
        key="thyroid_meds",
        section=Section.BODY,
        label=_("Thyroid medicine"),
        text=_("Do you take thyroid medicine?"),
        why=_("High blood pressure and a fast pulse are possible"),
        source="MIMS ketamine interactions (S13); Scottish palliative guidelines (S16)",
        yes=Action.REVIEW,
    ),
    Question(
        key="porphyria",
        section=Section.BODY,
        label=_("Porphyria"),
        text=_("Have you been told that you have porphyria?"),
        why=_("Listed as a contraindication"),
        source="Merseyside and Cheshire audit (S21)",
    ),
    Question(
        key="breathing",
        section=Section.BODY,
        label=_("Sleep apnea, COPD, home oxygen or pauses in breathing"),
        text=_("Do you have sleep apnea or COPD, use oxygen at home, or stop breathing at night?"),
        why=_("Breathing can slow down, above all together with sedatives"),
        source="FDA ketamine label (S11); the list of conditions is to be verified",
        yes=Action.REVIEW,
    ),
    Question(
        key="swallow_gi",
        section=Section.BODY,
        label=_("Trouble swallowing, weight-loss surgery or frequent vomiting"),
        text=_("Do you have trouble swallowing, weight-loss surgery, or vomiting most days?"),
        why=_("How much of a dose is taken up may differ"),
        source="General knowledge, to be verified",
        yes=Action.REVIEW,
    ),
)

PREGNANCY = (
    Question(
        key="pregnant",
        section=Section.PREGNANCY,
        label=_("Pregnant, or could be"),
        text=_("Are you pregnant?"),
        hint=_("If you could be, choose “Not sure”. The clinic will then ask for a test."),
        why=_("It may harm the baby; a pregnancy test comes before a decision"),
        source="FDA ketamine label (S11); Spravato monograph (S09)",
        is_asked_of_men=False,
    ),
    Question(
        key="breastfeeding",
        section=Section.PREGNANCY,
        label=_("Breastfeeding"),
        text=_("Are you breastfeeding?"),
        why=_("The Spravato label advises not to breastfeed"),
        source="Spravato label 2019 (S12)",
        is_asked_of_men=False,
    ),
    Question(
        key="contraception",
        section=Section.PREGNANCY,
        label=_("Reliable birth control"),
        text=_("If you could become pregnant: do you use reliable birth control?"),
        why=_("Pregnancy planning needs to be considered"),
        source="Spravato safety information (S08); Spravato monograph (S09)",
        yes=None,
        no=Action.REVIEW,
        may_not_apply=True,
        is_asked_of_men=False,
    ),
)
