"""Reads our stylesheets as facts: the tokens of each theme, and the contrast of two colours."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
LIGHT = r':root,\s*\[data-bs-theme="light"\]'
SYSTEM_DARK = r':root:not\(\[data-bs-theme="light"\]\)'
CHOSEN_DARK = r'\n\[data-bs-theme="dark"\]'
PRINT = r":root,\s*\[data-bs-theme\]"


def block(stylesheet: str, selector: str) -> dict[str, str]:
    """The custom properties that a rule sets, by name without dashes."""
    text = (CSS / stylesheet).read_text()
    found = re.search(selector + r"\s*\{([^}]*)\}", text)
    assert found, f"{stylesheet} has no rule {selector}"
    return dict(re.findall(r"--([a-z-]+):\s*([^;]+);", found.group(1)))


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
