"""The people of a union and those below it as a list: enrolled, or corrected where the login is on record.

The workbook holds no password. Who is new gets a slip with a one-time password, which the page of people
makes (accounts.services.issue_passwords).
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import User
from hardship.accounts.rules import exclusion_text, exclusive_pair
from hardship.accounts.selectors import list_lasting, list_users
from hardship.accounts.services import change_user, enrol_user
from hardship.accounts.states import Role
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, ListColumn
from hardship.kernel.fields import CleanTextField, DateField

LOGIN = r"\A[a-z0-9._-]{2,30}\Z"
BAD_LOGIN = gettext_lazy("用户名由小写字母、数字、点、横线组成，2 到 30 位，例如 wang.xm。")
ROLES_OF = gettext_lazy("可以填几个，用顿号隔开：%s")


class UserResource(CorrectingResource):
    """A row is about whoever logs in by that name; their name and roles are corrected, their union is not."""

    model = User
    layout = (
        ListColumn("name", "姓名", CleanTextField(max_length=30), ("人员姓名",)),
        ListColumn(
            "username", "用户名",
            forms.RegexField(LOGIN, error_messages={"invalid": BAD_LOGIN, "required": BAD_LOGIN}),
            ("登录名", "账号"), sample="wang.xm", width=18,
        ),
        ListColumn(
            "union", "所在工会", CleanTextField(required=False), ("工会", "工会名称", "单位"),
            note="不填的，算导入时选的工会", width=28,
        ),
        ListColumn("union_code", "工会编码", CleanTextField(required=False), ("编码",), sample="320602001"),
        ListColumn(
            "roles", "角色",
            forms.MultipleChoiceField(
                choices=Role.choices,
                error_messages={"required": gettext_lazy("请填写角色，几个的用顿号隔开。")},
            ),
            ("岗位",), note=str(ROLES_OF % "、".join(map(str, Role.labels))), sample="经办人", width=20,
        ),
        ListColumn(
            "from_on", "起始日期", DateField(required=False), ("任职日期",), kind="date",
            note="这次新给的岗位从哪天起；不填的，从导入当天起",
        ),
        ListColumn(
            "until_on", "截止日期", DateField(required=False), ("到期日期",), kind="date",
            note="这次新给的岗位到哪天止，含当日；不填的，长期",
        ),
    )  # fmt: skip

    def get_queryset(self) -> QuerySet[User]:
        rows = list_users(user=self.by).filter(is_active=True)
        return rows.filter(union__path__startswith=self.union.path)

    def find(self) -> User | None:
        found: User | None = list_users(user=self.by).filter(username=self.text("username")).first()
        return found

    def shown(self, record: Any) -> Mapping[str, Any]:
        held = set(list_lasting(record, record.union).values_list("role", flat=True))
        return {
            "name": record.name,
            "username": record.username,
            "union": record.union.name,
            "union_code": record.union.code,
            "roles": [role for role in Role.values if role in held],
            "from_on": None,
            "until_on": None,
        }

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        yield told["username"]

    def check(self, instance: Any) -> None:
        super().check(instance)
        pair = exclusive_pair(instance.roles)
        if pair:
            raise ValidationError({"roles": exclusion_text(pair)})
        if self.record is not None:
            self._require_at_home()

    def differing(self, told: Mapping[str, Any]) -> Collection[str]:
        return [key for key in super().differing(told) if key in ("name", "roles")]

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        days = {"from_on": told["from_on"], "until_on": told["until_on"]}
        if self.record is None:
            enrol_user(
                username=told["username"], name=told["name"], union=self.place, roles=told["roles"],
                by=self.by, **days,
            )  # fmt: skip
        else:
            change_user(user=self.record, name=told["name"], roles=told["roles"], by=self.by, **days)

    def _require_at_home(self) -> None:
        """A login stays with its union, and one that is shut stays shut: neither changes by a list."""
        if not self.record.is_active:
            raise ValidationError({"username": _("此人的账号已停用，请先在人员页面启用。")})
        if self.named and self.named.pk != self.record.union_id:
            why = _("这个用户名属于“%(union)s”的人员；调动的请停用原账号，用另一个用户名新建。")
            raise ValidationError({"username": why % {"union": self.record.union.name}})


KINDS.add("users")(
    ImportKind(
        gettext_lazy("人员名单"),
        UserResource,
        "accounts:users",
        (Role.ADMINISTRATOR,),
        hints=(
            gettext_lazy("用户名相同的是同一个人，按表更新姓名和角色；表里不填密码。"),
            gettext_lazy("导入后在人员页面生成登录单，打印了当面交给本人。"),
            gettext_lazy(
                "审核人、审批人、财务、管理员等第二个管理员确认以后生效，在“待确认任职”里一次勾选。"
            ),
        ),
    )
)
