"""Off-label use, compounding, and the FDA's warning of October 2023 (S02, S05, S06, S07, S10)."""

from intake.rules.consent.model import ConsentText, TeachBack

_LINES_1 = (
    "## Not approved for pain",
    "The US Food and Drug Administration (FDA) has not approved ketamine for chronic pain, "
    "nor any ketamine that is swallowed or held in the mouth. Using it this way is called "
    "off-label.",
    "The medicine is compounded: a pharmacy makes it for you. The FDA has not evaluated "
    "compounded ketamine for safety, effect or quality.",
    "## What is known about benefit",
    "The evidence that oral ketamine helps chronic pain is weak, and some professional bodies "
    "advise against it. It may not help you. If it does not help, it is stopped.",
    "## The FDA's warning of October 2023",
    "The FDA warned about compounded ketamine, including forms taken by mouth at home. Taking "
    "it at home adds risk, because no clinician is on site. Known concerns are misuse, "
    "psychiatric events, rises in blood pressure, slow breathing, and harm to the bladder and "
    "urinary tract. The warning describes a person who took compounded ketamine at home and "
    "whose breathing slowed down; the blood level was about twice that used for anesthesia.",
    "The warning is about psychiatric use; the risks are the same for pain.",
)

OFF_LABEL_1 = ConsentText(
    key="off_label",
    version=1,
    title="Off-label use and the FDA's warning",
    text="\n".join(_LINES_1),
    is_material=True,
    teach_back=(
        TeachBack(
            key="fda_approval",
            question="Has the FDA approved ketamine by mouth for chronic pain?",
            options=(
                ("yes", "Yes, it is approved"),
                ("no", "No, this use is off-label"),
                ("soon", "Not yet, but approval is certain"),
            ),
            right="no",
            because="Read “Not approved for pain” again: this use is off-label.",
        ),
        TeachBack(
            key="home_risk",
            question="Why does the FDA say that taking it at home adds risk?",
            options=(
                ("taste", "The medicine tastes bad at home"),
                ("alone", "No clinician is on site if something goes wrong"),
                ("price", "It costs more at home"),
            ),
            right="alone",
            because="Read “The FDA's warning of October 2023” again: no clinician is on site.",
        ),
    ),
)
