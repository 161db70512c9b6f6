"""What the strict content policy and the house forbid in a template, and in a stylesheet."""

import re

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


def offenders(paths, is_wrong) -> list[str]:
    """The files of which this is true, so that one failure names them all."""
    return [relative(path) for path in paths if is_wrong(text_of(path))]


def tags(text: str, name: str) -> list[str]:
    return re.findall(rf"<{name}\b[^>]*>", text)


def test_there_are_templates_and_stylesheets_to_read():
    assert len(TEMPLATES) > 100
    assert len(STYLESHEETS) > 10


class TestEveryTemplate:
    def test_has_no_inline_style(self):
        assert not offenders(OURS, re.compile(r"<style|\sstyle\s*=").search)

    def test_has_no_inline_handler(self):
        handler = re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']|javascript:""")
        assert not offenders(OURS, handler.search)

    def test_runs_only_scripts_with_a_nonce_or_data(self):
        def is_bare(text: str) -> bool:
            bare = [tag for tag in tags(text, "script") if "nonce=" not in tag]
            return any("application/json" not in tag for tag in bare)

        assert not offenders(OURS, is_bare)

    def test_loads_nothing_from_elsewhere(self):
        elsewhere = re.compile(r"""<(?:script|link|img|use)\b[^>]*["'](?:https?:)?//""")
        assert not offenders(OURS, elsewhere.search)

    def test_guards_each_form_that_writes(self):
        def is_open(text: str) -> bool:
            forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
            return any("csrf_token" not in form and "form_token" not in form for form in forms)

        assert not offenders(OURS, is_open)

    def test_names_only_symbols_that_the_sprite_holds(self):
        def is_unknown(text: str) -> bool:
            return not set(re.findall(r'{% icon "([a-z-]+)" %}', text)) <= SYMBOLS

        assert not offenders(OURS, is_unknown)

    def test_gives_every_image_its_words(self):
        def is_mute(text: str) -> bool:
            return any("alt=" not in tag for tag in tags(text, "img"))

        assert not offenders(OURS, is_mute)

    def test_is_short(self):
        assert not offenders(OURS, lambda text: len(text.splitlines()) > 80)


class TestEveryStylesheet:
    def test_is_short(self):
        assert not offenders(STYLESHEETS, lambda text: len(text.splitlines()) > 300)

    def test_takes_its_colours_from_the_tokens(self):
        """Only the tokens, the paper and the QR code's ground name a colour."""
        screen = [path for path in STYLESHEETS if path.name not in {"tokens.css", "print.css"}]

        def is_loose(text: str) -> bool:
            named = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*;)", text))
            return not named <= {"#FFFFFF", "#000000"}

        assert not offenders(screen, is_loose)

    def test_never_takes_the_focus_ring_away_without_giving_one(self):
        def is_blind(text: str) -> bool:
            rules = re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:none|0)\b", text)
            return any(":focus-visible" not in rule for rule in rules)

        assert not offenders(STYLESHEETS, is_blind)

    def test_has_as_many_closing_as_opening_braces(self):
        assert not offenders(STYLESHEETS, lambda text: text.count("{") != text.count("}"))


def test_motion_stops_for_those_who_ask():
    assert "prefers-reduced-motion: reduce" in (CSS / "base.css").read_text()
