"""The environment of a test process: its own database, Redis number and folder, set before Django.

The parent of the xdist workers passes its environment on, so what was given from outside is kept
under KETACLINIC_TEST_... names and read from there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
GIVEN = {"DATABASE_URL": "KETACLINIC_TEST_DATABASE", "REDIS_URL": "KETACLINIC_TEST_REDIS"}
ONLY_FOR_TESTS = ("DJANGO_SETTINGS_MODULE", "KETACLINIC_TEST_", "PYTEST_")


def given(name: str) -> str:
    """What the person or `make test` said for DATABASE_URL or REDIS_URL, in any test process."""
    return os.environ.setdefault(GIVEN[name], os.environ.get(name, ""))


def prepare() -> None:
    """Point this process at things of its own. Called once, before the settings are read."""
    from tests.support.database import choose

    folder = Path(tempfile.mkdtemp(prefix="kc-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()  # whitenoise warns where nothing was collected
    os.environ["KETACLINIC_MODE"] = "test"
    os.environ["KETACLINIC_VAR_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = choose(given("DATABASE_URL"), folder, WORKER).url
    os.environ["REDIS_URL"] = redis_for_worker(given("REDIS_URL"), WORKER)


def redis_for_worker(url: str, worker: str) -> str:
    """The same server with another database number for each worker; nothing stays nothing."""
    if not url or not worker.startswith("gw"):
        return url
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0) + 1 + int(worker[2:])
    return urlunsplit(parts._replace(path=f"/{number}"))


def process_environment(**changes: str) -> dict[str, str]:
    """For a process that a test starts: our environment without what is only for pytest."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ONLY_FOR_TESTS)}
    return {**kept, **changes}
