"""What is new in a text, told line by line."""

import pytest

from intake.rules.consent import ChangeKind, text_changes

OLD = "## Risks\n- Falls.\n- Nausea.\n## Your right\nYou may stop."


def told(new):
    return [(change.kind, change.heading, change.text) for change in text_changes(OLD, new)]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        (OLD + "\n\n", []),
        (OLD.replace("- Nausea.\n", ""), [("removed", "Risks", "Nausea.")]),
        (OLD + "\nAsk first.", [("added", "Your right", "Ask first.")]),
        (
            OLD.replace("Falls.", "Falls at night."),
            [("removed", "Risks", "Falls."), ("added", "Risks", "Falls at night.")],
        ),
        (
            OLD.replace("## Your right", "## Your choice"),
            [
                ("removed", "Your right", "You may stop."),
                ("added", "Your choice", "You may stop."),
            ],
        ),
        ("", [("removed", "Risks", "Falls."), ("removed", "Risks", "Nausea."),
              ("removed", "Your right", "You may stop.")]),
    ],
    ids=["same", "blank lines", "gone", "new", "changed", "heading", "everything gone"],
)  # fmt: skip
def test_what_changed(new, expected):
    assert told(new) == expected


def test_kinds_are_words():
    assert {kind.value for kind in ChangeKind} == {"added", "removed"}
