"""Copies of whole patients, row for row: what the services wrote once, written in bulk."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import JSONField, Model, UUIDField

from intake.models import Patient
from monitoring.demo.graph import foreign_keys, owned_models, rows_of

UUID_TEXT = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
BATCH = 500


class Copier:
    """Writes numbered copies of the template patients, whose rows it holds."""

    def __init__(self, templates: Iterable[Patient]) -> None:
        self.templates = list(templates)
        keys = [patient.pk for patient in self.templates]
        self.rows = {model: list(rows_of(model, keys)) for model in owned_models()}
        self.users = [patient.user for patient in self.templates]
        # Without a proven address nobody gets a message.
        self.addresses = list(EmailAddress.objects.filter(user__in=self.users))
        self.known = self._known_ids()

    def copy(self, numbers: list[int]) -> int:
        """Write one copy of every template for each number; returns how many patients."""
        new_keys: dict[type[Model], dict[tuple[int, int], int]] = defaultdict(dict)
        self._write(get_user_model(), self.users, numbers, new_keys)
        self._write(EmailAddress, self.addresses, numbers, new_keys)
        for model, rows in self.rows.items():
            for level in _levels(model, rows):
                self._write(model, level, numbers, new_keys)
        return len(numbers) * len(self.templates)

    def _write(self, model, rows, numbers, new_keys) -> None:
        pairs = [(row, number) for number in numbers for row in rows]
        copies = [self._copied(row, number, new_keys) for row, number in pairs]
        model._default_manager.bulk_create(copies, batch_size=BATCH)
        for (row, number), copy in zip(pairs, copies, strict=True):
            new_keys[model][row.pk, number] = copy.pk

    def _copied(self, row: Model, number: int, new_keys) -> Model:
        model = type(row)
        values = {
            field.attname: self._value(field, getattr(row, field.attname), number)
            for field in model._meta.concrete_fields
            if not field.primary_key
        }
        for field in foreign_keys(model):
            old = getattr(row, field.attname)
            renewed = new_keys.get(field.related_model, {}).get((old, number))
            values[field.attname] = old if renewed is None else renewed
        return model(**values)

    def _value(self, field, value: Any, number: int) -> Any:
        if isinstance(value, UUID):
            return renewed_id(value, number)
        if field.name == "email":
            return value.replace("@", f".{number}@")
        if isinstance(field, JSONField) or isinstance(value, str):
            return self._renewed_text(value, number)
        return value

    def _renewed_text(self, value: Any, number: int) -> Any:
        """Written-down references (a fact's key, a subject's id) follow their rows."""
        if isinstance(value, str):
            return UUID_TEXT.sub(lambda found: self._renewed_match(found.group(), number), value)
        if isinstance(value, list):
            return [self._renewed_text(item, number) for item in value]
        if isinstance(value, dict):
            return {key: self._renewed_text(item, number) for key, item in value.items()}
        return value

    def _renewed_match(self, text: str, number: int) -> str:
        return str(renewed_id(UUID(text), number)) if text in self.known else text

    def _known_ids(self) -> set[str]:
        return {
            str(getattr(row, field.attname))
            for model, rows in self.rows.items()
            for field in model._meta.concrete_fields
            if isinstance(field, UUIDField)
            for row in rows
        }


def renewed_id(old: UUID, number: int) -> UUID:
    """The same id for the same row of the same copy, whenever it is asked."""
    return uuid5(old, str(number))


def _levels(model: type[Model], rows: list[Model]) -> list[list[Model]]:
    """Rows that point at rows of their own table (a correction, a repeat) come after those."""
    links = [field.attname for field in foreign_keys(model) if field.related_model is model]
    depth: dict[int, int] = {}
    levels: dict[int, list[Model]] = defaultdict(list)
    for row in rows:
        targets = (getattr(row, link) for link in links)
        depth[row.pk] = 1 + max((depth.get(target, 0) for target in targets if target), default=0)
        levels[depth[row.pk]].append(row)
    return [levels[key] for key in sorted(levels)]
