"""Translation catalogues that hold nothing are not asked."""

from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

HEADER_ONLY = {""}


def drop_empty_catalogues() -> None:
    """Leave out catalogues without a single message, for each language that is offered.

    Every app brings one for English that holds only its header, eighteen with Wagtail's, and
    Django keeps each apart: every word of every page was looked for thirty-six times in vain.
    """
    for language in {settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)}:
        translation: Any = trans_real.translation(language)
        drop_empty(translation._catalog)


def drop_empty(catalog: Any) -> None:
    """The first stays when nothing else would: Django asks for one."""
    both = list(zip(catalog._catalogs, catalog._plurals, strict=True))
    kept = [each for each in both if set(each[0]) - HEADER_ONLY] or both[:1]
    catalog._catalogs, catalog._plurals = (list(part) for part in zip(*kept, strict=True))
