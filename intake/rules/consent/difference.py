"""What a new version says differently, line by line, for a reader and not for a programmer."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class TextChange:
    """One line that is new or gone, with the heading that it stands under."""

    kind: ChangeKind
    heading: str
    text: str


def text_changes(old: str, new: str) -> list[TextChange]:
    """The lines that differ, in reading order; what is gone comes before what is new."""
    before, after = _lines(old), _lines(new)
    changes: list[TextChange] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        changes += _as_changes(ChangeKind.REMOVED, before[old_from:old_to])
        changes += _as_changes(ChangeKind.ADDED, after[new_from:new_to])
    return changes


def _as_changes(kind: ChangeKind, lines: list[tuple[str, str]]) -> list[TextChange]:
    return [TextChange(kind, heading, text) for heading, text in lines]


def _lines(text: str) -> list[tuple[str, str]]:
    """Every paragraph and list item with its heading; a heading alone is not a change."""
    return list(_under_headings(text))


def _under_headings(text: str) -> Iterator[tuple[str, str]]:
    heading = ""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        else:
            yield heading, line.removeprefix("- ")
