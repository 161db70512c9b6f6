"""Consent to treatment at home. A change of wording is a new version; this one never changes."""

from intake.rules.consent.model import ConsentText, TeachBack

_LINES_1 = (
    "## What this treatment is",
    "You are applying for a program in which oral ketamine is taken at home for chronic pain.",
    "It may not help you. If it does not help, it is stopped.",
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
    "## Your right to stop",
    "You may stop at any time, for any reason, without losing other care. If you have taken "
    "ketamine for some weeks, ask the clinic first how to stop: the dose may need to be "
    "lowered step by step. The clinic may also stop the treatment if it is not safe for you.",
)

TREATMENT_1 = ConsentText(
    key="treatment",
    version=1,
    title="Treatment with oral ketamine at home",
    text="\n".join(_LINES_1),
    is_material=True,
    teach_back=(
        TeachBack(
            key="missed_dose",
            question="You missed a dose. What do you do?",
            options=(
                ("double", "Take two next time"),
                ("wait", "Never take a double dose; follow the plan"),
                ("now", "Take it whenever you remember"),
            ),
            right="wait",
            because="Read “What you agree to do” again: never take a double dose.",
        ),
        TeachBack(
            key="driving",
            question="May you drive right after a dose?",
            options=(
                ("if_fine", "Yes, if you feel fine"),
                ("plan", "No. Drive only when the plan says so"),
                ("short", "Yes, for a short way"),
            ),
            right="plan",
            because="Read “What you agree to do” again: do not drive until your plan says so.",
        ),
    ),
)
