"""Everything `make test` checks without running the app: style, types, migrations, settings."""

import sys

PYTHON = sys.executable
DJANGO = (PYTHON, "manage.py")

# Values that only have to be well-formed: nothing connects anywhere.
PRODUCTION = {
    "KETACLINIC_MODE": "production",
    "KETACLINIC_SECRET_KEY": "only-for-the-check-" + "".join(map(str, range(10, 60))) + "-aZ!",
    "KETACLINIC_MFA_KEY": "b25seS1mb3ItdGhlLWNoZWNrLTMyLWJ5dGVzLWtleSE=",
    "KETACLINIC_ALLOWED_HOSTS": "clinic.example",
    "KETACLINIC_SITE_URL": "https://clinic.example",
    "KETACLINIC_EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "KETACLINIC_FROM_EMAIL": "clinic@clinic.example",
    "DATABASE_URL": "postgres://clinic@127.0.0.1:5432/clinic",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}
TEST = {"KETACLINIC_MODE": "test"}

# Name, command, and what it finds in its environment. The slowest stands first.
CHECKS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    (
        "types",
        (PYTHON, "-m", "mypy", "ketaclinic", "content", "intake", "dosing", "monitoring"),
        TEST,
    ),
    ("code format", (PYTHON, "-m", "ruff", "format", "--check", "."), {}),
    ("code rules", (PYTHON, "-m", "ruff", "check", "."), {}),
    ("template rules", (PYTHON, "-m", "djlint", "--lint", "--quiet", "."), {}),
    ("no missing migration", (*DJANGO, "makemigrations", "--check", "--dry-run"), TEST),
    (
        "production settings",
        (*DJANGO, "check", "--deploy", "--fail-level", "WARNING"),
        PRODUCTION,
    ),
    (
        "production static files",
        (*DJANGO, "collectstatic", "--no-input", "--verbosity", "0"),
        PRODUCTION,
    ),
)
