"""Queries that are built once: the ORM says what is read or written, and later only values differ.

Of a short query Django spends more time on building it and on writing its SQL than the database
spends on answering it. What is kept here keeps both, for each thread and its connection, and binds
the values that a call gives. See docs/decisions/0013-statements-that-are-built-once.md.
"""

from ketaclinic.statements.given import (
    Among,
    Given,
    Keys,
    among_ids,
    among_texts,
    among_uuids,
    given_id,
    given_moment,
    given_text,
    given_uuid,
    hex_of,
    text_of,
)
from ketaclinic.statements.kept import Kept, OncePerThread, Place
from ketaclinic.statements.reads import Statement
from ketaclinic.statements.writes import (
    Change,
    KeptInserts,
    KeptQuerySet,
    insertion_of,
    rows_follow,
)

__all__ = [
    "Among",
    "Change",
    "Given",
    "Kept",
    "Keys",
    "KeptInserts",
    "KeptQuerySet",
    "OncePerThread",
    "Place",
    "Statement",
    "among_ids",
    "among_texts",
    "among_uuids",
    "given_id",
    "given_moment",
    "given_text",
    "given_uuid",
    "hex_of",
    "insertion_of",
    "rows_follow",
    "text_of",
]
