"""What is different between two submissions: pages, and findings that came, rose or went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.choices import Action

MOST_URGENT_FIRST = (Action.EXCLUDE, Action.REVIEW, Action.NOTE)
Findings = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """The pages that were answered otherwise, and what that does to the findings, by key."""

    sections: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    rose: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    is_riskier: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.sections or self.came or self.rose or self.went)


def difference(
    facts: tuple[Mapping[str, object], Mapping[str, object]], found: tuple[Findings, Findings]
) -> Difference:
    """Compare two submissions, the older one first; findings are actions by key."""
    before, after = found
    pages = dict.fromkeys([*facts[0], *facts[1]])
    return Difference(
        sections=tuple(page for page in pages if facts[0].get(page) != facts[1].get(page)),
        came=tuple(key for key in after if key not in before),
        rose=tuple(key for key in after if key in before and _is_stricter(after, before, key)),
        went=tuple(key for key in before if key not in after),
        is_riskier=is_riskier(before, after),
    )


def is_riskier(before: Findings, after: Findings) -> bool:
    """Whether the strictest action rose, or something excludes that did not exclude before."""
    return rank(after.values()) < rank(before.values()) or bool(new_exclusions(before, after))


def new_exclusions(before: Findings, after: Findings) -> list[str]:
    """The keys that exclude now and did not before."""
    return [
        key
        for key, action in after.items()
        if action == Action.EXCLUDE and before.get(key) != Action.EXCLUDE
    ]


def rank(actions: Iterable[str]) -> int:
    """The place of the strictest action, 0 for the most urgent; no action at all comes last."""
    places = [MOST_URGENT_FIRST.index(Action(action)) for action in actions]
    return min(places, default=len(MOST_URGENT_FIRST))


def _is_stricter(after: Findings, before: Findings, key: str) -> bool:
    return rank([after[key]]) < rank([before[key]])
