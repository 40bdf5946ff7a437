"""What an application asks for where it has no sum: items with quantities, or nothing that is counted."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import goods_field, goods_refusal
from cases.applications.services.refusals import ApplicationRefused
from cases.policies.rules.document.words import plain


def put_goods(application: Application, asked: Mapping[str, Decimal] | None) -> None:
    """Notes how much of each item is asked for, by name; what is not wanted is left out. None leaves it as it
    is. Raises ApplicationRefused for more than the programme gives, and for what it does not give."""
    if asked is None:
        return
    items = application.programme.rule.goods
    if strange := set(asked).difference(item.name for item in items):
        raise ApplicationRefused(_("这个项目不发“%(name)s”。") % {"name": "、".join(sorted(strange))})
    rows = []
    for place, item in enumerate(items):
        quantity = asked.get(item.name, Decimal(0))
        if refusal := goods_refusal(item, quantity):
            raise ApplicationRefused(f"{item.name}：{refusal}", field=goods_field(place))
        if quantity:
            told = {"name": item.name, "unit": item.unit}
            rows.append({**told, "quantity": plain(quantity), "at_most": plain(item.at_most)})
    application.goods = rows


def all_goods(application: Application) -> dict[str, Decimal]:
    """The most of each item: what a new application begins with."""
    return {item.name: item.at_most for item in application.programme.rule.goods}


def put_no_sum(application: Application, amount: Decimal | None) -> None:
    """A service has no sum; one that is asked for all the same is a mistake that somebody has to see."""
    if amount is not None:
        raise ApplicationRefused(_("这个项目不发钱，不用填申请金额。"), field="amount")
    application.amount = application.entitled = None
    application.entitled_steps = []
