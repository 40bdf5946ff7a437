"""What donations bring to the desk: a place, what waits for a second person, the names of what is done."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from funds.donations.models import Donation, Drive
from funds.donations.selectors import list_drives_to_open, list_unspent, list_waiting, say_unsettled
from funds.donations.states import READERS, VALID, Form
from hardship.accounts.models import User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import APPROVER, FINANCE, Role
from hardship.kernel.desk import (
    DUTIES,
    FIGURES,
    HELP,
    PLACES,
    Duty,
    Figures,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    Tile,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.kernel.money import format_yuan

label_actions(
    {
        "donation.enter": L("登记捐赠"),
        "donation.confirm": L("确认捐赠"),
        "donation.decline": L("退回捐赠"),
        "donation.withdraw": L("撤回捐赠"),
        "donation.ask_void": L("申请作废捐赠收据"),
        "donation.void": L("作废捐赠收据"),
        "donation.keep": L("捐赠收据不作废"),
        "drive.draw_up": L("拟定募捐活动"),
        "drive.open": L("批准募捐活动"),
        "drive.drop": L("不办募捐活动"),
        "drive.close": L("结束募捐活动"),
        "export.drives": L("导出募捐活动"),
        "donor.register": L("登记捐赠人"),
        "donor.change": L("修改捐赠人"),
        "export.donations": L("导出社会捐赠"),
        "export.donors": L("导出捐赠人"),
        "export.donation_uses": L("导出捐赠资金使用情况"),
        "export.published_donations": L("导出捐赠公示名单"),
    }
)
label_papers(
    "donations:list",
    L("每笔捐赠"),
    {
        "donation_feedback": L("打印捐赠资金使用反馈"),
        "donation_letter": L("打印捐赠感谢信"),
        "donation_receipt": L("打印捐赠收据"),
    },
)
label_targets(
    {
        "donations.donation": Target(L("捐赠"), naming=Naming(fields=("number",), is_numbered=True)),
        "donations.drive": Target(L("募捐活动"), naming=Naming(fields=("name",))),
        "donations.donor": Target(L("捐赠人"), naming=Naming(fields=(), person="name")),
    }
)
PLACES.add("donations:list")(Place(L("社会捐赠"), "approve", NavGroup.MONEY, 40, frozenset(READERS)))
HELP.add("donations:list")(
    Help(
        purpose=L("单位和个人捐的钱和物：谁捐的、指定做什么用、收据号、用到了哪里。"),
        then=L("财务登记，另一位财务或审批人确认；确认时开收据，钱同时入账，只能用于指定的用途。"),
        seen=L("财务、审核人、审批人和审计人员看得到本工会和下级工会的。没有同意公示的，名单上写爱心人士。"),
        year=(YearWork((), (Role.FINANCE,), L("收到捐赠当天登记，当面交收据。")),),
    )
)


def _item(row: Donation) -> TodoItem:
    detail = _("%(what)s · %(yuan)s 元 · %(state)s") % {
        "what": row.what, "yuan": format_yuan(row.amount), "state": row.get_state_display(),
    }  # fmt: skip
    return TodoItem(row.giver, detail, reverse("donations:donation", args=[row.pk]))


DUTIES.add("donations.waiting")(
    Duty("donations:list", L("待确认的捐赠"), 195, (FINANCE, APPROVER), list_waiting, _item)
)


def _drive_item(row: Drive) -> TodoItem:
    detail = _("%(start)s 至 %(end)s · 用于%(use)s") % {
        "start": row.from_on.isoformat(), "end": row.until_on.isoformat(), "use": row.use.name,
    }  # fmt: skip
    return TodoItem(row.name, detail, reverse("donations:drive", args=[row.pk]))


def _rest_item(row: Drive) -> TodoItem:
    detail = _("活动已结束，账上还有没用完的捐款，请与捐赠人商定怎么用")
    return TodoItem(row.name, detail, reverse("donations:drive", args=[row.pk]))


DUTIES.add("donations.drives")(
    Duty(
        "donations:drives", L("待批准的募捐活动"), 196, (FINANCE, APPROVER), list_drives_to_open, _drive_item
    )
)
DUTIES.add("donations.unspent")(
    Duty("donations:drives", L("募捐活动的结余"), 197, (FINANCE,), list_unspent, _rest_item)
)
UNSETTLED.add("donations.open")(say_unsettled)


def _given(user: User) -> Iterator[Tile]:
    """What counts of this year's gifts in the scope."""
    year = timezone.localdate().year
    rows = Donation.objects.visible_to(user).filter(state__in=VALID, given_on__year=year)
    sums = rows.aggregate(
        money=Sum("amount", filter=Q(form=Form.MONEY)), goods=Sum("amount", filter=Q(form=Form.GOODS))
    )
    money, goods = sums["money"] or Decimal(0), sums["goods"] or Decimal(0)
    note = _("另有物资折价 %(yuan)s 元") % {"yuan": format_yuan(goods)} if goods else ""
    url = f"{reverse('donations:list')}?year={year}"
    yield Tile(_("本年收到捐款"), format_yuan(money), _("元"), note, url)


FIGURES.add("donations.year")(Figures(Role.AUDITOR, 40, _given))
