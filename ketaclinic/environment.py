"""What the process environment may say, read once, with every mistake named at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from ketaclinic.senders import SmsSender, mail_provider, push_key, sms_sender, webhook_secret

MODES = ("production", "demo", "development", "test")
PREFIX = "KETACLINIC_"
TEST_PREFIX = "KETACLINIC_TEST_"


@dataclass(frozen=True)
class Variable:
    """One known variable: what it is for and whether production may start without it."""

    name: str
    purpose: str
    required_in_production: bool = False


VARIABLES = (
    Variable("KETACLINIC_MODE", "production (the default), demo, development or test"),
    Variable("KETACLINIC_SECRET_KEY", "signs sessions and links; 50 characters or more", True),
    Variable("KETACLINIC_MFA_KEY", "Fernet key that encrypts second-factor secrets at rest", True),
    Variable("KETACLINIC_ALLOWED_HOSTS", "host names, separated by commas", True),
    Variable("KETACLINIC_SITE_URL", "the address that links in messages start with", True),
    Variable("KETACLINIC_EMAIL_URL", "mail server, for example smtp+tls://user:pw@host:587", True),
    Variable("KETACLINIC_FROM_EMAIL", "the sender of every message", True),
    Variable("KETACLINIC_EMAIL_WEBHOOK_SECRET", "user:password of the mail provider's reports"),
    Variable("KETACLINIC_SMS_URL", "text messages: https://ACCOUNT:TOKEN@host/?from=+15550100100"),
    Variable("KETACLINIC_PUSH_KEY", "private VAPID key for notifications of browsers"),
    Variable("KETACLINIC_VAR_DIR", "folder for the database file, media and static files"),
    Variable("KETACLINIC_BIND", "address to listen on; loopback only in demo mode"),
    Variable("KETACLINIC_TRUSTED_PROXIES", "how many proxies in front set X-Forwarded-For"),
    Variable("KETACLINIC_METRICS_TOKEN", "what a monitor shows to read /metrics; else loopback"),
    Variable(
        "DATABASE_URL", "PostgreSQL in production; SQLite under the var folder otherwise", True
    ),
    Variable("REDIS_URL", "the queue's broker and the cache; a folder queue otherwise", True),
    Variable("PORT", "port to listen on"),
)


@dataclass(frozen=True)
class Environment:
    """The checked environment. Paths are absolute; URLs are as given."""

    mode: str
    secret_key: str
    mfa_key: str
    allowed_hosts: list[str]
    site_url: str
    email: dict[str, object]
    from_email: str
    sms: SmsSender | None
    push_key: str
    var_dir: Path
    bind: str
    port: int
    trusted_proxies: int
    metrics_token: str
    database: dict[str, object]
    redis_url: str | None

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


# Fixed keys for everything but production, where the variables are required.
LOCAL_SECRET_KEY = "local-only-" + "k" * 50
LOCAL_MFA_KEY = "a2V0YWNsaW5pYy1sb2NhbC1tZmEta2V5LTMyLWJ5dGU="
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000;"
LOOPBACK_HOSTS = "localhost,127.0.0.1,[::1]"


def problems(source: Mapping[str, str]) -> list[str]:
    """Every mistake in the environment, each naming its variable. Pure."""
    known = {variable.name for variable in VARIABLES}
    found = [
        f"{name} is not a setting of this project"
        for name in sorted(source)
        if name.startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in known
    ]
    mode = source.get("KETACLINIC_MODE", "production")
    if mode not in MODES:
        found.append(f"KETACLINIC_MODE is {mode!r}; it must be one of {', '.join(MODES)}")
    port = source.get("PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        found.append(f"PORT is {port!r}; it must be a number from 1 to 65535")
    if not source.get("KETACLINIC_TRUSTED_PROXIES", "0").isdigit():
        found.append("KETACLINIC_TRUSTED_PROXIES must be a number of proxies, 0 or more")
    found += _wrong_senders(source)
    if mode == "production":
        found += _missing(source)
    return found


def _wrong_senders(source: Mapping[str, str]) -> list[str]:
    """Senders of messages whose setting cannot be read."""
    found = []
    for name, read in (
        ("KETACLINIC_EMAIL_URL", lambda text: mail_provider(text, "")),
        ("KETACLINIC_EMAIL_WEBHOOK_SECRET", webhook_secret),
        ("KETACLINIC_SMS_URL", sms_sender),
        ("KETACLINIC_PUSH_KEY", push_key),
    ):
        try:
            read(source.get(name, ""))
        except ValueError as error:
            found.append(f"{name} {error}")
    return found


def _missing(source: Mapping[str, str]) -> list[str]:
    found = [
        f"{variable.name} is missing: {variable.purpose}"
        for variable in VARIABLES
        if variable.required_in_production and not source.get(variable.name)
    ]
    if source.get("KETACLINIC_SECRET_KEY") and len(source["KETACLINIC_SECRET_KEY"]) < 50:
        found.append("KETACLINIC_SECRET_KEY is too short: 50 characters or more")
    return found


def read_environment(base_dir: Path) -> Environment:
    """Read and check os.environ; raise ImproperlyConfigured that lists every problem."""
    found = problems(os.environ)
    if found:
        raise ImproperlyConfigured("The environment is not right:\n  - " + "\n  - ".join(found))
    env = environ.Env()
    var_dir = Path(env.str("KETACLINIC_VAR_DIR", str(base_dir / "var"))).resolve()
    mode = env.str("KETACLINIC_MODE", "production")
    port = env.int("PORT", 8000)
    return Environment(
        mode=mode,
        secret_key=env.str("KETACLINIC_SECRET_KEY", LOCAL_SECRET_KEY),
        mfa_key=env.str("KETACLINIC_MFA_KEY", LOCAL_MFA_KEY),
        allowed_hosts=env.str("KETACLINIC_ALLOWED_HOSTS", LOOPBACK_HOSTS).split(","),
        site_url=env.str("KETACLINIC_SITE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        email=_email(env),
        from_email=env.str("KETACLINIC_FROM_EMAIL", "clinic@clinic.test"),
        sms=sms_sender(env.str("KETACLINIC_SMS_URL", "")),
        push_key=env.str("KETACLINIC_PUSH_KEY", ""),
        var_dir=var_dir,
        bind=env.str("KETACLINIC_BIND", "127.0.0.1"),
        port=port,
        trusted_proxies=env.int("KETACLINIC_TRUSTED_PROXIES", 0),
        metrics_token=env.str("KETACLINIC_METRICS_TOKEN", ""),
        database=_database(env, var_dir),
        redis_url=env.str("REDIS_URL", "") or None,
    )


def _email(env: environ.Env) -> dict[str, object]:
    """A provider over HTTP where the address names one, else a mail server."""
    secret = env.str("KETACLINIC_EMAIL_WEBHOOK_SECRET", "")
    provider = mail_provider(env.str("KETACLINIC_EMAIL_URL", ""), secret)
    return provider or dict(env.email_url("KETACLINIC_EMAIL_URL", "consolemail://"))


def _database(env: environ.Env, var_dir: Path) -> dict[str, object]:
    """The database settings; SQLite gets the options without which concurrent writers fail."""
    config: dict[str, object] = dict(
        env.db_url("DATABASE_URL", f"sqlite:///{var_dir}/clinic.sqlite3")
    )
    if "sqlite" in str(config["ENGINE"]):
        # IMMEDIATE: a transaction that reads and then writes takes its write lock at the start,
        # else two of them meet and one fails with "database is locked".
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config
