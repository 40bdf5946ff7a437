"""The demo's union tree and its accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.services import appoint, confirm, create_union, give_second, set_end, stand_in
from hardship.accounts.states import Level, Role
from hardship.audit import services as audit
from hardship.audit.states import Kind

PASSWORD = "Yanshi-2026"  # noqa: S105
SINCE = date(2024, 1, 1)  # of everybody's appointment, before the demo's first year


@dataclass(frozen=True)
class Account:
    """A demo account: who, where (union code), in which roles."""

    username: str
    name: str
    union: str
    roles: tuple[Role, ...]


# code, name, short name, level, parent's code, region code
HIGHER = (
    ("32", "江苏省总工会", "省总", Level.PROVINCE, None, "320000"),
    ("3206", "南通市总工会", "南通市总", Level.CITY, "32", "320600"),
    ("3210", "扬州市总工会", "扬州市总", Level.CITY, "32", "321000"),
    ("320613", "崇川区总工会", "崇川区总", Level.COUNTY, "3206", "320613"),
    ("320612", "通州区总工会", "通州区总", Level.COUNTY, "3206", "320612"),
    ("320681", "启东市总工会", "启东市总", Level.COUNTY, "3206", "320681"),
    ("321084", "高邮市总工会", "高邮市总", Level.COUNTY, "3210", "321084"),
    ("321003", "邗江区总工会", "邗江区总", Level.COUNTY, "3210", "321003"),
)
GRASSROOTS = {
    "320613": "学田街道总工会 钟秀街道总工会 文峰街道总工会 狼山镇总工会 第二棉纺织厂工会 公交客运公司工会",
    "320612": "兴仁镇总工会 金沙街道总工会 平潮镇总工会 建筑安装公司工会 色织厂工会 环境卫生所工会",
    "320681": "汇龙镇总工会 吕四港镇总工会 北新镇总工会 机床厂工会 水产冷冻厂工会 电动工具厂工会",
    "321084": "高邮街道总工会 送桥镇总工会 三垛镇总工会 水泵厂工会 羽绒服装厂工会 粮食储运公司工会",
    "321003": "邗上街道总工会 瓜洲镇总工会 槐泗镇总工会 汽车配件厂工会 玩具厂工会 建材市场工会",
}

ACCOUNTS = (
    Account("xt.clerk", "季春兰", "320613001", (Role.CLERK,)),
    Account("fz.clerk", "葛志远", "320613005", (Role.CLERK,)),
    Account("cc.reviewer", "陆文斌", "320613", (Role.REVIEWER,)),
    Account("cc.checker", "严国华", "320613", (Role.REVIEWER,)),
    Account("cc.clerk", "施晓燕", "320613", (Role.CLERK,)),
    Account("tz.reviewer", "曹国平", "320612", (Role.REVIEWER,)),
    Account("qd.reviewer", "黄海涛", "320681", (Role.REVIEWER,)),
    Account("nt.clerk", "瞿文静", "3206", (Role.CLERK,)),
    Account("nt.reviewer", "顾建新", "3206", (Role.REVIEWER,)),
    Account("nt.approver", "何志强", "3206", (Role.APPROVER,)),
    Account("nt.finance", "朱丽华", "3206", (Role.FINANCE,)),
    Account("nt.cashier", "薛敏", "3206", (Role.CASHIER,)),
    Account("nt.head", "倪建华", "3206", (Role.DEPARTMENT,)),
    Account("nt.auditor", "沈明", "3206", (Role.AUDITOR,)),
    Account("nt.admin", "冯伟", "3206", (Role.ADMINISTRATOR,)),
    Account("yz.reviewer", "秦卫东", "3210", (Role.REVIEWER,)),
    Account("yz.approver", "马永康", "3210", (Role.APPROVER,)),
    Account("yz.finance", "陶静", "3210", (Role.FINANCE,)),
    Account("gy.reviewer", "夏俊", "321084", (Role.REVIEWER,)),
    Account("hj.reviewer", "蒋丽萍", "321003", (Role.REVIEWER,)),
    Account("js.finance", "吴秀珍", "32", (Role.FINANCE,)),
    Account("js.auditor", "郑国栋", "32", (Role.AUDITOR,)),
    Account("js.admin", "潘海", "32", (Role.ADMINISTRATOR,)),
)
# Who is to hold which post more once a second administrator has confirmed it, by which document.
WAITING = (
    ("cc.clerk", Role.REVIEWER, "通工办〔2026〕9号"),
    ("qd.reviewer", Role.APPROVER, "通工办〔2026〕12号"),
)
# A company whose union has none above it (demo.alone).
COMPANY = "9132"
COMPANY_ACCOUNTS = (
    Account("gs.clerk", "石美玲", COMPANY, (Role.CLERK,)),
    Account("gs.reviewer", "钟立民", COMPANY, (Role.REVIEWER,)),
    Account("gs.approver", "徐国胜", COMPANY, (Role.APPROVER,)),
    Account("gs.finance", "邹丽", COMPANY, (Role.FINANCE,)),
    Account("gs.cashier", "顾小芹", COMPANY, (Role.CASHIER,)),
    Account("gs.head", "沈维国", COMPANY, (Role.DEPARTMENT,)),
    Account("gs.admin", "唐斌", COMPANY, (Role.ADMINISTRATOR,)),
)
CLERKS = (
    "丁秋萍 马文静 王立群 方晓梅 田志华 白秀兰 冯建军 吕小燕 朱国庆 庄丽娟 刘海波 江淑珍 许永明 孙玉芳 "
    "李卫平 杨桂香 吴新华 何春燕 汪德明 沈秀英 宋立峰 张爱珍 陆小平 陈宝林 范美华 金玉兰 郑永清 胡雪梅 "
    "俞志刚 钱月琴"
)


def build_unions() -> dict[str, Union]:
    """A province, two cities, five counties and thirty grassroots unions, by code."""
    made: dict[str, Union] = {}
    for code, name, short, level, parent, region in HIGHER:
        made[code] = create_union(
            code=code,
            name=name,
            short_name=short,
            level=level,
            parent=made[parent] if parent else None,
            region_code=region,
            by=None,
        )
    for county, names in GRASSROOTS.items():
        for place, name in enumerate(names.split(), 1):
            code = f"{county}{place:03d}"
            made[code] = create_union(
                code=code,
                name=name,
                short_name=name.removesuffix("总工会").removesuffix("工会"),
                level=Level.GRASSROOTS,
                parent=made[county],
                region_code=county,
                by=None,
            )
    return made


def build_accounts(unions: dict[str, Union]) -> dict[str, User]:
    """The listed accounts and one clerk for every other grassroots union, by user name."""
    return make_people([*ACCOUNTS, *_other_clerks(unions)], unions)


def extend_posts(people: Mapping[str, User], unions: Mapping[str, Union]) -> None:
    """Somebody who reviews for two counties, a clerk who goes in three weeks, one who helps out for a year,
    the head of a department who stands in for the leader this week, two whose new post waits for a second
    person, and some of the yearly confirmations."""
    admin, today = people["js.admin"].at(unions["32"]), timezone.localdate()
    two_counties = appoint(
        user=people["cc.reviewer"], union=unions["320612"], role=Role.REVIEWER, from_on=SINCE,
        document="通工办〔2024〕3号", by=admin,
    )  # fmt: skip
    give_second(appointment_id=two_counties.pk, by=people["nt.admin"])
    appoint(
        user=people["cc.clerk"], union=unions["320613001"], role=Role.CLERK, from_on=today,
        until_on=today + timedelta(days=364), document="崇工办〔2026〕11号", by=admin,
    )  # fmt: skip
    for username, role, document in WAITING:
        appoint(
            user=people[username], union=people[username].union, role=role, from_on=today, document=document,
            by=people["nt.admin"],
        )  # fmt: skip
    stand_in(
        appointment_id=people["nt.approver"].appointments.get().pk, user=people["nt.head"], from_on=today,
        until_on=today + timedelta(days=6), reason="外出学习", by=people["nt.approver"],
    )  # fmt: skip
    leaving = people["fz.clerk"].appointments.get()
    set_end(appointment_id=leaving.pk, until_on=today + timedelta(days=21), by=admin)
    for username in ("xt.clerk", "cc.reviewer", "nt.reviewer", "nt.finance"):
        confirm(user=people[username], by=admin)


def _other_clerks(unions: dict[str, Union]) -> list[Account]:
    named = iter(CLERKS.split())
    listed = {account.union for account in ACCOUNTS if Role.CLERK in account.roles}
    return [
        Account(f"clerk{code}", next(named), code, (Role.CLERK,))
        for code, union in unions.items()
        if union.level == Level.GRASSROOTS and code not in listed
    ]


def make_people(accounts: Sequence[Account], unions: Mapping[str, Union]) -> dict[str, User]:
    """A person for each account, by user name; `unions` by code."""
    password = make_password(PASSWORD)  # once: a hash takes a third of a second
    people: dict[str, User] = {}
    for account in accounts:
        user = User.objects.create(
            username=account.username,
            name=account.name,
            union=unions[account.union],
            password=password,
            must_change_password=False,
        )
        Appointment.objects.bulk_create(
            Appointment(user=user, union=user.union, role=role, from_on=SINCE) for role in account.roles
        )
        audit.record("user.create", target=user, by=None, kind=Kind.ACCESS, roles=list(account.roles))
        people[account.username] = user
    return people
