"""The part of an application's form that asks how much of each item the family gets in kind."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import goods_field, goods_refusal
from cases.policies.rules.document.handling import Goods
from cases.policies.rules.document.words import plain
from hardship.kernel.fields.inputs import CheckedField
from hardship.kernel.widths import half_width

NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,4})?")
LONGEST = 30  # letters that are looked at
BETWEEN = re.compile(r"[、，,；;\s]*[、，,；;\n][、，,；;\s]*")


class QuantityField(CheckedField):
    """How much of one item, a number as plain or full-width digits; nothing is none."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "autocomplete": "off"}

    def __init__(self, item: Goods, **kwargs: Any) -> None:
        self.item = item
        said = {"most": plain(item.at_most), "unit": item.unit}
        super().__init__(
            label=_("%(name)s（%(unit)s）") % {"name": item.name, "unit": item.unit},
            help_text=_("最多 %(most)s %(unit)s，不要的填 0") % said,
            required=False,
            **kwargs,
        )

    def read(self, value: Any) -> Decimal:
        text = half_width(str(value)[:LONGEST]).strip()
        if not NUMBER.fullmatch(text):
            raise ValueError(_("请只填数字，例如 %(most)s。") % {"most": plain(self.item.at_most)})
        return Decimal(text)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if refusal := goods_refusal(self.item, value or Decimal(0)):
            raise ValidationError(refusal, code="quantity")


def goods_fields(application: Application) -> dict[str, QuantityField]:
    """By name a field for each item of the programme; it begins with what the application says."""
    asked = {row["name"]: row["quantity"] for row in application.goods}
    return {
        goods_field(place): QuantityField(item, initial=asked.get(item.name, "0"))
        for place, item in enumerate(application.programme.rule.goods)
    }


def goods_of(form: forms.Form, application: Application) -> Mapping[str, Decimal] | None:
    """How much of each item was typed; None where the form does not ask, or a page did not show it."""
    items = application.programme.rule.goods
    names = [goods_field(place) for place in range(len(items))]
    if not items or any(form.add_prefix(name) not in form.data for name in names):
        return None
    typed = [form.cleaned_data.get(name) for name in names]
    return {item.name: quantity or Decimal(0) for item, quantity in zip(items, typed, strict=True)}


def goods_cells(form: forms.Form, application: Application, names: Sequence[str]) -> list[BoundField | None]:
    """The fields of a row in the order of a grid's items; None for one that its programme does not give."""
    places = {item.name: goods_field(place) for place, item in enumerate(application.programme.rule.goods)}
    return [form[places[name]] if name in places else None for name in names]


def read_goods(text: str, items: Sequence[Goods]) -> dict[str, Decimal]:
    """The quantities of one cell of a workbook, as pages say them: “大米 10 公斤、食用油 5”; what is not
    named is not wanted. Raises ValueError with a sentence for what these items do not have."""
    if not items:
        raise ValueError(_("这个项目不按件发物资，这一格请空着。"))
    asked: dict[str, Decimal] = {}
    for piece in filter(None, BETWEEN.split(half_width(text).strip())):
        item = _item_of(piece, items)
        if item.name in asked:
            raise ValueError(_("“%(name)s”写了两次。") % {"name": item.name})
        asked[item.name] = _quantity_of(piece, item)
    return asked


def _item_of(piece: str, items: Sequence[Goods]) -> Goods:
    named = [item for item in items if piece.startswith(half_width(item.name))]
    if not named:
        words = "、".join(f"{item.name}（{item.unit}）" for item in items)
        raise ValueError(_("请写成“大米 10、食用油 5”的样子；这个项目发%(items)s。") % {"items": words})
    return max(named, key=lambda item: len(item.name))


def _quantity_of(piece: str, item: Goods) -> Decimal:
    said = piece[len(item.name) :].strip(" :")
    number = said.removesuffix(half_width(item.unit)).strip()
    if not NUMBER.fullmatch(number):
        sample = {"name": item.name, "most": plain(item.at_most), "unit": item.unit}
        raise ValueError(_("%(name)s请按%(unit)s填数字，例如：%(name)s %(most)s。") % sample)
    return Decimal(number)
