"""What every table of the project keeps to."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

OURS = ("hardship.", "cases.", "funds.")
MODELS = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
GLOSSARY = Path(settings.BASE_DIR, "docs", "glossary.md")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_at_has_its_by(model):
    names = {field.name for field in model._meta.get_fields()}
    stamps = [name for name in names if name.endswith("_at") and name not in ("registered_at",)]
    missing = [name for name in stamps if name.removesuffix("_at") + "_by" not in names]
    assert not missing, f"{model._meta.label}: who did it? {missing}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_by_deleting_something_else(model):
    loose = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not loose, f"{model._meta.label}: PROTECT is missing on {loose}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_table_orders_itself(model):
    assert not model._meta.ordering


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_glossary_names_every_model(model):
    assert re.search(rf"`{model.__name__}`", GLOSSARY.read_text()), f"docs/glossary.md lacks {model.__name__}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_people_read_is_chinese(model):
    assert re.search(r"[\u4e00-\u9fff]", str(model._meta.verbose_name))


@pytest.mark.django_db
def test_scoped_tables_have_their_triggers(django_db_blocker):
    from django.db import connection

    from hardship.kernel.scope import ScopedModel

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
    for model in MODELS:
        if issubclass(model, ScopedModel) and not model.keeps_its_ancestors:
            table = model._meta.db_table
            assert {f"{table}_scope_fill", f"{table}_scope_move"} <= present, table
