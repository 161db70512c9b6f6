"""Care at a distance: what it can do, what it cannot, and who watches (S40; clinic policy)."""

from intake.rules.consent.model import ConsentText, TeachBack

_LINES_1 = (
    "## How care works here",
    "You will have visits in person and may have visits by video or phone. Between visits you "
    "send your checks, doses and side effects through this app, and the clinic reads them "
    "when it is open.",
    "## What telehealth cannot do",
    "Nobody can examine you, measure you or treat you through a screen. The clinic may ask "
    "you to come in, or may stop treatment at a distance. An exam in person is needed before "
    "the first plan unless the clinic's policy says otherwise.",
    "You can have this care only while you live in, and are in, a state that the clinic "
    "serves. Tell the clinic before you travel or move.",
    "Federal rules for prescribing controlled substances by telehealth may change. If they "
    "do, the clinic tells you and plans the next step with you.",
    "## Emergencies: this app is not watched 24 hours a day",
    "In an emergency call 911. For thoughts of suicide call or text 988. The app helps you "
    "and the clinic to keep records; nobody watches it around the clock.",
    "## Your choice",
    "You may ask for visits in person instead, and you may stop telehealth at any time.",
)

TELEHEALTH_1 = ConsentText(
    key="telehealth",
    version=1,
    title="Care by telehealth",
    text="\n".join(_LINES_1),
    is_material=True,
    teach_back=(
        TeachBack(
            key="emergency",
            question="You have chest pain after a dose at night. What do you do?",
            options=(
                ("app", "Write it in the app and wait"),
                ("call_911", "Call 911"),
                ("morning", "Call the clinic in the morning"),
            ),
            right="call_911",
            because="Read “Emergencies” again: the app is not watched 24 hours a day. Call 911.",
        ),
    ),
)
