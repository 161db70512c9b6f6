"""The table of medicines, read from its lines: each name and brand with its classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.rules.medicines.classes import UNKNOWN
from intake.rules.medicines.table_combined import COMBINED
from intake.rules.medicines.table_levels import LEVELS
from intake.rules.medicines.table_pressure import PRESSURE
from intake.rules.medicines.table_sedating import SEDATING


@dataclass(frozen=True)
class Entry:
    """One medicine, or one product of several, by whatever name it is sold."""

    key: str
    name: str
    class_keys: tuple[str, ...]
    brands: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.brands)


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.strip().splitlines():
        yield [part.strip() for part in line.split("|")]


def _brands(text: str) -> tuple[str, ...]:
    return tuple(brand.strip() for brand in text.split(",") if brand.strip())


def _key(name: str) -> str:
    return name.lower().replace("'", "").replace("/", "-").replace(" ", "-")


def _singles() -> Iterator[Entry]:
    for text in (LEVELS, SEDATING, PRESSURE):
        for name, classes, brands in _lines(text):
            yield Entry(_key(name), name, tuple(classes.split()), _brands(brands))


def _combined(singles: Mapping[str, Entry]) -> Iterator[Entry]:
    for parts_text, brands in _lines(COMBINED):
        parts = [part.strip() for part in parts_text.split("+")]
        found = [singles[part].class_keys if part in singles else (UNKNOWN,) for part in parts]
        keys = tuple(dict.fromkeys(key for keys in found for key in keys))
        name = "/".join(parts)
        yield Entry(_key(name), name, keys, _brands(brands))


_BY_NAME = {entry.name: entry for entry in _singles()}
ENTRIES: tuple[Entry, ...] = (*_BY_NAME.values(), *_combined(_BY_NAME))
ENTRY_BY_KEY: Mapping[str, Entry] = {entry.key: entry for entry in ENTRIES}
