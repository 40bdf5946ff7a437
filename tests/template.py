"""The migrated database that every test database is a copy of.

Migrating takes half a minute of a core, copying a tenth of a second. The template's name carries a digest of
everything that a migration may read, so that it serves until one of those files changes. Rows that migrations
made are kept aside in its schema `kept`, because a transactional test empties every table.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.state import ModelState, ProjectState

STEM = "test_template_"
KEPT = 2
IMPORTS = re.compile(r"^(?:from|import) ((?:hardship|cases|funds)[\w.]*)", re.MULTILINE)
# Rows of these are Django's own: written anew by each migrate, never emptied.
DJANGOS = ("django_migrations", "django_content_type", "auth_permission")


def migration_files() -> set[Path]:
    """The migrations of all apps, the .sql files of ours, and what of our own code a migration imports."""
    found = {settings.BASE_DIR / "requirements" / "base.txt", Path(__file__)}
    for config in apps.get_app_configs():
        folder = Path(config.path)
        found.update(path for path in (folder / "migrations").rglob("*") if path.suffix in (".py", ".sql"))
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            found.update(folder.rglob("*.sql"))
    for path in tuple(found):
        names = IMPORTS.findall(path.read_text()) if path.suffix == ".py" else ()
        origins = (getattr(find_spec(name), "origin", None) for name in names)
        found.update(Path(origin) for origin in origins if origin)
    return found


def digest() -> str:
    """Twelve characters that change when a migration, or what it reads, changes."""
    total = hashlib.sha256()
    for path in sorted(migration_files()):
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:12]


@contextmanager
def alone() -> Iterator[Any]:
    """A cursor on the server outside any test database, while no other process makes a template."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext('hardship test template'))")
        yield cursor  # the lock goes with the connection


def ensure_template() -> str:
    """The name of the template for today's migrations, made when it is missing; some older ones stay, so that
    branches can take turns on one server."""
    name, draft = STEM + digest(), STEM + "draft"
    with alone() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [STEM]
        )
        present = [row[0] for row in cursor.fetchall()]
        if name not in present:
            for older in present[KEPT:]:
                cursor.execute(f'DROP DATABASE "{older}" WITH (FORCE)')
            _make(draft)
            cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def _make(draft: str) -> None:
    """Makes a migrated database of this name, with its rows kept aside, and leaves it."""
    names, ordinary = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    before = dict(names)
    names.update(NAME=draft, TEMPLATE=None)
    try:
        with patch.object(ProjectState, "add_model", _add_model):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with connection.cursor() as cursor:
            _keep_rows(cursor)
    finally:
        connection.close()
        names.update(before)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = ordinary


def _add_model(state: ProjectState, made: ModelState) -> None:
    """Django's, but that a model which is new is drawn by itself. Django draws anew all that it refers to,
    which here is the whole house for each model: nine tenths of the time of migrating."""
    key = made.app_label, made.name_lower
    state.models[key] = made
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([made])
        state.apps.clear_cache()


def _keep_rows(cursor: Any) -> None:
    cursor.execute("CREATE SCHEMA kept")
    cursor.execute(f"COMMENT ON SCHEMA kept IS '{digest()}'")
    for table in filled_tables(cursor):
        cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')


def is_copy_of_today(database: str) -> bool:
    """Whether this database exists and was copied from the template of today's migrations."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone() is None:
            return False
    ordinary = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT obj_description(to_regnamespace('kept'), 'pg_namespace')")
            return bool(cursor.fetchone()[0] == digest())
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ordinary


def filled_tables(cursor: Any) -> list[str]:
    """The tables that hold rows, but for Django's own; one statement, because most are empty."""
    tables = [name for name in connection.introspection.table_names(cursor) if name not in DJANGOS]
    cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM public.\"{name}\" LIMIT 1)" for name in tables))
    return [row[0] for row in cursor.fetchall()]


def _truncate(cursor: Any, names: str) -> None:
    """What a page of the test that is over still asks for may hold a table; its request is ended then."""
    try:
        cursor.execute(f"TRUNCATE {names} CASCADE")
    except OperationalError:
        cursor.execute(
            "SELECT pid, application_name, state, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        print("others hold the tables:", *cursor.fetchall(), sep="\n")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        cursor.execute(f"TRUNCATE {names} CASCADE")


def empty_tables() -> None:
    """Leave the tables as the template has them; only here may triggers of append-only ones be passed by."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            if filled := filled_tables(cursor):
                _truncate(cursor, ", ".join(f'public."{name}"' for name in filled))
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"')
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
