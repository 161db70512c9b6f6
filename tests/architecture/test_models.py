"""Every model says whether it can change, and every field whether it tells of a person."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from ketaclinic.audit.append_only import AppendOnlyModel
from tests.architecture.source import APPS

# Wagtail's and allauth's own tables are theirs; these of ours are Wagtail pages and their parts,
# whose fields are published to everyone.
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in APPS and not model._meta.proxy
]


def own_fields(model):
    """Names of the model's own columns, without the key."""
    return {field.name for field in model._meta.local_concrete_fields if not field.primary_key} | {
        field.name for field in model._meta.local_many_to_many
    }


def test_there_are_models():
    assert len(OUR_MODELS) > 20


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_model_declares_whether_it_can_change(model):
    assert isinstance(getattr(model, "append_only", None), bool)
    assert model.append_only == issubclass(model, AppendOnlyModel)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_each_field_is_declared_personal_or_not(model):
    personal, impersonal = model.personal_fields, model.impersonal_fields
    assert not personal & impersonal
    assert personal | impersonal == own_fields(model)


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid "
                "WHERE NOT tgisinternal"
            )
        return {(table, name) for table, name in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [model for model in OUR_MODELS if getattr(model, "append_only", False)],
    ids=lambda model: model._meta.label,
)
def test_the_database_guards_each_append_only_table(model):
    table = model._meta.db_table
    guarded = {name for owner, name in triggers() if owner == table}
    assert {f"append_only_update_{table}", f"append_only_delete_{table}"} <= guarded


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_linear():
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert loader.detect_conflicts() == {}
