"""Samples for the gallery: each component with each state, once for a theme."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator

from ketaclinic.look.forms import (
    WRONG,
    WRONG_PRESSURE,
    SampleForm,
    SamplePressureForm,
    prefixed,
)

KINDS = (
    ("go", "In range"),
    ("wait", "Repeat in 15 min"),
    ("stop", "Not this dose"),
    ("call", "Call 911"),
    ("info", "For your information"),
    ("quiet", "Nothing to do"),
)
COLOURS = ("bg", "surface", "ink", "muted", "line", "brand", "link", "go", "wait", "stop", "info")
STEPS = (("About you", "done"), ("Your health", "done"), ("Medicines", "now"), ("Consent", "todo"))
TERMS = (("Dose", "25 mg, one capsule"), ("Times", "08:00, 14:00, 20:00"), ("Weight", None))
WEEK = (
    {"label": "Mon", "kind": "go", "word": "all doses taken"},
    {"label": "Tue", "kind": "go", "word": "all doses taken"},
    {"label": "Wed", "kind": "wait", "word": "one dose late"},
    {"label": "Thu", "kind": "stop", "word": "held"},
    {"label": "Fri", "kind": "go", "word": "all doses taken"},
    {"label": "Sat", "kind": "quiet", "word": "due today", "is_today": True},
    {"label": "Sun", "kind": "quiet", "word": "not yet due"},
)
FILTERS = (
    {"label": "All", "count": 24, "href": "#filters", "is_active": True},
    {"label": "Emergency", "count": 1, "href": "#filters"},
    {"label": "Same day", "count": 4, "href": "#filters"},
    {"label": "Routine", "count": 19, "href": "#filters"},
)
ACTIONS = (
    {"label": "Acknowledge", "url": "#alerts", "kind": "outline"},
    {"label": "Resolve with a note", "url": "#alerts", "kind": "quiet"},
)


@dataclass(frozen=True)
class SampleAlert:
    """An alert as the card reads one."""

    severity: str
    title: str
    sentence: str
    limit_text: str
    source: str
    clears_when: str
    opened_at: datetime = field(default=datetime(2026, 11, 21, 14, 12, tzinfo=UTC))
    acknowledged_at: datetime | None = None


ALERTS = (
    SampleAlert(
        "emergency",
        "Severe blood pressure with symptoms",
        "BP 186/124 with chest pain, 12 minutes after the dose.",
        "180/120 with any symptom",
        "Clinic policy, AHA",
        "A clinician closes it",
    ),
    SampleAlert(
        "same_day",
        "High blood pressure before the dose",
        "BP 168/104 at 13:05; the dose was not offered.",
        "160/100",
        "Clinic policy",
        "A reading under 140/90 and a clinician's note",
    ),
    SampleAlert(
        "routine",
        "Two doses missed",
        "No report for the doses of Thursday 14:00 and 20:00.",
        "2 in 7 days",
        "Clinic policy",
        "The next report",
    ),
)
ROWS = (
    {
        "kind": "call",
        "word": "Emergency",
        "name": "Rosa Marin",
        "detail": "54",
        "why": "BP 186/124 with chest pain",
        "pain": "7 (was 6)",
        "last_dose": "13:53",
        "waiting": "4 min",
        "owner": "N. Adeyemi",
    },
    {
        "kind": "stop",
        "word": "Same day",
        "name": "Samuel Okoro",
        "detail": "61",
        "why": "BP 168/104, limit 160/100",
        "pain": "5 (was 7)",
        "next_dose": "20:00",
        "is_chosen": True,
        "waiting": "1 h 10",
    },
    {
        "kind": "quiet",
        "word": "Nothing to do",
        "name": "Wilhelmina Featherstonehaugh-Vandenberg",
        "detail": "47",
        "why": "Last look 3 days ago",
        "pain": "4 (was 6)",
        "next_dose": "20:00",
    },
)
TRENDS = ("up", "down", "flat")


def gallery() -> dict[str, Any]:
    """Everything that the gallery's page shows, in both themes."""
    return {"themes": [_samples("light"), _samples("dark")], "icons": icon_names()}


def icon_names() -> list[str]:
    """Every symbol that the sprite holds, in its own order."""
    sprite = settings.BASE_DIR / "static" / "img" / "icons.svg"
    return re.findall(r'<symbol id="([a-z-]+)"', sprite.read_text())


def _samples(theme: str) -> dict[str, Any]:
    rows = [dict(row, href="#rows") for row in ROWS]
    wrong = SampleForm(prefixed(WRONG, f"{theme}-wrong"), prefix=f"{theme}-wrong")
    wrong_reading = SamplePressureForm(
        prefixed(WRONG_PRESSURE, f"{theme}-high"), prefix=f"{theme}-high"
    )
    return {
        "theme": theme,
        "form": SampleForm(prefix=theme),
        "wrong_form": wrong,
        "reading": SamplePressureForm(prefix=f"{theme}-bp"),
        "wrong_reading": wrong_reading,
        "kinds": KINDS,
        "colours": COLOURS,
        "steps": STEPS,
        "terms": TERMS,
        "week": WEEK,
        "filters": FILTERS,
        "alerts": ALERTS,
        "actions": ACTIONS,
        "rows": rows,
        "trends": TRENDS,
        "page": _page(),
        "dialog_id": f"{theme}-dialog",
        "filter_label": f"Filter, {theme}",
        "pages_label": f"Pages, {theme}",
    }


def _page() -> Page:
    return Paginator(range(90), 30).page(2)
