"""What a reminder is about, as its row names it. Pure."""

from uuid import UUID


def subject_uuid(subject_id: str, then: str = "@") -> UUID | None:
    """The identifier that a subject begins with; what stands after `then` says which part of it.

    None for what is no such subject: whoever asks answers that it is missing.
    """
    try:
        return UUID(subject_id.partition(then)[0])
    except ValueError:
        return None
