"""What the strict content policy and the house forbid in a template, and in a stylesheet."""

import re

import pytest

from tests.look.stylesheets import CSS, ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# The admins have a policy of their own; what stands under these folders is theirs.
OURS = [path for path in TEMPLATES if "wagtailadmin" not in path.parts]
STYLESHEETS = sorted(CSS.glob("*.css"))
SYMBOLS = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static/img/icons.svg").read_text()))
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)


def relative(path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path) -> str:
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", OURS, ids=relative)
class TestEveryTemplate:
    def test_has_no_inline_style(self, path):
        assert not re.search(r"<style|\sstyle\s*=", text_of(path))

    def test_has_no_inline_handler(self, path):
        assert not re.search(r"""<[^>]*\son[a-z]+\s*=\s*["']""", text_of(path))
        assert "javascript:" not in text_of(path)

    def test_runs_only_scripts_with_a_nonce_or_data(self, path):
        for tag in re.findall(r"<script\b[^>]*>", text_of(path)):
            assert "nonce=" in tag or "application/json" in tag, tag

    def test_loads_nothing_from_elsewhere(self, path):
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text_of(path))

    def test_guards_each_form_that_writes(self, path):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', text_of(path), re.DOTALL):
            assert "csrf_token" in form or "form_token" in form, form[:120]

    def test_names_only_symbols_that_the_sprite_holds(self, path):
        assert set(re.findall(r'{% icon "([a-z-]+)" %}', text_of(path))) <= SYMBOLS

    def test_is_short(self, path):
        assert len(path.read_text().splitlines()) <= 80

    def test_holds_no_symbol_for_danger_alone(self, path):
        """An image without words says nothing to somebody who hears the page."""
        for tag in re.findall(r"<img\b[^>]*>", text_of(path)):
            assert "alt=" in tag, tag


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
class TestEveryStylesheet:
    def test_is_short(self, path):
        assert len(path.read_text().splitlines()) <= 300

    def test_takes_its_colours_from_the_tokens(self, path):
        """Only the tokens, the paper and the QR code's ground name a colour."""
        if path.name in {"tokens.css", "print.css"}:
            return
        assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*;)", path.read_text())) <= {
            "#FFFFFF",
            "#000000",
        }

    def test_never_takes_the_focus_ring_away_without_giving_one(self, path):
        text = path.read_text()
        for rule in re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:none|0)\b", text):
            assert ":not(:focus-visible)" in rule or ":focus-visible" in rule, rule

    def test_has_as_many_closing_as_opening_braces(self, path):
        assert path.read_text().count("{") == path.read_text().count("}")


def test_motion_stops_for_those_who_ask():
    assert "prefers-reduced-motion: reduce" in (CSS / "base.css").read_text()
