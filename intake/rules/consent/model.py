"""One version of one document, its teach-back, and the hash that proves which words were shown."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class TeachBack:
    """A short question that shows whether a key point came across; `because` leads back to it."""

    key: str
    question: str
    options: tuple[tuple[str, str], ...]
    right: str
    because: str

    def words(self, option: str) -> str:
        """The option as it was shown; empty when there is no such option."""
        return dict(self.options).get(option, "")


@dataclass(frozen=True)
class ConsentText:
    """`text` holds headings ("## "), list items ("- ") and paragraphs, one a line."""

    key: str
    version: int
    title: str
    text: str
    is_material: bool
    teach_back: tuple[TeachBack, ...] = ()

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()
