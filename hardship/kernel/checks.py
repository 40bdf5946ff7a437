"""Constraints with a sentence for the user, and the triggers that migrations install by name."""

from typing import Any

from django.db import models
from django.db.migrations.operations import RunSQL

# An update that changes nothing passes: it is how scope_fill, which fires after this trigger (triggers
# fire in the order of their names), moves the ancestor columns when a union moves.
APPEND_ONLY_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# A scoped row carries the ancestors of its union as plain columns; the database fills them and
# moves them when the union moves, so no code can forget to.
SCOPE_FUNCTIONS = """
CREATE OR REPLACE FUNCTION scope_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT province_id, city_id, county_id, township_id
      INTO NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id
      FROM accounts_union WHERE id = NEW.union_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION scope_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %I SET union_id = union_id WHERE union_id = $1', TG_ARGV[0]) USING NEW.id;
    RETURN NULL;
END $$;
"""


def check(name: str, condition: models.Q, message: Any) -> models.CheckConstraint:
    """A database check whose violation reads as `message` in a form."""
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


class AppendOnly(RunSQL):
    """Migration operation: the table refuses UPDATE, DELETE and TRUNCATE."""

    def __init__(self, table: str) -> None:
        super().__init__(
            APPEND_ONLY_FUNCTION
            + f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            """,
            f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};",
        )
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.table], {})


class ScopeTriggers(RunSQL):
    """Migration operation: the table's ancestor columns follow its union (accounts.ScopedModel)."""

    def __init__(self, table: str) -> None:
        super().__init__(
            SCOPE_FUNCTIONS
            + f"""
            CREATE TRIGGER {table}_scope_fill BEFORE INSERT OR UPDATE OF union_id ON {table}
                FOR EACH ROW EXECUTE FUNCTION scope_fill();
            CREATE TRIGGER {table}_scope_move
                AFTER UPDATE ON accounts_union FOR EACH ROW
                WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
                      IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
                EXECUTE FUNCTION scope_move('{table}');
            """,
            f"DROP TRIGGER {table}_scope_fill ON {table}; DROP TRIGGER {table}_scope_move ON accounts_union;",
        )
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.table], {})
