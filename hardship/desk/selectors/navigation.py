"""What the pages show around their content."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import User
from hardship.accounts.states import Role

EVERYBODY = frozenset(Role.values)
CASE_WORKERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
CHECKERS = frozenset({Role.CLERK, Role.REVIEWER, Role.AUDITOR})
MONEY = frozenset({Role.FINANCE, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})


@dataclass(frozen=True)
class Place:
    """One place of the navigation: the name of its address, its picture and who goes there."""

    name: str
    label: object
    icon: str
    roles: frozenset[str] = EVERYBODY


@dataclass(frozen=True)
class NavItem:
    """A place as one person sees it: `badge` is work that waits, `count` how many there are."""

    label: object
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    badge: int = 0


@dataclass(frozen=True)
class NavSection:
    label: object
    items: list[NavItem] = field(default_factory=list)


PLACES: tuple[tuple[object, tuple[Place, ...]], ...] = (
    ("", (Place("desk:home", _("工作台"), "home"),)),
    (
        _("档案"),
        (
            Place("archives:list", _("困难职工档案"), "folder"),
            Place("registers:students", _("学生与求职"), "cap", CASE_WORKERS),
            Place("archives:transfers", _("档案转移"), "swap", CASE_WORKERS),
            Place("rosters:import_list", _("导入花名册"), "upload", frozenset({Role.CLERK})),
        ),
    ),
    (
        _("核查"),
        (
            Place("surveys:surveys", _("年度核查"), "calendar", CASE_WORKERS),
            Place("visits:visit_list", _("入户调查"), "pin", CASE_WORKERS),
            Place("surveys:spot_checks", _("抽查"), "search", frozenset({Role.REVIEWER, Role.AUDITOR})),
            Place("crosschecks:hit_list", _("信息核对"), "columns", CHECKERS),
            Place("duplicates:suspicion_list", _("疑似重复"), "copy", CHECKERS),
        ),
    ),
    (
        _("帮扶"),
        (
            Place("approvals:inbox", _("待我审批"), "approve", frozenset({Role.REVIEWER, Role.APPROVER})),
            Place("applications:list", _("帮扶申请"), "file"),
            Place("plans:plans", _("帮扶计划"), "clipboard", CASE_WORKERS),
            Place("approvals:notices", _("公示"), "megaphone"),
        ),
    ),
    (
        _("资金"),
        (
            Place("ledgers:lines", _("资金与指标"), "wallet", MONEY),
            Place("payments:list", _("发放批次"), "roster", MONEY),
        ),
    ),
    (
        _("查询"),
        (
            Place("desk:statistics", _("档案统计"), "bars"),
            Place("payments:roster", _("发放花名册"), "download", MONEY),
            Place("policies:list", _("政策与标准"), "book"),
        ),
    ),
    (
        _("管理"),
        (
            Place("accounts:users", _("人员"), "people", frozenset({Role.ADMINISTRATOR})),
            Place("accounts:unions", _("工会"), "building", frozenset({Role.ADMINISTRATOR})),
            Place("surveys:periods", _("核查周期"), "return", frozenset({Role.ADMINISTRATOR})),
            Place("visits:visit_checklist", _("走访清单"), "check", frozenset({Role.ADMINISTRATOR})),
            Place("desk:log", _("操作日志"), "clock", frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
        ),
    ),
)


def navigation(
    user: User, path: str, *, counts: Mapping[str, int] | None = None, badges: Mapping[str, int] | None = None
) -> list[NavSection]:
    """The left navigation: the places this person may go, the current one marked.

    `counts` and `badges` are keyed by the name of the place, such as "approvals:inbox". The current place is
    the one with the longest address that begins this page's `path`.
    """
    counts, badges = counts or {}, badges or {}
    found = [
        (label, [(place, url) for place in places if (url := _address(place, user))])
        for label, places in PLACES
    ]
    home = reverse("desk:home")
    here = max(
        (url for _label, places in found for _place, url in places if url != home and path.startswith(url)),
        key=len,
        default=home if path == home else "",
    )
    return [
        NavSection(
            label,
            [
                NavItem(
                    label=place.label,
                    url=url,
                    icon=place.icon,
                    current=url == here,
                    count=counts.get(place.name),
                    badge=badges.get(place.name, 0),
                )
                for place, url in places
            ],
        )
        for label, places in found
        if places
    ]


def _address(place: Place, user: User) -> str:
    """Where the place is, or nothing when this person has no business there."""
    return address(place.name) if place.roles & user.roles else ""


def address(name: str, *args: object) -> str:
    """The address of a name, or nothing while no page answers to it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
