"""The database refuses a change of state that the transition table lacks, whatever the path."""

from typing import Any

from django.db import migrations

# Frozen as of this migration; a later change of the table needs a migration of its own
# (tests/intake/test_transitions.py compares the trigger with the table).
TRANSITIONS = {
    "draft": ("submitted", "withdrawn", "deceased"),
    "submitted": (
        "in_review",
        "more_info",
        "ineligible_pending_clinician",
        "approved",
        "declined",
        "withdrawn",
        "deceased",
    ),
    "in_review": (
        "more_info",
        "ineligible_pending_clinician",
        "approved",
        "declined",
        "withdrawn",
        "deceased",
    ),
    "more_info": ("submitted", "declined", "withdrawn", "deceased"),
    "ineligible_pending_clinician": (
        "more_info",
        "approved",
        "declined",
        "withdrawn",
        "deceased",
    ),
    "approved": ("active", "withdrawn", "discharged", "deceased"),
    "active": ("paused", "withdrawn", "discharged", "deceased"),
    "paused": ("active", "withdrawn", "discharged", "deceased"),
    "declined": ("deceased",),
    "withdrawn": ("deceased",),
    "discharged": ("deceased",),
}
NAME = "intake_patient_declared_transition"
REFUSAL = "this change of patient state is not declared"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


def _declared() -> str:
    rows = (
        f"(OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(after) for after in afters)}))"
        for before, afters in TRANSITIONS.items()
    )
    return " OR ".join(("OLD.state = NEW.state", *rows))


def add_trigger(apps: Any, schema_editor: Any) -> None:
    head = f"CREATE TRIGGER {NAME} BEFORE UPDATE OF state ON intake_patient FOR EACH ROW"
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION)
        schema_editor.execute(f"{head} WHEN (NOT ({_declared()})) EXECUTE FUNCTION {NAME}()")
    else:
        schema_editor.execute(
            f"{head} WHEN NOT ({_declared()}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def drop_trigger(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    suffix = " ON intake_patient" if is_postgres else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{suffix}")


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_append_only")]
    operations = [migrations.RunPython(add_trigger, drop_trigger)]
