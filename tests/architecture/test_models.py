"""What every table of the project keeps to."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from hardship.kernel.guards import append_only_tables, follows_union
from tests.each import for_each
from tests.factories import UnionFactory

OURS = ("hardship.", "cases.", "funds.")
MODELS = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
GLOSSARY = Path(settings.BASE_DIR, "docs", "glossary.md")


def label(model: type[models.Model]) -> str:
    return model._meta.label


@for_each(MODELS, label)
def test_every_at_has_its_by(model):
    """A place may be registered_at; a message is read by whom it is `to`, and told_at by the clock."""
    names = {field.name for field in model._meta.get_fields()}
    stamps = [
        name for name in names if name.endswith("_at") and name not in ("registered_at", "read_at", "told_at")
    ]
    missing = [name for name in stamps if name.removesuffix("_at") + "_by" not in names]
    assert not missing, f"{model._meta.label}: who did it? {missing}"


@for_each(MODELS, label)
def test_nothing_is_deleted_by_deleting_something_else(model):
    loose = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not loose, f"{model._meta.label}: PROTECT is missing on {loose}"


@for_each(MODELS, label)
def test_no_table_orders_itself(model):
    assert not model._meta.ordering


@for_each(MODELS, label)
def test_the_glossary_names_every_model(model):
    assert re.search(rf"`{model.__name__}`", GLOSSARY.read_text()), f"docs/glossary.md lacks {model.__name__}"


@for_each(MODELS, label)
def test_what_people_read_is_chinese(model):
    assert re.search(r"[\u4e00-\u9fff]", str(model._meta.verbose_name))


APPEND_ONLY = sorted({table for model in MODELS for table in append_only_tables(model)})
SCOPED = sorted(model._meta.db_table for model in MODELS if follows_union(model))
# What pg_get_triggerdef says of the triggers of a declaration, by the ending of their names.
PROVINCE, CITY, COUNTY, TOWNSHIP = (
    f"(old.{level}_id IS DISTINCT FROM new.{level}_id)"
    for level in ("province", "city", "county", "township")
)
HUNG_ELSEWHERE = f"(({PROVINCE} OR {CITY}) OR {COUNTY}) OR {TOWNSHIP}"
EACH_ROW = "FOR EACH ROW EXECUTE FUNCTION"
TRIGGERS = {
    "append_only": f"BEFORE DELETE OR UPDATE ON public.{{0}} {EACH_ROW} refuse_change()",
    "no_truncate": "BEFORE TRUNCATE ON public.{0} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "scope_fill": f"BEFORE INSERT OR UPDATE OF union_id ON public.{{0}} {EACH_ROW} scope_fill()",
    "scope_move": "AFTER UPDATE ON public.accounts_union FOR EACH ROW"
    f" WHEN (({HUNG_ELSEWHERE})) EXECUTE FUNCTION scope_move('{{0}}')",
}


def triggers(ending):
    """The definitions of all enabled triggers whose names end so, by the beginning of their names."""
    sql = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {
            name.removesuffix(f"_{ending}"): text.removeprefix(f"CREATE TRIGGER {name} ")
            for name, text in cursor.fetchall()
            if name.endswith(f"_{ending}")
        }


@pytest.mark.django_db
@pytest.mark.parametrize("ending", TRIGGERS)
def test_each_declared_guard_is_in_the_database_and_each_guard_is_declared(ending):
    tables = SCOPED if ending.startswith("scope") else APPEND_ONLY
    found = triggers(ending)
    for table in tables:
        assert found.get(table) == TRIGGERS[ending].format(table)
    if ending != "no_truncate":  # which other guards have as well
        assert sorted(found) == tables


@pytest.fixture
def notes(cast):
    """A table with both guards and one row, of the county's union."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE TABLE notes (
                note text, union_id bigint,
                province_id bigint, city_id bigint, county_id bigint, township_id bigint
            );
            CREATE TRIGGER notes_append_only BEFORE UPDATE OR DELETE ON notes
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER notes_no_truncate BEFORE TRUNCATE ON notes
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER notes_scope_fill BEFORE INSERT OR UPDATE OF union_id ON notes
                FOR EACH ROW EXECUTE FUNCTION scope_fill();
            CREATE TRIGGER notes_scope_move AFTER UPDATE ON accounts_union
                FOR EACH ROW EXECUTE FUNCTION scope_move('notes');
        """)
        cursor.execute("INSERT INTO notes (note, union_id, city_id) VALUES ('a', %s, 1)", [cast.county.pk])
        yield cursor


@pytest.mark.parametrize(
    "sql",
    ["UPDATE notes SET note = 'b'", "UPDATE notes SET city_id = 1", "DELETE FROM notes", "TRUNCATE notes"],
)
def test_rows_written_once_refuse_every_statement(notes, sql):
    with pytest.raises(IntegrityError, match="notes is append-only"), transaction.atomic():
        notes.execute(sql)


def test_ancestors_are_the_unions_own_and_move_with_it(cast, notes):
    read = "SELECT note, province_id, city_id, county_id, township_id FROM notes"
    notes.execute(read)
    assert notes.fetchone() == ("a", cast.province.pk, cast.city.pk, cast.county.pk, None)
    other = UnionFactory(city_level=True, parent=cast.province)
    notes.execute("UPDATE accounts_union SET parent_id = %s WHERE id = %s", [other.pk, cast.county.pk])
    notes.execute(read)
    assert notes.fetchone() == ("a", cast.province.pk, other.pk, cast.county.pk, None)
