"""People as a list: enrolled without a password, corrected, and the slips with which they come in."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hardship.accounts import services
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.imports.resources.users import UserResource
from tests.factories import UnionFactory, UserFactory
from tests.imports.sheets import bring_in, faults, figures, run, workbook
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]
HEADER = ["姓名", "用户名", "所在工会", "工会编码", "角色"]


def resource(cast):
    return UserResource(union=cast.city, by=cast.administrator)


def bring(cast, *rows, **more):
    return run(resource(cast), HEADER, *rows, **more)


def roles_of(username):
    return User.objects.get(username=username).roles


def test_people_are_enrolled_and_corrected_and_no_password_is_made(cast):
    old = UserFactory(username="old.one", name="王旧", union=cast.union, role=Role.CLERK)
    rows = [
        ["王小梅", "wang.xm", cast.union.name, None, "经办人"],
        ["李四方", "li.sf", None, cast.county.code, "审核人、审批人"],
        ["王新", "old.one", None, None, "经办人，审核人"],
    ]
    assert figures(bring(cast, *rows, dry_run=True)) == (2, 1, 0, 0)
    assert not User.objects.filter(username__in=["wang.xm", "li.sf"]).exists()
    assert figures(bring(cast, *rows)) == (2, 1, 0, 0)
    new = User.objects.get(username="wang.xm")
    assert (new.union, new.created_by, new.has_usable_password()) == (cast.union, cast.administrator, False)
    assert roles_of("li.sf") == {Role.REVIEWER, Role.APPROVER}
    assert roles_of("old.one") == {Role.CLERK, Role.REVIEWER}
    old.refresh_from_db()
    assert (old.name, old.has_usable_password()) == ("王新", True)
    assert figures(bring(cast, *rows)) == (0, 0, 3, 0)
    assert AuditRecord.objects.filter(action="user.create", by=cast.administrator).count() == 2


BAD = [
    ([None, "wang.xm", None, None, "经办人"], "name", "请填写此项。"),
    (["王", "Wang XM", None, None, "经办人"], "username", "用户名由小写字母、数字、点、横线组成"),
    (["王", None, None, None, "经办人"], "username", "用户名由小写字母、数字、点、横线组成"),
    (["王", "wang.xm", None, None, None], "roles", "请填写角色"),
    (["王", "wang.xm", None, None, "主席"], "roles", "请填其中的一项或几项，用顿号隔开：经办人；"),
    (["王", "wang.xm", None, None, "财务、审批人"], "roles", "不能由同一人担任：管钱的不审核、不审批"),
    (["王", "wang.xm", None, None, "经办人、审批人"], "roles", "经办的不审批同一工会的事项"),
    (["王", "wang.xm", None, None, "审计、经办人"], "roles", "不能由同一人担任"),
    (["王", "wang.xm", None, None, "管理员、财务"], "roles", "不能由同一人担任"),
    (["王", "wang.xm", "@elsewhere", None, "经办人"], "union", "本工会及下级没有这个工会"),
    (["王", "wang.xm", "学田", "@code", "经办人"], "union", "和工会编码不是同一个工会"),
    (["王", "far.away", None, None, "经办人"], "username", "这个用户名已有人使用"),
    (["王", "shut", None, None, "经办人"], "username", "账号已停用"),
    (["王", "at.home", None, "@county", "经办人"], "username", "调动的请停用原账号"),
    (["我", "me", None, None, "经办人"], "roles", "不能修改自己的角色"),
]


def test_each_wrong_cell_is_told(cast):
    UserFactory(username="far.away", union=cast.elsewhere)
    UserFactory(username="shut", union=cast.union, is_active=False)
    UserFactory(username="at.home", union=cast.union, role=Role.CLERK)
    User.objects.filter(pk=cast.administrator.pk).update(username="me")
    words = {"@elsewhere": cast.elsewhere.name, "@code": cast.union.code, "@county": cast.county.code}
    missed = []
    for row, key, sentence in BAD:
        found = faults(bring(cast, [words.get(cell, cell) for cell in row]))
        if set(found) != {(1, key)} or sentence not in found[1, key]:
            missed.append((row, found))
    assert missed == []
    twice = ["王", "wang.xm", None, None, "经办人"]
    assert "和第 2 行说的是同一个" in faults(bring(cast, twice, twice))[2, "__all__"]


def test_the_list_is_of_administrators_and_an_export_comes_in_again(cast, as_user):
    assert as_user(cast.clerk).get(reverse("imports:new", args=["users"])).status_code == 404
    assert as_user(cast.clerk).post(reverse("imports:export", args=["users"])).status_code == 404
    UserFactory(username="both", union=cast.union, role=Role.CLERK, roles=[Role.APPROVER])
    exported = resource(cast).export()
    assert cast.stranger.username not in exported["用户名"]
    assert figures(resource(cast).import_data(exported, dry_run=True)) == (0, 0, len(exported), 0)
    client = as_user(cast.administrator)
    content = client.post(reverse("imports:export", args=["users"])).content
    assert AuditRecord.objects.get(action="export.list").data["filters"] == {"list": "users"}
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert cast.clerk.username in [cell.value for cell in sheet["B"]]
    made = bring_in(client, "users", content, cast.administrator.union, confirm=False)
    assert (made.rows_same, made.rows_rejected) == (made.rows_total, 0)


def test_days_of_a_list_are_those_of_the_new_posts(cast):
    header = [*HEADER, "起始日期", "截止日期"]
    UserFactory(username="old.one", name="王旧", union=cast.union, role=Role.CLERK)
    rows = [
        ["王小梅", "wang.xm", cast.union.name, None, "经办人", "2026.3.1", date(2027, 2, 28)],
        ["王旧", "old.one", None, None, "经办人、审核人", None, "2090-12-31"],
    ]
    assert figures(run(resource(cast), header, *rows)) == (1, 1, 0, 0)
    held = Appointment.objects.filter(user__username__in=["wang.xm", "old.one"]).order_by("user", "pk")
    assert list(held.values_list("role", "from_on", "until_on")) == [
        ("clerk", date(2000, 1, 1), None),
        ("reviewer", timezone.localdate(), date(2090, 12, 31)),
        ("clerk", date(2026, 3, 1), date(2027, 2, 28)),
    ]
    late = ["李四", "li.si", cast.union.name, None, "经办人", "2026-03-01", "2026-02-01"]
    odd = ["李五", "li.wu", cast.union.name, None, "经办人", "三月", None]
    found = faults(run(resource(cast), header, late, odd))
    assert "截止日期早于起始日期" in found[1, "until_on"]
    assert set(found) == {(1, "until_on"), (2, "from_on")}


def test_slips_are_shown_once_and_open_the_door(cast, as_user, monkeypatch):
    monkeypatch.setattr(services.people, "MOST_SLIPS", 2)
    rows = [["王小梅", f"wang.{place}", cast.union.name, None, "经办人"] for place in range(3)]
    administrator = as_user(cast.administrator)
    made = bring_in(administrator, "users", workbook([HEADER, *rows]), cast.city)
    assert made.state == "done"
    door, guest = reverse("accounts:login"), Client()
    assert guest.post(door, {"username": "wang.0", "password": "x"}).status_code == 422
    users, slips = reverse("accounts:users"), reverse("accounts:user_slips")
    assert "3 人还没有登录单" in administrator.get(users).content.decode()
    first = administrator.post(slips)
    passwords = {user.username: password for user, password in first.context["slips"]}
    assert set(passwords) == {"wang.0", "wang.1"}
    assert "还有 1 人" in first.content.decode()
    assert [user.username for user, _password in administrator.post(slips).context["slips"]] == ["wang.2"]
    assert "还没有登录单" not in administrator.get(users).content.decode()
    assert administrator.post(slips).status_code == 302
    assert guest.post(door, {"username": "wang.0", "password": passwords["wang.0"]}).status_code == 302
    assert User.objects.get(username="wang.0").must_change_password
    records = AuditRecord.objects.filter(action="user.issue_password")
    assert records.count() == 3
    assert not any(password in str(one.data) for one in records for password in passwords.values())


def test_slips_are_for_the_scope_alone(cast, as_user):
    far = User(username="far.new", name="远", union=cast.elsewhere)
    far.set_unusable_password()
    far.save()
    assert services.issue_passwords(by=cast.administrator) == []
    with pytest.raises(services.AccountRefused, match="只能管理"):
        services.issue_passwords(by=cast.clerk)
    assert as_user(cast.clerk).post(reverse("accounts:user_slips")).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_administrators_give_nobody_two_passwords():
    union = UnionFactory()
    both = [UserFactory(union=union, role=Role.ADMINISTRATOR) for _place in range(2)]
    for place in range(4):
        services.enrol_user(username=f"new.{place}", name="新", union=union, roles=[Role.CLERK], by=both[0])
    given = at_once(lambda by: services.issue_passwords(by=User.objects.get(pk=by.pk)), both)
    assert sum(len(one) for one in given) == 4


@pytest.mark.django_db(transaction=True)
def test_one_login_entered_twice_at_once_is_one_person_and_a_sentence():
    union = UnionFactory()
    both = [UserFactory(union=union, role=Role.ADMINISTRATOR) for _place in range(2)]

    def enrol(by):
        return services.enrol_user(
            username="wang.xm", name="王", union=union, roles=[Role.CLERK], by=User.objects.get(pk=by.pk)
        )

    results = at_once(enrol, both)
    assert sorted(type(result).__name__ for result in results) == ["AccountRefused", "User"]
    assert User.objects.filter(username="wang.xm").count() == 1


def test_whoever_imports_other_lists_sees_none_of_people(cast, as_user):
    """Reviewers import employers: the pages are theirs too, the lists of administrators are not."""
    administrator = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
    sheet = workbook([HEADER, ["王小梅", "wang.xm", None, None, "经办人"]])
    made = bring_in(as_user(administrator), "users", sheet, cast.county, confirm=False)
    reviewer = as_user(cast.reviewer)
    assert cast.reviewer.union == cast.county
    for name in ("detail", "progress", "errors_file"):
        assert reviewer.get(reverse(f"imports:{name}", args=[made.uid])).status_code == 404
    assert reviewer.post(reverse("imports:confirm", args=[made.uid])).status_code == 404
    page = reviewer.get(reverse("imports:list")).content.decode()
    assert made.original_name not in page
    assert "用人单位" in page
    assert reviewer.post(reverse("imports:export", args=["external-aid"])).status_code == 404
    assert as_user(cast.clerk).post(reverse("imports:export", args=["external-aid"])).status_code == 404
