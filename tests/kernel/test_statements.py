"""Statements compiled once: the values go where the stand-ins were, and nowhere else."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from hardship.accounts.models import User
from hardship.kernel.statements import (
    RowsOf,
    compile_objects,
    compile_statement,
    read_together,
    rows_together,
)

KEY, NAME = 9_100_000_000_000_000_009, "somebody of no name"


@pytest.mark.django_db
def test_a_statement_is_asked_with_other_values(cast):
    statement = compile_statement(
        "test",
        lambda: User.objects.filter(pk=KEY, name=NAME, is_active=True).values_list("username"),
        KEY,
        NAME,
    )
    assert statement.rows(cast.clerk.pk, cast.clerk.name) == [(cast.clerk.username,)]
    assert statement.rows(cast.clerk.pk, cast.reviewer.name) == []


def test_a_stand_in_that_is_not_asked_for_is_refused():
    with pytest.raises(ValueError, match="does not ask"):
        compile_statement("test", lambda: User.objects.filter(pk=KEY).values_list("pk"), KEY, NAME)


@pytest.mark.parametrize(
    "rows",
    [
        lambda: User.objects.filter(name=NAME, username__startswith=NAME),
        lambda: User.objects.filter(name=NAME, username__in=[f"{NAME}!"]),
    ],
)
def test_a_stand_in_that_became_part_of_something_is_refused(rows):
    with pytest.raises(ValueError, match="inside"):
        compile_statement("test", lambda: rows().values_list("pk"), NAME)


@pytest.mark.django_db
def test_other_parameters_are_compiled_in(cast):
    """Quotes and percent signs of a parameter reach PostgreSQL as they are."""
    cast.clerk.name = "100% 'O'Neil'"
    cast.clerk.save()
    statement = compile_statement(
        "test", lambda: User.objects.filter(pk=KEY, name__contains="0% 'O'").values_list("name"), KEY
    )
    assert statement.rows(cast.clerk.pk) == [(cast.clerk.name,)]
    with pytest.raises(ValueError, match="1 values"):
        statement.rows()


@pytest.mark.django_db
def test_a_moment_may_stand_in(cast):
    moment = datetime(9999, 1, 1, tzinfo=UTC)
    statement = compile_statement(
        "test", lambda: User.objects.filter(created_at__lt=moment).values_list("pk"), moment
    )
    assert (cast.clerk.pk,) in statement.rows(timezone.now())
    assert statement.rows(datetime(2000, 1, 1, tzinfo=UTC)) == []


@pytest.mark.django_db
def test_it_is_prepared_once_in_a_connection(cast, django_assert_num_queries):
    statement = compile_statement("test", lambda: User.objects.filter(pk=KEY).values_list("username"), KEY)
    with transaction.atomic():
        statement.rows(cast.clerk.pk)
        transaction.set_rollback(True)
    with django_assert_num_queries(1):
        assert statement.rows(cast.clerk.pk) == [(cast.clerk.username,)]


NAMES = RowsOf(
    "test_names", lambda pk, name: (pk, name), lambda: User.objects.order_by("-pk"), ("pk", "name"), "pk", KEY
)
UNIONS = RowsOf(
    "test_unions", str, lambda: User.objects.order_by("pk"), ("union__code",), "username", "nobody's name"
)


@pytest.mark.django_db
def test_the_rows_of_none_of_one_and_of_many(cast):
    people = [cast.clerk, cast.reviewer]
    rows = sorted(((person.pk, person.name) for person in people), reverse=True)
    assert NAMES.of([]) == []
    assert NAMES.of([cast.clerk.pk]) == [(cast.clerk.pk, cast.clerk.name)]
    assert NAMES.of({person.pk for person in people}) == rows
    assert UNIONS.of([cast.clerk.username, "it's {nobody}"]) == [cast.union.code]


@pytest.mark.django_db
def test_rows_of_several_kinds_come_with_one_query(cast, django_assert_num_queries):
    first = RowsOf("test_first", int, User.objects.all, ("pk",), "pk", KEY)
    read_together([cast.clerk.pk], NAMES, first)
    with django_assert_num_queries(1):
        names, keys = read_together([cast.clerk.pk], NAMES, first)
    assert (names, keys) == ([(cast.clerk.pk, cast.clerk.name)], [cast.clerk.pk])


@pytest.mark.django_db
def test_a_day_may_stand_in_and_each_statement_keeps_its_values(cast):
    never = date(1, 1, 1)
    since = compile_statement(
        "test", lambda: User.objects.filter(created_at__date=never).values_list("pk"), never
    )
    named = compile_statement("test", lambda: User.objects.filter(pk=KEY).values_list("username"), KEY)
    found = rows_together((since, [date(2000, 1, 1)]), (named, [cast.clerk.pk]))
    assert found == [[], [(cast.clerk.username,)]]
    with pytest.raises(ValueError, match="1 values"):
        rows_together((since, [date(2000, 1, 1)]), (named, []))


@pytest.mark.django_db
def test_objects_come_with_what_belongs_to_them_as_from_a_query_set(cast):
    rows = User.objects.annotate(letters=Length("name")).order_by("pk")
    statement = compile_objects("people", rows.filter(union=KEY), KEY)
    for union in (cast.union, cast.elsewhere):
        [*expected], found = rows.filter(union=union), statement.objects(union.pk)
        assert found == expected
        assert [(one.union, one.letters, vars(one).keys()) for one in found] == [
            (one.union, one.letters, vars(one).keys()) for one in expected
        ]
    assert statement.objects(0) == statement.objects(2**70) == []
