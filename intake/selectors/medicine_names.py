"""Find a medicine by what somebody typed: exactly, by its beginning, or despite a misspelling."""

from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from intake.rules.medicines import ENTRIES, Entry, bare_name, entry_named
from intake.rules.medicines.lookup import words_of

SHORTEST_BEGINNING = 3
SHORTEST_SIMILAR = 4
# The share of letters that must agree. In a long name the same share would let azithromycin pass
# for clarithromycin, so it is higher there. Both are tested with real misspellings and look-alikes.
SIMILAR_SHORT = 0.75
SIMILAR_LONG = 0.79
LONG_NAME = 10
MOST_SUGGESTIONS = 6


@dataclass(frozen=True)
class Suggestion:
    """A medicine that may be meant; only the person who typed can say so."""

    entry: Entry
    name: str

    @property
    def words(self) -> str:
        """The name that came near, with what it contains."""
        return self.name if self.name == self.entry.name else f"{self.name} ({self.entry.name})"


@dataclass(frozen=True)
class Found:
    """`entry` is certain; suggestions are questions."""

    entry: Entry | None = None
    suggestions: tuple[Suggestion, ...] = ()


def medicine_find(text: str) -> Found:
    """What a typed text may mean. Dose words are ignored; an inexact match is never certain."""
    entry = entry_named(text)
    if entry is not None:
        return Found(entry=entry)
    name = bare_name(text)
    near = [*_beginning(name), *_similar(name)]
    first_of_each: dict[str, Suggestion] = {}
    for suggestion in near:
        first_of_each.setdefault(suggestion.entry.key, suggestion)
    return Found(suggestions=tuple(first_of_each.values())[:MOST_SUGGESTIONS])


def medicine_names() -> list[str]:
    """Every name and brand of the table in the order of the alphabet, for a list to pick from."""
    return sorted({name for entry in ENTRIES for name in entry.names}, key=str.casefold)


@cache
def _names() -> dict[str, Suggestion]:
    return {
        " ".join(words_of(name)): Suggestion(entry, name)
        for entry in ENTRIES
        for name in entry.names
    }


def _beginning(name: str) -> list[Suggestion]:
    if len(name) < SHORTEST_BEGINNING:
        return []
    return [each for known, each in _names().items() if known.startswith(name)]


def _similar(name: str) -> list[Suggestion]:
    if len(name) < SHORTEST_SIMILAR:
        return []
    share = SIMILAR_LONG if len(name) >= LONG_NAME else SIMILAR_SHORT
    rows = process.extract(
        name,
        list(_names()),
        scorer=DamerauLevenshtein.normalized_similarity,
        limit=MOST_SUGGESTIONS,
        score_cutoff=share,
    )
    return [_names()[known] for known, _share, _place in rows]
