"""How a typed source mark such as [S10] becomes a numbered footnote."""

import re

MARK = re.compile(r"\[(S\d{1,3}[a-z]?)\]")
KEY = re.compile(r"S\d{1,3}[a-z]?")


def is_key(text: str) -> bool:
    """True where the text has the shape of a source key, like S10 or S74b."""
    return KEY.fullmatch(text) is not None


def cited_keys(text: str) -> list[str]:
    """The keys cited in the text, each once, in the order of their first mention."""
    return list(dict.fromkeys(MARK.findall(text)))


def footnote_numbers(text: str, listed: list[str]) -> dict[str, int]:
    """Number listed sources by first mention; those never mentioned follow in list order."""
    cited = [key for key in cited_keys(text) if key in listed]
    order = dict.fromkeys([*cited, *listed])
    return {key: number for number, key in enumerate(order, start=1)}


def unlisted_keys(text: str, listed: list[str]) -> list[str]:
    """Keys that the text cites and the list of sources lacks."""
    return [key for key in cited_keys(text) if key not in listed]


def repeated_keys(listed: list[str]) -> list[str]:
    """Keys that stand more than once in the list of sources."""
    return [key for key in dict.fromkeys(listed) if listed.count(key) > 1]


def without_marks(text: str) -> str:
    """The text as a reader says it: no source marks."""
    return MARK.sub("", text)
