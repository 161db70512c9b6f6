"""When two records may be of one person: the same birth date, and names that read the same."""

import unicodedata


def plain_name(text: str) -> str:
    """A name without accents, case, spaces and marks: "O'Neil-Núñez" reads "oneilnunez"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def is_same_name(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether (first name, last name) reads the same, also with the two the other way round."""
    one, other = tuple(map(plain_name, first)), tuple(map(plain_name, second))
    return any(one) and (one == other or one == other[::-1])
