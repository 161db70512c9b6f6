"""Electronic records and signatures, as 15 USC 7001(c) asks (S116)."""

from intake.rules.consent.model import ConsentText, TeachBack

_LINES_1 = (
    "## What you agree to",
    "You agree to read, sign and receive documents of this program electronically. This "
    "covers all documents of the program until you take the agreement back.",
    "## Paper is possible",
    "You can ask the clinic for a paper copy, or to sign on paper instead, without charge.",
    "## How to take this back",
    "You can take back this or any other agreement in the app under “My agreements”, or by "
    "telling the clinic. Doses then stop until you have talked with the clinic. What you did "
    "before stays valid.",
    "## What you need",
    "A device with a current web browser, an email address, and a way to save or print a PDF "
    "file. Open the copy that you get after signing: if you can read it, your device is fit. "
    "Tell the clinic when your email address changes.",
    "## How you sign",
    "By typing your name and ticking the box you sign. The app keeps the exact text, its "
    "digital fingerprint, your name, the time and the network address.",
)

ELECTRONIC_1 = ConsentText(
    key="electronic_records",
    version=1,
    title="Electronic records and signatures",
    text="\n".join(_LINES_1),
    is_material=True,
    teach_back=(
        TeachBack(
            key="paper",
            question="Can you have a paper copy of what you sign?",
            options=(
                ("no", "No, only on the screen"),
                ("free", "Yes, without charge"),
                ("paid", "Yes, for a fee"),
            ),
            right="free",
            because="Read “Paper is possible” again: a paper copy is free.",
        ),
    ),
)
