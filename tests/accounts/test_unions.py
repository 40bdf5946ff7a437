"""The union tree is kept by the database, and rows follow a union that moves."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from hardship.accounts.models import Union, User
from hardship.accounts.services import change_union, close_union, create_union, hang
from hardship.accounts.states import Level, Role
from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


def test_path_and_ancestors_come_from_the_parent(cast):
    above = (cast.province, cast.city, cast.county, cast.union)
    assert cast.union.path == f"/{'/'.join(f'{union.pk:06}' for union in above)}/"
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
        change_union(union=cast.elsewhere, short_name="x", by=cast.administrator)
    with pytest.raises(Refused, match="级别"):
        create_union(
            code="N2", name="反了", short_name="反", level=Level.CITY, parent=cast.county,
            region_code="320602", by=cast.administrator,
        )  # fmt: skip


def test_a_union_is_not_moved_below_its_own(cast):
    wanted = f"“{cast.county.name}”是“{cast.city.name}”自己的下级，不能作它的上级，请另选上级工会。"
    with pytest.raises(Refused) as refusal:
        hang(union=cast.city, parent=cast.county)
    assert str(refusal.value) == wanted


def test_a_new_union_page_says_who_would_review_and_decide(cast, as_user):
    page = as_user(cast.administrator)
    asked = {"parent": cast.county.pk, "level": Level.GRASSROOTS}
    told = page.get(reverse("accounts:union_charges"), asked).content.decode()
    assert cast.county.name in told
    assert cast.city.name in told
    assert "能办的有 1 人" in told
    below = {"parent": cast.city.pk, "level": Level.COUNTY}
    told = page.get(reverse("accounts:union_charges"), below).content.decode()
    assert "这个工会自己" in told
    assert cast.city.name in told
    for nothing in (
        {},
        {"parent": cast.elsewhere.pk, "level": Level.GRASSROOTS},
        {"parent": "x", "level": "y"},
    ):
        assert "选好级别" in page.get(reverse("accounts:union_charges"), nothing).content.decode()


def test_a_union_whose_cases_nobody_can_decide_is_told(cast, as_user):
    cast.approver.is_active = False
    cast.approver.save()
    told = (
        as_user(cast.administrator).get(reverse("accounts:union_edit", args=[cast.union.pk])).content.decode()
    )
    assert "还没有审批人，申请将无人审批" in told


def test_the_first_union_of_an_installation_is_founded_with_its_administrator(db, capsys):
    given = {
        "code": "G1", "name": "启东市总工会", "level": "county", "region": "320681",
        "username": "qd.admin", "person": "潘海",
    }  # fmt: skip
    call_command("found_union", **given)
    union = Union.objects.get(code="G1")
    assert (union.parent, union.parts) == (None, {"review", "decide"})
    password = re.search(r"logs in with (\S+)", capsys.readouterr().out)[1]
    person = User.objects.get(username="qd.admin")
    assert person.check_password(password)
    assert (person.roles, person.must_change_password) == ({Role.ADMINISTRATOR}, True)
    for wrong, why in (
        ({}, "已存在"),
        ({"code": "G2", "username": "潘"}, "用户名"),
        ({"code": "G2", "region": "1"}, "六位数字"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("found_union", **{**given, **wrong})
    assert Union.objects.count() == 1


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
        hang(union=cast.county, parent=neighbour)
