"""Reads the project's own source as data: which module imports what, in which room it stands."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("ketaclinic", "content", "intake", "dosing", "monitoring")
ROOMS = frozenset(
    [
        "choices",
        "rules",
        "models",
        "selectors",
        "services",
        "forms",
        "views",
        "presenters",
        "tasks",
        "admin",
        "urls",
        "access",
        "apps",
        "receivers",
    ]
)


@dataclass(frozen=True)
class Module:
    """One source file: `monitoring/checkins/rules/gate.py` is room `rules`."""

    path: Path
    tree: ast.Module

    @property
    def dotted(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        return next((part for part in self.dotted.split(".")[1:] if part in ROOMS), "")

    @property
    def package(self) -> str:
        """The app: what stands before the room."""
        parts = self.dotted.split(".")
        cut = next((i for i, part in enumerate(parts) if i and part in ROOMS), len(parts))
        return ".".join(parts[:cut])

    def imports(self) -> Iterator[tuple[int, str]]:
        """Each import as (line, dotted name); `from a import b` gives `a.b`."""
        package = self.dotted if self.path.name == "__init__.py" else self.dotted.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = _absolute(node, package)
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    kept = parts[: len(parts) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the product, without migrations and tests."""
    return tuple(
        Module(path, ast.parse(path.read_text(encoding="utf-8")))
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    )


def room_of(dotted: str) -> str:
    """The room that an imported name stands in, or an empty string."""
    return next((part for part in dotted.split(".")[1:] if part in ROOMS), "")


def is_ours(dotted: str) -> bool:
    return dotted.split(".")[0] in APPS
