"""Word stems for search, the same on every database.

Wagtail's SQLite search matches whole words only, so "infusions" would not find "infusion". The
index holds these stems beside the words, and a question is stemmed the same way. The steps are
the first ones of Porter's stemmer (Program 1980;14:130) and a few endings; they need not make
real words, only make the forms of one word meet.
"""

import re

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
VOWEL = re.compile(r"[aeiouy]")
MIN_WORD = 3
ENDINGS = ("fulness", "ousness", "iveness", "fully", "ness", "ful", "ly")
UNDOUBLED = re.compile(r"([^aeioulsz])\1$")


def stems(text: str) -> str:
    """The stems of a text's words, lower case, in order, parted by spaces."""
    return " ".join(stem(token) for token in TOKEN.findall(text.lower()))


def stem(word: str) -> str:
    """One lower-case word's stem; very short words and words with digits stay as they are."""
    word = re.sub(r"['’]s?$|['’]", "", word)
    if len(word) < MIN_WORD or not word.isalpha():
        return word
    return _without_last_vowel(_without_ending(_without_participle(_without_plural(word))))


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")):
        return word
    return word.removesuffix("s")


def _without_participle(word: str) -> str:
    if word.endswith("eed"):
        return word
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1 and VOWEL.search(base):
            return UNDOUBLED.sub(r"\1", base)
    return word


def _without_ending(word: str) -> str:
    for ending in ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) > 2:
            return base
    return word


def _without_last_vowel(word: str) -> str:
    """Let "dizzy" meet "dizziness", and "take" meet "taking"."""
    if len(word) < MIN_WORD:
        return word
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word.removesuffix("e")
