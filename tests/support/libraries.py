"""Migrate only what libraries bring: the slow part of a test database, and the steady one.

Run as `python -m tests.support.libraries` with DATABASE_URL set.
"""

import os

import django

# A library's tables point at our user model, so its migrations come along; no others of ours may.
ALLOWED = {"accounts"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from tests.support.database import our_app_labels

    executor = MigrationExecutor(connection)
    ours = our_app_labels()
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in ours]
    surprising = {step.app_label for step, _ in executor.migration_plan(targets)} & ours - ALLOWED
    if surprising:
        raise SystemExit(f"a library's migrations now need those of {sorted(surprising)}")
    executor.migrate(targets)


if __name__ == "__main__":
    main()
