"""Which medicine a text names. Only an exact name counts; dose words beside it are ignored."""

import re
import unicodedata
from collections.abc import Iterator

from intake.rules.medicines.classes import UNKNOWN
from intake.rules.medicines.table import ENTRIES, ENTRY_BY_KEY, Entry

LONGEST_NAME_WORDS = 5
SHORTEST_MENTION = 4
_STRENGTH = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|ug|g|grams?|ml|iu|units?|meq|%)"
    r"(?:\s*/\s*\d*\s*(?:mg|ml|h|hr|hour))?\b|%|\b\d+\s*(?:x|times)\b"
)
_FILLERS = frozenset({"and", "with", "of", "the", "a", "an", "plus"})
_FORM_WORDS = (
    "tablet tablets tab tabs capsule capsules cap caps pill pills patch patches cream gel liquid "
    "solution suspension syrup spray nasal drops drop oral injection chewable generic strength "
    "er xr xl sr cr la cd ir dr odt release extended immediate delayed sustained "
    "once twice three four times time one two half daily day days week weekly every each per "
    "hour hours at in by on for as needed prn bid tid qid qd qhs hs morning noon evening night "
    "bedtime mouth i take taking used about"
)
_SALT_WORDS = (
    "hcl hydrochloride sodium potassium tartrate succinate maleate besylate mesylate sulfate "
    "sulphate acetate citrate carbonate hydrobromide hbr phosphate fumarate bitartrate pamoate "
    "medoxomil calcium disodium"
)
_FORMS = frozenset(_FORM_WORDS.split())
_SALTS = frozenset(_SALT_WORDS.split())


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without accents, signs and fillers."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("'", "").replace("’", "")
    return [word for word in re.findall(r"\w+", plain) if word not in _FILLERS]


def _mark(words: list[str]) -> tuple[str, ...]:
    """The same words in any order are the same name: parts of a product come in any order."""
    return tuple(sorted(words))


def _index() -> dict[tuple[str, ...], Entry]:
    return {_mark(words_of(name)): entry for entry in ENTRIES for name in entry.names}


INDEX = _index()


def readings(text: str) -> Iterator[list[str]]:
    """The text as a name, with less and less of what only tells strength, form and use."""
    yield words_of(text)
    words = words_of(_STRENGTH.sub(" ", unicodedata.normalize("NFKC", text).lower()))
    yield words
    words = [word for word in words if word not in _FORMS and not word.isdigit()]
    yield words
    yield [word for word in words if word not in _SALTS]


def bare_name(text: str) -> str:
    """What is left of a text as a name, for the search of similar ones."""
    *_others, least = readings(text)
    return " ".join(least)


def entry_named(text: str) -> Entry | None:
    """The medicine whose name or brand this text is, spelled exactly; else None."""
    return next((INDEX[_mark(w)] for w in readings(text) if w and _mark(w) in INDEX), None)


def entries_mentioned(text: str) -> tuple[Entry, ...]:
    """Every medicine that a longer text names in full, so that none hides in a sentence."""
    words = words_of(_STRENGTH.sub(" ", unicodedata.normalize("NFKC", text).lower()))
    found = {}
    for length in range(LONGEST_NAME_WORDS, 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            entry = INDEX.get(_mark(part))
            if entry is not None and len("".join(part)) >= SHORTEST_MENTION:
                found[entry.key] = entry
    return tuple(found.values())


def class_keys_of(name: str, entry_key: str = "") -> tuple[str, ...]:
    """The classes of a line of the list. Without a sure entry it is unknown, and goes to a person.

    A longer text keeps the classes of whatever it names, so that it is never judged milder.
    """
    entry = ENTRY_BY_KEY.get(entry_key)
    if entry is not None:
        return entry.class_keys
    keys = [key for mentioned in entries_mentioned(name) for key in mentioned.class_keys]
    return tuple(dict.fromkeys([*keys, UNKNOWN]))
