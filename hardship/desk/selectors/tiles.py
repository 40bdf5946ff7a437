"""A few figures for those whom nothing waits for: what an auditor or an administrator looks at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from funds.payments.selectors import list_roster, total
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.navigation import address
from hardship.kernel.money import format_yuan

DAYS = 7
UNSEEN_DAYS = 90


@dataclass(frozen=True)
class Tile:
    """One figure of components/stat_tile.html."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    url: str = ""
    kind: str = ""


def list_tiles(user: User) -> list[Tile]:
    """The figures of the person's role, a query each; nothing for those who have work of their own."""
    if user.has_role(Role.AUDITOR):
        return [*_money(user), _files(user), *_traces(user)]
    if user.has_role(Role.ADMINISTRATOR):
        return [*_people(user), *_traces(user)]
    return []


def _money(user: User) -> Iterator[Tile]:
    year = timezone.localdate().year
    sums = total(list_roster(user=user).filter(batch__year=year))
    url = address("payments:roster")
    yield Tile(
        _("本年已发放"), format_yuan(sums.paid), _("元"), _("%(n)s 笔明细") % {"n": sums.count}, url, ""
    )
    yield Tile(
        _("已送银行，没有结果"), format_yuan(sums.sent), _("元"), "", url, "warning" if sums.sent else ""
    )


def _files(user: User) -> Tile:
    number = Household.objects.visible_to(user).filter(state__in=IN_FORCE_STATES).count()
    return Tile(_("在档"), f"{number:,}", _("户"), "", address("statistics:archive"))


def _people(user: User) -> Iterator[Tile]:
    unseen = timezone.now() - timedelta(days=UNSEEN_DAYS)
    found = User.objects.visible_to(user).aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        unseen=Count(
            "pk", filter=Q(is_active=True) & (Q(last_login__isnull=True) | Q(last_login__lt=unseen))
        ),
    )
    url = address("accounts:users")
    yield Tile(_("启用的账号"), f"{found['active']:,}", _("个"), "", url)
    note = _("离岗的请停用")
    yield Tile(
        _("%(n)s 天没有登录") % {"n": UNSEEN_DAYS}, f"{found['unseen']:,}", _("个"), note, url,
        "warning" if found["unseen"] else "",
    )  # fmt: skip


def _traces(user: User) -> Iterator[Tile]:
    since = timezone.now() - timedelta(days=DAYS)
    rows: Any = AuditRecord.objects.visible_to(user).filter(at__gte=since)
    found = rows.aggregate(
        exports=Count("pk", filter=Q(kind=Kind.EXPORT)),
        reveals=Count("pk", filter=Q(action="reveal")),
        failures=Count("pk", filter=Q(action__in=("login.fail", "login.locked"))),
    )
    url, note = address("desk:log"), _("近 %(n)s 天") % {"n": DAYS}
    yield Tile(_("导出"), f"{found['exports']:,}", _("次"), note, f"{url}?kind={Kind.EXPORT}")
    yield Tile(_("显示完整号码"), f"{found['reveals']:,}", _("次"), note, f"{url}?action=reveal")
    yield Tile(
        _("登录失败"), f"{found['failures']:,}", _("次"), note, f"{url}?action=login.fail",
        "warning" if found["failures"] else "",
    )  # fmt: skip
