"""One version of one document, and the hash that proves which words were on the screen."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class ConsentText:
    """`text` holds headings ("## "), list items ("- ") and paragraphs, one a line."""

    key: str
    version: int
    title: str
    text: str
    is_material: bool

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()
