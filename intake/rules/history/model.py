"""The told history as plain values; None means that the page was not sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.rules.dates import YearMonth


@dataclass(frozen=True)
class PainFacts:
    """The conditions in the applicant's words, and the month in which the pain began."""

    conditions: tuple[str, ...] = ()
    began: YearMonth | None = None


@dataclass(frozen=True)
class TreatmentFacts:
    """The effect of each treatment by its key, and what was written besides."""

    effects: Mapping[str, str]
    other: str = ""


@dataclass(frozen=True)
class OpioidLine:
    """One opioid as given: nothing is converted and nothing is added up."""

    name: str
    amount: str
    times: str

    @property
    def words(self) -> str:
        return f"{self.name} {self.amount}, {self.times}"


@dataclass(frozen=True)
class KetamineUse:
    """One earlier treatment with ketamine, in words."""

    route: str
    dose: str = ""
    effect: str = ""
    reaction: str = ""
    was_stopped: bool = False


@dataclass(frozen=True)
class HistoryFacts:
    """All of it; weight in grams, height in millimetres."""

    pain: PainFacts | None = None
    treatments: TreatmentFacts | None = None
    opioids: tuple[OpioidLine, ...] | None = None
    ketamine: tuple[KetamineUse, ...] = ()
    weight_g: int | None = None
    height_mm: int | None = None
    symptoms: frozenset[str] = frozenset()
