"""Folds the constraints and indexes of the 0001_tables migrations into the tables that they belong to.

`makemigrations` adds 222 of them one by one where tables point at each other, and after each Django makes the
classes of all related models anew: 14,000 classes, 37 s of a set-up. In the table's own CreateModel they cost
nothing. What concerns a column that is added later stays where it is.
"""

from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter


def fold(operations: list[Operation]) -> list[Operation]:
    """The operations without those that went into a CreateModel."""
    tables = {row.name_lower: row for row in operations if isinstance(row, CreateModel)}
    later = [row for row in operations if isinstance(row, AddField)]
    kept = []
    for row in operations:
        if isinstance(row, AddConstraint):
            part, key = row.constraint, "constraints"
        elif isinstance(row, AddIndex):
            part, key = row.index, "indexes"
        else:
            kept.append(row)
            continue
        text = repr(part.deconstruct())
        if any(field.model_name == row.model_name and f"'{field.name}" in text for field in later):
            kept.append(row)
        else:
            tables[row.model_name_lower].options.setdefault(key, []).append(part)
    return kept


def main() -> None:
    django.setup()
    for config in apps.get_app_configs():
        path = Path(config.path, "migrations", "0001_tables.py")
        if path.exists():
            module = import_module(f"{config.name}.migrations.0001_tables")
            migration: Migration = module.Migration("0001_tables", config.label)
            migration.operations = fold(migration.operations)
            path.write_text(MigrationWriter(migration, include_header=False).as_string(), "utf-8")


if __name__ == "__main__":
    main()
