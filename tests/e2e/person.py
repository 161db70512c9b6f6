"""Somebody with a browser: walks pages, and has every page that they visit checked by axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@dataclass
class Person:
    """One person of a story. `page` is Playwright's; the methods are what people do.

    `checked` holds what was looked at, by this person and by all others of the same run.
    """

    name: str
    page: Page
    folder: Path
    checked: set[tuple[object, ...]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self._listen)

    def _listen(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def goes_to(self, path: str, *, anew: bool = False) -> "Person":
        """Open a page of the site and look at it; anew, though one of its kind was looked at."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        self.looks(anew=anew)
        return self

    def looks(self, *, anew: bool = False) -> None:
        """Check the page for barriers, once for each kind of page, person, width and theme."""
        assert self.faults == [], f"{self.name} on {self.page.url}"
        kind = re.sub(r"[0-9a-f-]{36}|\d+", "…", self.page.url.split("?")[0])
        looked = (self._reader(), kind, *self._window())
        if looked in self.checked and not anew:
            return
        self.checked.add(looked)
        assert self.fits(), f"{kind} scrolls sideways at {self.page.viewport_size}"
        with self.whole_page():
            results = Axe().run(self.page, options=AXE_RULES)
        assert results.violations_count == 0, f"{kind}\n{results.generate_report()}"

    def _reader(self) -> str:
        """Who reads it; the entrance is the same page for everybody."""
        path = urlsplit(self.page.url).path
        return "" if path in {"/", "/accounts/login/", "/accounts/signup/"} else self.name

    def _window(self) -> tuple[int, bool]:
        """Its width, and whether it is dark."""
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        return (self.page.viewport_size or {"width": 1440})["width"], bool(dark)

    @contextmanager
    def whole_page(self) -> Iterator[None]:
        """A window as tall as the page: the bar at its foot then covers nothing by chance."""
        before = self.page.viewport_size or {"width": 1440, "height": 900}
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": before["width"], "height": max(int(height), 900)})
        yield
        self.page.set_viewport_size(before)

    def fits(self) -> bool:
        """Whether nothing is wider than the window."""
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"
            )
        )

    def presses(self, name: str, *, exact: bool = False) -> "Person":
        """Press the button or follow the link of this name, and look at where it leads."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        target.first.click()
        self.page.wait_for_load_state()
        self.looks()
        return self

    def sends(self) -> "Person":
        """Press the one filled button of the page's form."""
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_load_state()
        self.looks()
        return self

    def ticks(self, name: str, *values: str) -> "Person":
        """Tick boxes of a group, by their labels."""
        for value in values:
            self.chooses(name, value)
        return self

    def fills(self, **values: str) -> "Person":
        """Fill fields by their name in the form."""
        for name, value in values.items():
            self.field(name).fill(value)
        return self

    def puts(self, name: str, value: str | list[str]) -> "Person":
        """Give the field of this name this value, whatever it is; nothing where there is none."""
        field = self.field(name)
        if not field.count():
            return self
        kind = field.evaluate("field => field.type")
        if kind in {"radio", "checkbox"}:
            self._picks(name, value if isinstance(value, list) else [value])
        elif kind.startswith("select"):
            field.select_option(value)
        elif kind != "hidden":
            field.fill(str(value))
        return self

    def _picks(self, name: str, values: list[str]) -> None:
        for value in values:
            control = self.page.locator(f"[name='{name}'][value='{value}']")
            if control.count() and not control.is_checked():
                self.chooses(name, value)
            elif not control.count() and self.field(name).get_attribute("type") == "checkbox":
                self.page.locator(f"[name='{name}']").check()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name}']").first

    def chooses(self, name: str, value: str) -> "Person":
        """Choose one of a group of chips, by the label, as a thumb would."""
        control = self.page.locator(f"[name='{name}'][value='{value}']")
        self.page.locator(f"label[for='{control.get_attribute('id')}']").click()
        return self

    def sees(self, text: str | re.Pattern[str]) -> "Person":
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def signs_in_as(self, role: str) -> "Person":
        """The demo's one click."""
        self.goes_to("/accounts/login/")
        self.page.locator(f"form[action$='/accounts/demo/{role}/'] button").click()
        self.page.wait_for_load_state()
        return self
