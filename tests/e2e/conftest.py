"""One clinic of real processes and one real browser for the stories in this folder."""

import os
from pathlib import Path

import pytest

from tests.e2e.person import Person
from tests.e2e.site import Site, site_start, site_stop
from tests.support.database import choose
from tests.support.environment import given

HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember what failed, for the pictures."""
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo clinic, running; stopped by Ctrl-C at the end.

    With KETACLINIC_TEST_SITE=http://127.0.0.1:8000 the stories walk a clinic that runs already.
    """
    running_already = os.environ.get("KETACLINIC_TEST_SITE")
    if running_already:
        yield Site(running_already, None, Path(os.environ["KETACLINIC_TEST_SITE_VAR"]))
        return
    folder = Path(tmp_path_factory.mktemp("clinic"))
    database = choose(given("DATABASE_URL"), folder, "e2e")
    database.create()
    running = site_start(database, folder)
    yield running
    site_stop(running)
    database.drop()


@pytest.fixture(scope="session")
def looked_at():
    """What axe has checked in this run: one list for all stories and their people."""
    return set()


@pytest.fixture
def person(site, chromium, looked_at, request):
    """`person("nurse")` is somebody with a browser of their own, of any width and time zone."""
    contexts = []

    def make(name, width=1440, zone="UTC"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, timezone_id=zone
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(name, context.new_page(), Path(site.var_dir), looked_at)

    yield make
    for number, context in enumerate(contexts):
        for page in context.pages if request.node.stash.get(HAS_FAILED, False) else ():
            # Where each person stood at the end; the first thing to look at after a failure.
            page.screenshot(path=site.var_dir / f"last-{number}.png")
        context.close()
