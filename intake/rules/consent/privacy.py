"""How health information is used and shared (S111, S114; clinic policy)."""

from intake.rules.consent.model import ConsentText, TeachBack

_LINES_1 = (
    "## What the clinic keeps",
    "Your application, checks, doses, side effects, scores, messages and signatures. Every "
    "look at your record and every change is logged with a name and a time.",
    "## Who sees it",
    "The people who treat you, and the staff who run the clinic, as far as their work needs "
    "it. Your pharmacy and your other doctors get what they need to treat you. The clinic "
    "checks the state's prescription record. The law may require other sharing, for example "
    "to prevent serious harm.",
    "## Messages outside the app",
    "Reminders by email say only that you have a task. They name no medicine, no diagnosis "
    "and no symptom. Tell the clinic how and where you want to be reached.",
    "## Your rights",
    "You may read your record, get a copy, ask for a correction, ask who it was shared with, "
    "and complain without losing care. Nothing is erased: a correction stands beside what it "
    "corrects.",
)

PRIVACY_1 = ConsentText(
    key="privacy",
    version=1,
    title="Privacy of your health information",
    text="\n".join(_LINES_1),
    is_material=True,
    teach_back=(
        TeachBack(
            key="email",
            question="What will a reminder email from the clinic say?",
            options=(
                ("dose", "The name and the dose of your medicine"),
                ("task", "Only that you have a task in the app"),
                ("nothing", "The clinic never writes"),
            ),
            right="task",
            because="Read “Messages outside the app” again: an email only says there is a task.",
        ),
    ),
)
