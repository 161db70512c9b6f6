"""What the whole suite stands on, where to get it, and the servers of one run."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from ketaclinic.bootstrap import BootstrapError, apt_install
from tests.support.servers import (
    find_chromium,
    find_postgresql,
    find_redis,
    private_postgresql,
    private_redis,
)


@dataclass(frozen=True)
class Need:
    """One part of the machine: how to find it, what brings it, the variable that names one."""

    name: str
    find: Callable[[], object]
    packages: tuple[str, ...]
    variable: str
    prefix: str

    def is_here(self) -> bool:
        return bool(self.find())

    def is_named(self) -> bool:
        """Whether the environment names one that runs elsewhere."""
        return os.environ.get(self.variable, "").startswith(self.prefix) and self.prefix != ""

    def advice(self) -> str:
        packages = " ".join(self.packages)
        return (
            f"{self.name} is missing: install it (sudo apt-get install {packages}) "
            f"or name one in {self.variable}"
        )


POSTGRESQL = Need("PostgreSQL", find_postgresql, ("postgresql",), "DATABASE_URL", "postgres")
REDIS = Need("Redis", find_redis, ("redis-server",), "REDIS_URL", "redis")
CHROMIUM = Need("Chromium", find_chromium, ("chromium", "fonts-dejavu-core"), "CHROMIUM", "")
NEEDS = (POSTGRESQL, REDIS, CHROMIUM)


def missing_parts(needs: tuple[Need, ...] = NEEDS) -> list[str]:
    """Install what is not here where that is allowed; then say, per part, how to get the rest."""
    absent = [need for need in needs if not need.is_here()]
    if absent:
        packages = [package for need in absent for package in need.packages]
        names = ", ".join(need.name for need in absent)
        try:
            apt_install(packages, reason=f"not on this machine: {names}")
        except BootstrapError as error:
            print(error, flush=True)
    return [need.advice() for need in absent if not need.is_here() and not need.is_named()]


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Private PostgreSQL and Redis, else the named ones, and the browser, as variables."""
    with ExitStack() as stack:
        given = {"CHROMIUM": str(find_chromium())}
        for need, private in ((POSTGRESQL, private_postgresql), (REDIS, private_redis)):
            if need.is_here():
                given[need.variable] = stack.enter_context(private())
            else:
                given[need.variable] = os.environ[need.variable]
        yield given
