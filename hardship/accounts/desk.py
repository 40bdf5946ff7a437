"""What the accounts bring to the desk: people and unions, their actions, who has not signed in."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import Appointment, User
from hardship.accounts.selectors import list_to_second
from hardship.accounts.states import Role
from hardship.kernel.desk import (
    DUTIES,
    FIGURES,
    FIRST_STEPS,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Figures,
    FirstStep,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Recent,
    Target,
    Tile,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)

UNSEEN_DAYS = 90
L = gettext_lazy
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

label_actions(
    {
        "login": L("登录"),
        "login.fail": L("登录失败"),
        "login.locked": L("登录被锁定"),
        "logout": L("退出"),
        "user.place": L("切换工会"),
        "export.stand_ins": L("导出代办名册"),
        "user.appoint": L("任职"),
        "user.appointment_end": L("修改任职期限"),
        "user.revoke": L("免去岗位"),
        "user.second": L("第二人确认任职"),
        "user.second_refuse": L("第二人不同意任职"),
        "user.withdraw": L("撤回待确认的任职"),
        "user.stand_in": L("安排代办"),
        "user.stand_in_end": L("结束代办"),
        "user.confirm": L("年度确认任职"),
        "user.create": L("新建人员"),
        "user.issue_password": L("发放登录单"),
        "user.change": L("修改人员"),
        "user.enable": L("启用人员"),
        "user.disable": L("停用人员"),
        "user.reset_password": L("重置密码"),
        "user.change_password": L("修改密码"),
        "union.create": L("新建工会"),
        "union.change": L("修改工会"),
        "union.close": L("撤销工会"),
    }
)
label_papers("accounts:users", L("按条件"), {"appointments": L("导出任职名册")})


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    """Of the people only those whose accounts this person keeps; nobody's own."""
    if not user.has_role(Role.ADMINISTRATOR):
        return {}
    rows = User.objects.visible_to(user).filter(pk__in=keys).exclude(pk=user.pk).select_related("union")
    return {
        row.pk: Recent(
            row.name, f"{row.username} · {row.union.name}", reverse("accounts:user_edit", args=[row.pk])
        )
        for row in rows
    }


label_targets(
    {
        "accounts.user": Target(
            L("账号"), naming=Naming(fields=("name", "username"), pattern="{}（{}）"), describe=_describe
        ),
        "accounts.standin": Target(L("代办")),
        "accounts.union": Target(L("工会"), naming=Naming(fields=("name",))),
    }
)
WORDS.add("roles")(dict(Role.choices))
PLACES.add("accounts:users")(Place(L("人员"), "people", NavGroup.ADMINISTRATION, 10, ADMINISTRATORS))
PLACES.add("accounts:seconds")(Place(L("待确认任职"), "check", NavGroup.ADMINISTRATION, 15, ADMINISTRATORS))
PLACES.add("accounts:unions")(Place(L("工会"), "building", NavGroup.ADMINISTRATION, 20, ADMINISTRATORS))
HELP.add("accounts:users")(
    Help(
        purpose=L("谁能登录、做什么岗位。一个人可以有几个岗位，但同一件事不能自己办又自己审。"),
        then=L("新建人员以后打印登录单，一次性密码交给本人，第一次登录要改。离岗的当天停用。"),
        seen=L("管理员看得到本工会和下级工会的人员。"),
        year=(
            YearWork((), (Role.ADMINISTRATOR,), L("有人调岗、离岗，当天改岗位或停用。")),
            YearWork((1,), (Role.ADMINISTRATOR,), L("年初核对一遍人员和岗位。")),
        ),
    )
)
HELP.add("accounts:seconds")(
    Help(
        purpose=L(
            "审核人、审批人、财务、管理员这四种岗位，一个管理员登记，另一个管理员确认，确认以前什么也办不了。"
        ),
        then=L(
            "勾选几个一起确认，或者点进去写明原因不同意。办理人、任职的本人和他们的代办人不能确认。"
            "本工会没有第二个管理员的，由上级工会的管理员确认；上级也没有的，直接生效，名册上写“未经第二人确认”；"
            "但 30 天内刚被办理人免去、停用、重设密码的管理员本来可以确认的，不直接生效。"
        ),
        seen=L("本工会和上级工会的管理员看得到。免去岗位、缩短期限不用第二人。"),
    )
)
HELP.add("accounts:unions")(
    Help(
        purpose=L("下级工会一个一个建起来，档案、资金都挂在工会下面。"),
        then=L("建好以后看一下审核、审批由谁办，那里有没有人。工会改名、换上级，历史不变。"),
        seen=L("管理员看得到本工会和下级工会。"),
    )
)
FIRST_STEPS.add("accounts.unions")(
    FirstStep(
        Role.ADMINISTRATOR, 10, L("建立下级工会"), L("每个工会一个节点，档案随之归属"), "accounts:unions"
    )
)
FIRST_STEPS.add("accounts.users")(
    FirstStep(Role.ADMINISTRATOR, 20, L("开设人员账号"), L("按角色授权，首次登录改密码"), "accounts:users")
)


def _people(user: User) -> Iterator[Tile]:
    unseen = timezone.now() - timedelta(days=UNSEEN_DAYS)
    found = User.objects.visible_to(user).aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        unseen=Count(
            "pk", filter=Q(is_active=True) & (Q(last_login__isnull=True) | Q(last_login__lt=unseen))
        ),
    )
    url = reverse("accounts:users")
    yield Tile(_("启用的账号"), f"{found['active']:,}", _("个"), "", url)
    label, note = _("%(n)s 天没有登录") % {"n": UNSEEN_DAYS}, _("离岗的请停用")
    kind = "warning" if found["unseen"] else ""
    yield Tile(label, f"{found['unseen']:,}", _("个"), note, url, kind)


def _second(row: Appointment) -> TodoItem:
    text = f"{row.union.name} {row.get_role_display()}"
    return TodoItem(row.user.name, text, reverse("accounts:appointment", args=[row.pk]))


DUTIES.add("accounts.seconds")(
    Duty("accounts:seconds", L("待您确认的任职"), 96, (Post(Role.ADMINISTRATOR),), list_to_second, _second)
)
FIGURES.add("accounts.people")(Figures(Role.ADMINISTRATOR, 10, _people))
