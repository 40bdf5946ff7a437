"""The union tree is kept by the database, and rows follow a union that moves."""

import pytest
from django.db import DatabaseError, connection, transaction

from hardship.accounts.models import Union
from hardship.accounts.services import change_union, close_union, create_union
from hardship.accounts.states import Level
from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


def test_path_and_ancestors_come_from_the_parent(cast):
    assert cast.union.path == f"/{cast.province.pk}/{cast.city.pk}/{cast.county.pk}/{cast.union.pk}/"
    assert (cast.union.city_id, cast.union.county_id) == (cast.city.pk, cast.county.pk)
    assert cast.county.county_id == cast.county.pk


def test_a_moved_union_takes_everything_below_and_every_scoped_row_along(cast):
    row = audit.record("test", target=None, by=cast.clerk)
    other_city = UnionFactory(city_level=True, parent=cast.province)
    Union.objects.filter(pk=cast.county.pk).update(parent=other_city)
    cast.union.refresh_from_db()
    row.refresh_from_db()
    assert cast.union.path.startswith(other_city.path)
    assert (cast.union.city_id, row.city_id, row.county_id) == (other_city.pk, other_city.pk, cast.county.pk)


def test_a_union_never_hangs_below_itself(cast):
    with pytest.raises(DatabaseError, match="below itself"), transaction.atomic():
        Union.objects.filter(pk=cast.city.pk).update(parent=cast.union)


def test_ancestor_columns_cannot_be_forged(cast):
    row = audit.record("test", target=None, by=cast.clerk)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_auditrecord SET city_id = NULL WHERE id = %s", [row.pk])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditrecord SET action = 'x'",
        "DELETE FROM audit_auditrecord",
        "TRUNCATE audit_auditrecord",
    ],
)
def test_the_audit_trail_refuses_every_change(cast, statement):
    audit.record("test", target=None, by=cast.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert AuditRecord.objects.filter(action="test").count() == 1


def test_each_level_sees_its_own_part_of_the_tree(cast):
    def names(user):
        return set(Union.objects.visible_to(user).values_list("pk", flat=True))

    assert names(cast.clerk) == {cast.union.pk}
    assert names(cast.reviewer) == {cast.county.pk, cast.union.pk}
    assert cast.elsewhere.pk not in names(cast.administrator)


def test_an_administrator_builds_below_and_nowhere_else(cast):
    made = create_union(
        code="N1", name="新工会", short_name="新", level=Level.GRASSROOTS, parent=cast.county,
        region_code="320602", by=cast.administrator,
    )  # fmt: skip
    assert made.path.startswith(cast.county.path)
    with pytest.raises(Refused):
        change_union(union=cast.elsewhere, name="x", short_name="x", parent=None, by=cast.administrator)
    with pytest.raises(Refused, match="级别"):
        create_union(
            code="N2", name="反了", short_name="反", level=Level.CITY, parent=cast.county,
            region_code="320602", by=cast.administrator,
        )  # fmt: skip


def test_a_union_with_people_is_not_closed(cast):
    with pytest.raises(Refused, match="人员"):
        close_union(union=cast.union, on=cast.union.opened_on, by=cast.administrator)


@pytest.mark.parametrize(("level", "parent"), [(Level.COUNTY, "county"), (Level.CITY, "city")])
def test_a_union_hangs_below_a_higher_one_and_not_below_its_like(cast, level, parent):
    with pytest.raises(Refused, match="级别"):
        create_union(
            code="N3", name="同级", short_name="同", level=level, parent=getattr(cast, parent),
            region_code="320602", by=cast.administrator,
        )  # fmt: skip
    neighbour = UnionFactory(county_level=True, parent=cast.city)
    with pytest.raises(Refused, match="级别"):
        change_union(union=cast.county, name="x", short_name="x", parent=neighbour, by=cast.administrator)
