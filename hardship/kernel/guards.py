"""Guards of the database that a model declares; tests/architecture/test_models.py proves that each is there.

A declaration installs nothing: the triggers are in the SQL of the room (migrations/sql/append_only.sql and
scope.sql). Guards of one table alone are not declared; their SQL file says what they keep (docs/adr/0015).
"""

from typing import ClassVar

from django.db import models

from hardship.kernel.scope import ScopedModel


class AppendOnly(models.Model):
    """Rows that are written once: the table refuses UPDATE, DELETE and TRUNCATE.

    An update that changes nothing passes, so that the ancestors of a row can follow its union.
    `append_only_links` names the many-to-many fields whose rows are written once as well.
    """

    append_only_links: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


def append_only_tables(model: type[models.Model]) -> list[str]:
    """The tables of the model that it declares append-only: its own and those of its links."""
    if not issubclass(model, AppendOnly):
        return []
    links = [getattr(model, name).through for name in model.append_only_links]
    return [table._meta.db_table for table in (model, *links)]


def follows_union(model: type[models.Model]) -> bool:
    """Whether the database moves the ancestors of the model's rows when their union moves."""
    return issubclass(model, ScopedModel) and not model.keeps_its_ancestors


def declared_triggers(model: type[models.Model]) -> set[str]:
    """The names of the triggers that stand for what the model declares."""
    table = model._meta.db_table
    scope = {f"{table}_scope_fill", f"{table}_scope_move"} if follows_union(model) else set()
    return scope.union(
        *({f"{name}_append_only", f"{name}_no_truncate"} for name in append_only_tables(model))
    )
