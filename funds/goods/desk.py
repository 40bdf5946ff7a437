"""What goods bring to the desk: slips that wait, the navigation, names of actions."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.goods.models import Slip
from funds.goods.selectors import count_open, count_stock, list_to_check, list_to_receive
from funds.goods.services.steps import ANSWERED
from funds.goods.states import CHECKERS, KEEPERS, READERS, TRANSITIONS, Kind
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

label_actions({f"goods.{kind.value}": kind.label for kind in Kind})
label_papers("goods:stock", _("每次盘点"), {"goods_count": _("导出盘点表")})
label_steps("goods", TRANSITIONS, _("物资单据：{}"))
label_actions(
    {
        "goods.add_item": _("登记物资品目"),
        "goods.reprice": _("改物资参考单价"),
        "goods.add_store": _("登记物资仓库"),
        "export.goods_stock": _("导出物资库存"),
        "export.goods_slips": _("导出物资单据"),
        "export.goods_items": _("导出物资品目"),
        "export.goods_stores": _("导出物资仓库"),
    }
)
label_targets(
    {
        "goods.slip": Target(_("物资单据"), naming=Naming(fields=("year", "number"), pattern="物-{}-{:05d}")),
        "goods.item": Target(_("物资品目"), "goods:item", naming=Naming(fields=("name", "specification"))),
        "goods.store": Target(_("物资仓库"), "goods:store", naming=Naming(fields=("name",))),
    }
)
PLACES.add("goods:stock")(Place(_("物资库存"), "folder", NavGroup.MONEY, 30, frozenset(READERS)))
PLACES.add("goods:slips")(Place(_("物资单据"), "clipboard", NavGroup.MONEY, 32, frozenset(READERS)))
HELP.add("goods:stock")(
    Help(
        purpose=_("米、油、棉被等实物：买了多少、谁捐了多少、放在哪里、发了多少、还剩多少。"),
        then=_(
            "经办人或财务登记入库、报损、盘点，另一位复核以后才记账；调拨由对方点收。记错了用冲销，不能删改；"
            "库存不会成为负数。"
        ),
        seen=_("本工会和上级工会看得到；调拨的单据对方也看得到。"),
        year=(
            YearWork((1, 12), KEEPERS, _("送温暖前后各盘点一次，账实不符的查明原因。")),
            YearWork((), KEEPERS, _("每月看一次快到期的物资，尽早发放。")),
        ),
    )
)
HELP.add("goods:slips")(
    Help(
        purpose=_("物资每次增减的单据：入库、调拨、发放、报损、盘点、冲销，谁制的单，谁复核或点收的。"),
        then=_(
            "制单人以外的一位打开单据，与实物和票据核对，再复核记账；调拨来的点清数量再签收，不对的退回。"
        ),
        seen=_("本工会和上级工会看得到；调拨的单据对方也看得到。"),
    )
)
KINDS.add(ANSWERED)(
    MessageKind(
        _("您制的物资单据有了结果"), _("看单据"), lambda key: reverse("goods:slip", args=[key]), key="uid"
    )
)


def _item(row: Slip) -> TodoItem:
    return TodoItem(
        f"{row.get_kind_display()} {row}", row.store.name, reverse("goods:slip", args=[row.uid]),
        since_on=row.on,
    )  # fmt: skip


DUTIES.add("goods.to_check")(
    Duty(
        "goods:slips", _("待复核的物资单据"), 163, tuple(Post(role) for role in CHECKERS), list_to_check,
        _item, query="?state=prepared", urgent_first=("on", "pk"),
    )
)  # fmt: skip
DUTIES.add("goods.to_receive")(
    Duty(
        "goods:slips", _("待点收的调拨物资"), 164, tuple(Post(role) for role in KEEPERS), list_to_receive,
        _item, query="?state=sent", urgent_first=("on", "pk"),
    )
)  # fmt: skip


@UNSETTLED.add("goods.stock")
def goods_left(union: Union) -> str:
    """Goods in the stores of a union that were neither issued nor handed on."""
    lots = count_stock(union)
    return gettext("没有发完或调走的库存物资 %(n)s 种") % {"n": lots} if lots else ""


@UNSETTLED.add("goods.slips")
def open_slips(union: Union) -> str:
    """Slips of a union, or on their way to it, that nobody has checked or received."""
    slips = count_open(union)
    return gettext("没有复核或点收的物资单据 %(n)s 张") % {"n": slips} if slips else ""
