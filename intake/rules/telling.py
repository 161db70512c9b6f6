"""When a patient is told of a text to sign or to read, and staff of an application that waits."""

from datetime import timedelta

CONSENT_PURPOSE = "consent_to_sign"
CONSENT_LASTS = timedelta(days=2)
# Without the signature no dose is cleared, so they are told once more.
CONSENT_AGAIN_MINUTES = (0, 3 * 24 * 60)

WAITING_PURPOSE = "application_waiting"
# Told once more a day later, and then it stands in the queue with its days beside it.
WAITING_AGAIN_MINUTES = (0, 24 * 60)
WAITING_LASTS = timedelta(hours=20)

READING_PURPOSE = "article_to_read"
READING_AGAIN_MINUTES = (0, 3 * 24 * 60)
READING_LASTS = timedelta(days=2)
