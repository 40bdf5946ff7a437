"""What transfers bring to the desk: their place, offers and requests that wait, names of actions."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_PARTS, count_rows
from cases.transfers.models import Transfer, TransferRequest
from cases.transfers.selectors import list_unanswered
from cases.transfers.services import ANSWERED, ASK, TAKEN_BACK, URGE
from cases.transfers.states import REQUEST_TRANSITIONS, TRANSFER_TRANSITIONS, TransferState
from hardship.accounts.models import User
from hardship.accounts.states import CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    NavGroup,
    Place,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
)
from hardship.messaging.services import KINDS, MessageKind

label_steps("transfer", TRANSFER_TRANSITIONS)
label_actions(
    {f"transfer.ask_{row.action}": format_lazy(_("转入申请：{}"), row.label) for row in REQUEST_TRANSITIONS}
)
KINDS.add("transfers.offer")(
    MessageKind(
        _("有档案要转到本工会，等待接收"),
        _("去办理"),
        lambda key: reverse("transfers:transfer", args=[key]),
        key="uid",
    )
)


def _request_page(key: str) -> str:
    return reverse("transfers:request", args=[key])


KINDS.add(ASK)(
    MessageKind(_("别的工会申请把本工会的一份档案转去，请核实后答复"), _("去答复"), _request_page, key="uid")
)
KINDS.add(ANSWERED)(MessageKind(_("转入申请有了答复"), _("看答复"), _request_page, key="uid"))
KINDS.add(TAKEN_BACK)(
    MessageKind(_("别的工会撤回了转入申请，不用再答复"), _("查看"), _request_page, key="uid")
)
KINDS.add(URGE)(
    MessageKind(
        _("有人催办：请接收或退回一份转来的档案"), _("去办理"), lambda _key: reverse("transfers:transfers")
    )
)
label_actions(
    {
        "transfer.urge": _("档案转移：催办"),
        "transfer.offer": _("提出档案转移"),
        "transfer.ask": _("申请转入档案"),
        "export.transfers": _("导出档案转移台账"),
        "export.transfer_requests": _("导出收到的转入申请"),
        "export.transfer_asked": _("导出发出的转入申请"),
    }
)
PLACES.add("transfers:transfers")(Place(_("档案转移"), "swap", NavGroup.ARCHIVES, 30, CASE_WORKERS))
HELP.add("transfers:transfers")(
    Help(
        purpose=_("职工调动了单位，把整份档案转给新的工会，不用注销重建，历史都在。"),
        then=_(
            "转出后等对方接收；对方不收的退回原处。接收之前档案仍归原工会管。"
            "档案在别的工会的，可以申请转入，对方同意就提出转移，不同意的写明原因。"
        ),
        seen=_("转出、转入两个工会和它们的上级看得到；申请转入的一方只看得到档案在哪个工会。"),
        year=(
            YearWork((), (Role.CLERK,), _("转来的档案尽快接收，转入申请尽快答复，不收、不同意的写明原因。")),
        ),
    )
)
CASE_PARTS.add("offers")(
    lambda household: count_rows(household.transfers.filter(state=TransferState.OFFERED))
)


def _offered(side: str, order: int, label: Any) -> Duty:
    """Transfers offered to the clerk's union (side "target") or by it ("source")."""

    def rows(user: User) -> QuerySet[Transfer]:
        offered = Transfer.objects.visible_to(user).filter(state=TransferState.OFFERED)
        found: QuerySet[Transfer] = offered.filter(**{side: user.union})
        return found.select_related("household__head", "source", "target")

    return Duty("transfers:transfers", label, order, (CLERK,), rows, _transfer_item)


def _transfer_item(row: Transfer) -> TodoItem:
    detail = f"{row.source.name} → {row.target.name}"
    return TodoItem(str(row.household), detail, reverse("transfers:transfer", args=[row.uid]))


DUTIES.add("transfers.in")(_offered("target", 90, _("转来待接收的档案")))
DUTIES.add("transfers.out")(_offered("source", 100, _("转出等待对方接收的档案")))


def _request_item(row: TransferRequest) -> TodoItem:
    detail, url = _("%(union)s申请转入"), reverse("transfers:request", args=[row.uid])
    since_on = timezone.localdate(row.asked_at)
    return TodoItem(str(row.household), detail % {"union": row.asker.name}, url, since_on=since_on)


DUTIES.add("transfers.requests")(
    Duty("transfers:transfers", _("别的工会申请转入，待答复"), 95, (CLERK,), list_unanswered, _request_item)
)
