"""Consent to treatment at home. A change of wording is a new version; this one never changes."""

from intake.rules.consent.model import ConsentText

_LINES_1 = (
    "## What this treatment is",
    "You are applying for a program in which oral ketamine is taken at home for chronic pain.",
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
    "## Risks",
    "- Feeling unreal, outside your body, or seeing and hearing things differently (dissociation).",
    "- Sleepiness, dizziness, confusion and falls.",
    "- A rise in blood pressure and pulse. This can be dangerous with some heart, vessel and "
    "brain conditions.",
    "- Slow or shallow breathing, above all together with opioids, sedatives or alcohol.",
    "- Bladder pain, burning, blood in the urine, and lasting bladder damage.",
    "- Liver injury. Blood tests are needed before and during treatment.",
    "- Craving, misuse and dependence.",
    "- Nausea, vomiting, headache, blurred vision, anxiety and low mood.",
    "- The long-term safety of this treatment is not known.",
    "## Other ways to treat pain",
    "Alternatives include other medicines, physical therapy, psychological treatment, "
    "injections and nerve stimulation, self-management programs, and no further treatment. "
    "Ask your clinician about them. You may choose one of them at any time.",
    "## What you agree to do",
    "- Take only the dose in your plan, only at its time, and only after the check that the "
    "plan asks for. Never take a double dose.",
    "- Do not drive, work at heights or use machines as your plan says: after some doses not "
    "until the next day after a restful sleep.",
    "- Do not look after anyone alone after a dose. Have an adult helper where your plan asks "
    "for one.",
    "- No alcohol, cannabis or street drugs from 24 hours before to 24 hours after a dose. No "
    "grapefruit.",
    "- Tell the clinic about every new medicine, and when you stop one.",
    "- Keep the medicine locked away, out of reach of children and pets. Do not share or sell "
    "it: it is a controlled substance (Schedule III). Tell the clinic at once if it is lost "
    "or stolen.",
    "- Report side effects honestly. A truthful report is never held against you.",
    "## Pregnancy and breastfeeding",
    "Ketamine may harm an unborn baby. Do not take it if you are pregnant or could be, and do "
    "not breastfeed. Use reliable birth control if you could become pregnant, and tell the "
    "clinic at once if you might be pregnant.",
    "## Emergencies: this app is not watched 24 hours a day",
    "In an emergency call 911. For thoughts of suicide call or text 988. The app helps you "
    "and the clinic to keep records; nobody watches it around the clock.",
    "## Your right to stop",
    "You may stop at any time, for any reason, without losing other care. If you have taken "
    "ketamine for some weeks, ask the clinic first how to stop: the dose may need to be "
    "lowered step by step. The clinic may also stop the treatment if it is not safe for you.",
    "## Signing electronically",
    "By typing your name and ticking the box you sign this document electronically, and you "
    "agree to do so. You can ask the clinic for a paper copy, or to sign on paper instead, "
    "without charge. You can take back this agreement by telling the clinic; doses then stop "
    "until you sign again. To read and keep this document you need a device with a current "
    "web browser and a way to print or save a page.",
)

TREATMENT_1 = ConsentText(
    key="treatment",
    version=1,
    title="Consent to off-label oral ketamine at home",
    text="\n".join(_LINES_1),
    is_material=True,
)
