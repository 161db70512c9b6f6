"""What can be a name, a line of text or a phone number: judged once for forms and services."""

import re
import unicodedata

from intake.rules.text import gettext_noop as _

LINE_BREAKS = "\n\r\t"
# Signs that turn the direction of what follows: a name with one reads otherwise than it is stored.
DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Pictures, and code points that stand for nothing.
PICTURES = frozenset({"So", "Cn", "Co", "Cs"})
PHONE = re.compile(r"(?=(?:\D*\d){7})\+?[\d ().-]{7,20}", re.ASCII)

INVISIBLE = _("There is a sign in it that cannot be seen. Please type it again by hand.")
NOT_A_NAME = _("Write a name in letters, without emoji and without signs like < and >.")
NOT_WORDS = _("Write it in letters or numbers.")
NOT_A_PHONE = _("Write a phone number with its area code, for example (555) 010-0123.")


def text_problem(text: str) -> str:
    """What is wrong with any text that people will read; empty when nothing is."""
    signs = (sign for sign in text if sign not in LINE_BREAKS)
    hidden = any(unicodedata.category(s) == "Cc" or s in DIRECTION_SIGNS for s in signs)
    return INVISIBLE if hidden else ""


def line_problem(text: str) -> str:
    """What is wrong with a line such as a street or a city; empty when nothing is."""
    if text_problem(text):
        return text_problem(text)
    return "" if any(sign.isalnum() for sign in text) else NOT_WORDS


def name_problem(text: str) -> str:
    """What is wrong with a person's name in any script; empty when nothing is."""
    if text_problem(text):
        return text_problem(text)
    is_drawn = any(unicodedata.category(sign) in PICTURES or sign in "<>" for sign in text)
    has_letter = any(sign.isalpha() for sign in text)
    return "" if has_letter and not is_drawn else NOT_A_NAME


def phone_problem(text: str) -> str:
    """What is wrong with a phone number as people write it; empty when nothing is."""
    return "" if PHONE.fullmatch(text) else NOT_A_PHONE
