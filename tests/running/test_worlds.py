"""What tests stand on is the same for each of them, whatever the ones before did."""

import pytest
from django.db import connection

from funds.ledgers.models import Use
from hardship.accounts.models import Union, User
from tests import template
from tests.factories import UserFactory

TURNS = pytest.mark.parametrize("turn", range(2))
PEOPLE = 8


@TURNS
@pytest.mark.django_db
def test_a_world_is_as_its_builder_left_it(cast, turn):
    assert (User.objects.count(), cast.clerk.name) == (PEOPLE, User.objects.get(pk=cast.clerk.pk).name)
    assert not hasattr(cast, "guest")
    cast.guest = UserFactory(union=cast.union)
    cast.clerk.name = "改过的人"
    cast.clerk.save()


@TURNS
@pytest.mark.django_db
def test_who_asks_for_no_world_finds_none(turn):
    assert not Union.objects.exists()
    UserFactory()


@TURNS
@pytest.mark.django_db(transaction=True)
def test_who_commits_gets_a_world_alone_and_the_rows_of_the_migrations(cast, turn):
    assert (User.objects.count(), Use.objects.exists()) == (PEOPLE, True)
    Use.objects.filter(funds=None).delete()
    UserFactory()


@pytest.mark.django_db
def test_the_database_is_a_copy_of_todays_template(monkeypatch, tmp_path):
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace('kept'), 'pg_namespace')")
        assert cursor.fetchone() == (template.digest(),)
    assert name.startswith("test_")


def test_a_changed_migration_asks_for_a_new_template(monkeypatch, tmp_path):
    files, before = template.migration_files(), template.digest()
    added = tmp_path / "0099_more.sql"
    added.write_text("SELECT 1")
    monkeypatch.setattr(template, "migration_files", lambda: files | {added})
    with_it = template.digest()
    added.write_text("SELECT 2")
    assert len({before, with_it, template.digest()}) == 3
