"""The senders of messages as the environment names them: mail provider, text messages, push. Pure.

Each function raises ValueError with a sentence for whoever set the variable.
"""

import base64
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# Scheme of KETACLINIC_EMAIL_URL: django-anymail's module and its settings for key and domain.
MAIL_PROVIDERS: dict[str, tuple[str, str, str]] = {
    "mailgun": ("mailgun", "MAILGUN_API_KEY", "MAILGUN_SENDER_DOMAIN"),
    "postmark": ("postmark", "POSTMARK_SERVER_TOKEN", ""),
    "sendgrid": ("sendgrid", "SENDGRID_API_KEY", ""),
}


PUSH_KEY_BYTES = 32


@dataclass(frozen=True)
class SmsSender:
    """A provider of text messages with Twilio's HTTP interface."""

    base_url: str
    account: str
    token: str
    sender: str


def mail_provider(url: str, webhook_secret: str) -> dict[str, object] | None:
    """Django settings for a provider reached over HTTP; None for an ordinary mail server."""
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PROVIDERS:
        return None
    module, key_name, domain_name = MAIL_PROVIDERS[parts.scheme]
    key = unquote(parts.username or "")
    if not key:
        raise ValueError(f"needs the key before the @, as in {parts.scheme}://key@domain")
    anymail: dict[str, object] = {key_name: key, "REQUESTS_TIMEOUT": 10}
    if domain_name:
        if not parts.hostname:
            raise ValueError(f"needs the sending domain, as in {parts.scheme}://key@domain")
        anymail[domain_name] = parts.hostname
    if webhook_secret:
        anymail["WEBHOOK_SECRET"] = webhook_secret
    backend = f"anymail.backends.{module}.EmailBackend"
    return {"EMAIL_BACKEND": backend, "ANYMAIL": anymail, "MAIL_PROVIDER": module}


def sms_sender(url: str) -> SmsSender | None:
    """`https://ACCOUNT:TOKEN@api.twilio.com/?from=+15550100100`; None when there is none."""
    if not url:
        return None
    parts = urlsplit(url)
    sender = parse_qs(parts.query.replace("+", "%2B")).get("from", [""])[0]
    if not (parts.username and parts.password and parts.hostname and sender):
        raise ValueError("must read https://ACCOUNT:TOKEN@host/?from=+15550100100")
    if parts.scheme != "https" and not _is_loopback(parts):
        raise ValueError("must begin with https, or the token would travel in the clear")
    port = f":{parts.port}" if parts.port else ""
    return SmsSender(
        base_url=f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}",
        account=unquote(parts.username),
        token=unquote(parts.password),
        sender=sender,
    )


def webhook_secret(text: str) -> str:
    """`user:password` for the mail provider's reports; empty when there are none."""
    user, colon, password = text.partition(":")
    if text and not (user and colon and len(password) >= 16):
        raise ValueError("must read user:password with a password of 16 characters or more")
    return text


def push_key(text: str) -> str:
    """A private key of 32 bytes in unpadded base64url; empty when notifications are off."""
    try:
        is_key = len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == PUSH_KEY_BYTES
    except ValueError:
        is_key = False
    if text and not is_key:
        raise ValueError("must be a private VAPID key: 32 bytes in unpadded base64url")
    return text


def _is_loopback(parts: SplitResult) -> bool:
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
