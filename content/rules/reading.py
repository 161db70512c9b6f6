"""How long a text takes to read, and how hard it is."""

import math
import re

from content.rules.citations import without_marks

WORDS_PER_MINUTE = 200
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouycgszx]es)$")


def words(text: str) -> list[str]:
    """The words of a text, source marks and numbers left out."""
    return WORD.findall(without_marks(text))


def reading_minutes(text: str) -> int:
    """Whole minutes at an ordinary pace; never below one."""
    return max(1, math.ceil(len(words(text)) / WORDS_PER_MINUTE))


def syllables(word: str) -> int:
    """Spoken vowel groups of an English word, at least one."""
    lower = word.lower()
    groups = len(VOWELS.findall(lower))
    return max(1, groups - bool(SILENT_END.search(lower)))


def sentences(text: str) -> list[str]:
    """The stretches between full stops, colons and line ends that hold a word."""
    return [part for part in SENTENCE_END.split(without_marks(text)) if WORD.search(part)]


def school_grade(text: str) -> float | None:
    """The Flesch-Kincaid grade, one decimal; None for a text without words."""
    found = words(text)
    if not found:
        return None
    per_sentence = len(found) / len(sentences(text))
    per_word = sum(syllables(word) for word in found) / len(found)
    return round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1)
