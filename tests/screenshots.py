"""Take the main pages of the demo clinic at 390 and 1440 px: `make screenshots`.

Names of single pictures may be given: `python -m tests.screenshots today chart`.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browser import FLAGS
from tests.e2e.site import Site, site_start, site_stop
from tests.support.database import ROOT, SqliteDatabase
from tests.support.servers import find_chromium

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = (390, 1440)


@dataclass(frozen=True)
class Shot:
    """One page: who looks, where, which link to follow first, in which colours."""

    name: str
    path: str
    role: str = ""
    follow: str = ""
    dark: bool = False


SHOTS = (
    Shot("landing", "/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("today", "/today/", "patient"),
    Shot("today-dark", "/today/", "patient", dark=True),
    Shot("check", "/today/", "patient", follow="main a[href^='/check/']"),
    Shot("check-in", "/check-in/", "patient"),
    Shot("how-i-feel", "/how-i-feel/", "patient"),
    Shot("schedule", "/schedule/", "patient"),
    Shot("schedule-month", "/schedule/?show=month", "patient"),
    Shot("plan", "/plan/", "patient"),
    Shot("doses", "/doses/", "patient"),
    Shot("supply", "/supply/", "patient"),
    Shot("messages", "/messages/", "patient"),
    Shot("reach", "/reach/", "patient"),
    Shot("help", "/help/"),
    Shot("worklist", "/clinic/", "nurse"),
    Shot("worklist-dark", "/clinic/", "nurse", dark=True),
    Shot("chart", "/clinic/", "nurse", follow="main a[href^='/clinic/patients/']"),
    Shot("applications", "/clinic/applications/", "prescriber"),
    Shot("plans", "/clinic/plans/", "prescriber"),
    Shot("plan-editor", "/clinic/plans/", "prescriber", follow="main a[href$='/plan/']"),
    Shot("policy", "/clinic/policy/", "medical_director"),
    Shot("reminders", "/clinic/reminders/", "manager"),
    Shot("learn", "/learn/"),
    Shot("article", "/learn/", follow="main a[href^='/learn/']"),
)


def page_of(browser: Browser, site: Site, shot: Shot, width: int) -> Page:
    """A signed-in page at this width, with motion off and the colours asked for."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": 844 if width < 500 else 900},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shot.role:
        page.goto("/accounts/login/")
        page.locator(f"form[action$='/accounts/demo/{shot.role}/'] button").click()
        page.wait_for_load_state()
    return page


def take(browser: Browser, site: Site, shot: Shot, width: int) -> Path:
    """Open the page and write its picture."""
    page = page_of(browser, site, shot, width)
    page.goto(shot.path)
    if shot.follow:
        page.goto(page.locator(shot.follow).first.get_attribute("href") or "/")
    page.wait_for_load_state("networkidle")
    path = FOLDER / f"{shot.name}-{width}.png"
    # As tall as the page, so that the bar at the foot of a phone does not stand in mid-picture.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, 844), 2400)})
    page.screenshot(path=path)
    page.context.close()
    return path


@contextmanager
def demo_site() -> Iterator[Site]:
    """A demo clinic on a fresh SQLite database."""
    os.environ.pop("REDIS_URL", None)
    with tempfile.TemporaryDirectory(prefix="ketaclinic-shots-") as folder:
        database = SqliteDatabase(Path(folder) / "clinic.sqlite3")
        database.create()
        site = site_start(database, Path(folder))
        try:
            yield site
        finally:
            site_stop(site)


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        sys.stderr.write("Chromium is not installed: apt-get install chromium, or set CHROMIUM.\n")
        return 2
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in SHOTS:
            for width in WIDTHS:
                if not wanted or shot.name in wanted:
                    print(take(browser, site, shot, width).relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
