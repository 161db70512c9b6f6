"""Each pair of colours that meets on a page can be read, in both themes and on paper."""

import pytest

from tests.look.stylesheets import CHOSEN_DARK, LIGHT, PRINT, SYSTEM_DARK, block, contrast

TEXT = 5.7
CONTROL = 3.0
THEMES = {"light": LIGHT, "system dark": SYSTEM_DARK, "chosen dark": CHOSEN_DARK}
TEXT_PAIRS = [
    *((word, ground) for word in ("ink", "muted") for ground in ("bg", "surface", "sunken")),
    *((word, ground) for word in ("link", "brand", "stop") for ground in ("bg", "surface")),
    *((kind, f"{kind}-bg") for kind in ("go", "wait", "stop", "call", "info", "brand")),
    *(("ink", f"{kind}-bg") for kind in ("go", "wait", "stop", "info", "brand")),
    *((kind, "surface") for kind in ("go", "wait", "info")),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-strong"),
    ("stop-ink", "stop"),
    ("bg", "ink"),
    ("call-bg", "call"),
]
CONTROL_PAIRS = [
    ("muted", "surface"),
    ("link", "bg"),
    ("link", "surface"),
    ("brand", "surface"),
    *((f"chart-{series}", "surface") for series in ("systolic", "diastolic", "dose", "pain")),
    ("chart-function", "surface"),
]


def named(pair: tuple[str, str]) -> str:
    return " on ".join(pair)


@pytest.fixture(params=THEMES, ids=lambda name: name.replace(" ", "_"))
def theme(request) -> dict[str, str]:
    return block("tokens.css", THEMES[request.param])


@pytest.mark.parametrize(("word", "ground"), TEXT_PAIRS, ids=map(named, TEXT_PAIRS))
def test_text_is_readable(theme, word, ground):
    assert contrast(theme[word], theme[ground]) >= TEXT


@pytest.mark.parametrize(("mark", "ground"), CONTROL_PAIRS, ids=map(named, CONTROL_PAIRS))
def test_controls_rings_and_lines_are_visible(theme, mark, ground):
    assert contrast(theme[mark], theme[ground]) >= CONTROL


def test_the_system_s_dark_and_the_chosen_dark_are_one():
    assert block("tokens.css", SYSTEM_DARK) == block("tokens.css", CHOSEN_DARK)


def test_dark_says_every_colour_that_light_says():
    assert block("tokens.css", LIGHT).keys() == block("tokens.css", CHOSEN_DARK).keys()


def test_paper_is_black_on_white():
    paper = block("print.css", PRINT)
    assert (paper["bg"], paper["ink"]) == ("#FFFFFF", "#000000")
    greys = {"#FFFFFF", "#000000", "#808080"}
    assert set(paper.values()) <= greys


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_the_measure_itself_is_right(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
